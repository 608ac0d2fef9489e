package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Ack;
import io.barograph.api.DatasetSpec;
import io.barograph.api.LimitsSpec;
import io.barograph.api.SchedulingSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialState;
import io.barograph.server.TestingSpecs;
import io.barograph.server.state.SweepProjection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How sweeps share slots: priorities, shares, labels and room made for others. */
class SharingRulesTest extends OneScheduler {
    private long asks = 100;

    /** A sweep whose trials can all start at once, because each trains its own dense network. */
    private static SweepSpec sweep(String name, int trials, SchedulingSpec scheduling) {
        return sweep(name, trials, null, scheduling);
    }

    private static SweepSpec sweep(String name, int trials, @Nullable String hash, SchedulingSpec scheduling) {
        List<Long> seeds = LongStream.rangeClosed(1, trials).boxed().toList();
        SweepSpec plain = TestingSpecs.sweep(name, TestingSpecs.grid(List.of(0.5), seeds, Map.of()));
        DatasetSpec data = plain.dataset();
        return new SweepSpec(
                plain.apiVersion(),
                plain.kind(),
                plain.name(),
                new DatasetSpec(data.name(), null, hash, data.validationFraction(), data.augmentation()),
                plain.network(),
                plain.search(),
                plain.training(),
                LimitsSpec.DEFAULT,
                scheduling);
    }

    private static SchedulingSpec scheduling(int priority, int share) {
        return new SchedulingSpec(priority, share, null, new TreeSet<>());
    }

    private void add(String name, int trials, SchedulingSpec scheduling) {
        submit(sweep(name, trials, scheduling));
        scheduler.wake();
    }

    private @Nullable TrialAssignment askWith(String worker, String... labels) {
        return scheduler
                .ask(new TrialAsk(worker, 0, asks++, new TreeSet<>(Set.of(labels)), new TreeSet<>(), null))
                .result()
                .assignment();
    }

    /** Sweeps of the trials that so many new workers are given, by number of trials. */
    private Map<String, Integer> given(int workers) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < workers; i++) {
            counts.merge(assigned("new-" + asks, asks++).sweep(), 1, Integer::sum);
        }
        return counts;
    }

    private SweepProjection storedOf(String sweep) {
        return SweepProjection.replay(store.log(sweep, 0, 1000).result());
    }

    @Test
    void trialsOfAHigherPriorityStartFirst() {
        add("urgent", 3, scheduling(5, 1));
        assertThat(given(3)).containsExactly(Map.entry("urgent", 3));
        assertThat(given(1)).containsExactly(Map.entry("s", 1));
    }

    @Test
    void sweepsOfOnePriorityGetSlotsByTheirShares() {
        add("one", 30, scheduling(1, 1));
        add("three", 30, scheduling(1, 3));
        assertThat(given(16)).containsExactly(Map.entry("one", 4), Map.entry("three", 12));
    }

    @Test
    void aShareThatIsNotUsedGoesToTheOthers() {
        add("one", 30, scheduling(1, 1));
        add("three", 3, scheduling(1, 100));
        assertThat(given(10)).containsExactly(Map.entry("one", 7), Map.entry("three", 3));
    }

    @Test
    void aSweepNeverHasMoreTrialsAtATimeThanItWants() {
        add("two", 10, new SchedulingSpec(5, 1, 2, new TreeSet<>()));
        TrialAssignment first = assigned("a", 1);
        assertThat(first.sweep()).isEqualTo("two");
        assertThat(given(2)).containsExactly(Map.entry("s", 1), Map.entry("two", 1));
        report(result(first));
        assertThat(given(1)).containsExactly(Map.entry("two", 1));
    }

    private String askHolding(String worker, String... datasets) {
        TrialAsk ask = new TrialAsk(worker, 0, asks++, new TreeSet<>(), new TreeSet<>(Set.of(datasets)), null);
        return Objects.requireNonNull(scheduler.ask(ask).result().assignment()).sweep();
    }

    @Test
    void betweenSweepsThatAreServedEquallyAWorkerIsGivenTheOneWhoseDataItHolds() {
        String ofOne = "ab".repeat(32);
        String ofTwo = "cd".repeat(32);
        submit(sweep("one", 10, ofOne, scheduling(1, 1)));
        submit(sweep("two", 10, ofTwo, scheduling(1, 1)));
        add("unhashed", 10, scheduling(1, 1));
        assertThat(askHolding("a", ofTwo)).isEqualTo("two");
        assertThat(askHolding("b", ofTwo)).as("two has had its turn").isEqualTo("one");
        assertThat(askHolding("c", ofTwo, ofOne)).as("the last one served").isEqualTo("unhashed");
        assertThat(askHolding("d")).as("in order of submission").isEqualTo("one");
        submit(sweep("held", 1, ofTwo, scheduling(0, 1)));
        add("urgent", 1, scheduling(5, 1));
        assertThat(askHolding("e", ofTwo)).as("priority goes first").isEqualTo("urgent");
    }

    @Test
    void aTrialIsGivenOnlyToAWorkerWithAllItsLabelsAndWaitsWithThatReason() {
        add("labelled", 2, new SchedulingSpec(5, 1, null, new TreeSet<>(Set.of("gpu", "rack-1"))));
        TrialAssignment other = askWith("a", "gpu", "cpu");
        assertThat(other).isNotNull().extracting(TrialAssignment::sweep).isEqualTo("s");
        assertThat(storedOf("labelled").report(time.instant()).trials()).allSatisfy(trial -> assertThat(trial.note())
                .isEqualTo("waits for a free slot of a worker with gpu, rack-1"));
        assertThat(askWith("b", "rack-1", "rack-2", "gpu"))
                .isNotNull()
                .extracting(TrialAssignment::sweep)
                .isEqualTo("labelled");
    }

    @Test
    void theYoungestAttemptOfTheLowestPriorityLeavesForAHigherOne() {
        add("low", 2, scheduling(-1, 1));
        add("middle", 2, scheduling(1, 1));
        List<TrialAssignment> running = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            running.add(assigned("worker-" + i, 1));
            pass(1);
        }
        assertThat(running).extracting(TrialAssignment::sweep).containsExactly("middle", "middle", "s", "low");
        add("urgent", 1, scheduling(9, 1));
        pass(1);
        pass(1);
        assertThat(listener.stops).as("one leaves, once").containsExactly("t0000#1");

        TrialAssignment low = running.get(3);
        assertThat(report(epoch(low, 1, null))).isEqualTo(Ack.GIVE_BACK);
        assertThat(report(new TrialRelease("low", "t0000", 1, TEACHER))).isEqualTo(Ack.OK);
        assertThat(storedOf("low").trial("t0000")).isNotNull().satisfies(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.WAITING);
            assertThat(trial.failures()).isZero();
            assertThat(trial.reason()).isEqualTo("makes room for urgent, which has a higher priority");
        });
        assertThat(assigned("worker-3", 2).sweep()).isEqualTo("urgent");
        pass(1);
        assertThat(listener.stops).hasSize(1);
        report(result(running.get(0)));
        report(result(running.get(1)));
        TrialAssignment again = assigned("worker-0", 2);
        assertThat(again.sweep()).as("s waits for its dense network").isEqualTo("low");
        assertThat(assigned("worker-1", 2).config().trial())
                .isNotEqualTo(again.config().trial());
    }

    @Test
    void nobodyLeavesForAnEqualOrWhileASlotIsFreeOrForATrialThatNeedsAnotherWorker() {
        assigned("a", 1);
        add("equal", 1, scheduling(0, 1));
        assertThat(ask("b", 1)).isNotNull();
        add("higher", 1, scheduling(1, 1));
        assertThat(askWith("c", "cpu")).isNotNull();
        add("special", 1, new SchedulingSpec(9, 1, null, new TreeSet<>(Set.of("gpu"))));
        pass(1);
        assertThat(listener.stops).isEmpty();

        assertThat(askWith("d", "cpu")).isNull();
        add("highest", 1, scheduling(10, 1));
        pass(1);
        assertThat(listener.stops).as("d will ask again").isEmpty();
        pass(5);
        assertThat(listener.stops).as("d did not").hasSize(1);
    }

    @Test
    void asManyLeaveAsThereAreTrialsThatFindNoSlot() {
        add("low", 10, scheduling(-1, 1));
        given(8);
        add("urgent", 3, scheduling(9, 1));
        pass(1);
        pass(1);
        assertThat(listener.stops).hasSize(3);
    }

    @Test
    void aSweepThatIsGivenAHigherPriorityTakesSlots() {
        add("patient", 1, scheduling(-5, 1));
        TrialAssignment first = assigned("a", 1);
        pass(1);
        assertThat(listener.stops).isEmpty();
        scheduler.steer("patient", Steering.priority(7), "tester").result();
        assertThat(storedOf("patient").priority()).isEqualTo(7);
        pass(1);
        assertThat(listener.stops).containsExactly(first.config().trial() + "#1");
    }
}
