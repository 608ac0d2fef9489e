package io.barograph.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.state.SweepProjection;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What every store must do, deleting included. */
abstract class DeletingStoreContract extends SweepStoreContract {
    @Test
    void deletesAnEndedSweepWithAllThatIsStoredOfItAndNothingElse() {
        await(store.submit(submission("s", "k")));
        await(store.submit(submission("kept", "k2")));
        Lease lease = lease();
        await(store.append(lease, everyKindOfChange("s")));
        await(store.append(lease, entries("kept", 2, start("t0000", 1), new EpochEnded(epoch("kept", "t0000", 1, 1)))));

        assertThat(await(store.delete(lease, "s", "tester"))).isTrue();
        assertThat(await(store.load("s"))).isNull();
        assertThat(await(store.page("s", 0, 9))).isEqualTo(new LogPage(null, List.of()));
        assertThat(await(store.trials("s"))).isEmpty();
        assertThat(await(store.epochs("s", "t0000"))).isEmpty();
        assertThat(await(store.results("s"))).isEmpty();
        assertThat(await(store.sweepOfKey("k"))).isNull();
        assertThat(await(store.sweeps())).containsExactly(new SweepHead("kept", SweepState.RUNNING, 3));
        assertThat(await(store.log("kept", 0, 9))).hasSize(3);
        assertThat(await(store.epochs("kept", "t0000"))).hasSize(1);
        assertThat(await(store.delete(lease, "s", "tester")))
                .as("a second time")
                .isFalse();
        assertThat(await(store.delete(lease, "nobody", "tester"))).isFalse();
    }

    @Test
    void aNameThatIsFreeAgainBeginsAnotherSweepWithAnotherNumber() {
        LogEntry first = submission("s", "k");
        await(store.submit(first));
        Lease lease = lease();
        await(store.append(lease, everyKindOfChange("s")));
        LogPage before = await(store.page("s", 18, 9));
        assertThat(before.entries()).hasSize(1);
        await(store.delete(lease, "s", "tester"));

        assertThat(await(store.submit(first))).as("key and name are free").isTrue();
        LogPage after = await(store.page("s", 0, 9));
        assertThat(after.entries()).containsExactly(first);
        assertThat(after.number()).isNotNull().isGreaterThan(before.number());
        assertThat(await(store.page("s", 18, 9)).number())
                .as("also of a page behind its end")
                .isEqualTo(after.number());
        SweepProjection loaded = Objects.requireNonNull(await(store.load("s")));
        assertThat(loaded.number()).isEqualTo(after.number());
        assertThat(loaded.sequence()).isEqualTo(1);
        assertThat(await(store.trials("s"))).hasSize(5).allSatisfy(trial -> assertThat(trial.attempt())
                .isZero());
    }

    @Test
    void deletesNothingThatHasNotEnded() {
        await(store.submit(submission("s", "k")));
        Lease lease = lease();
        for (LoggedChange change : List.of(start("t0000", 1), new Paused(null))) {
            SweepHead head = await(store.sweeps()).get(0);
            await(store.append(lease, entries("s", head.sequence() + 1, change)));
            assertThatThrownBy(() -> await(store.delete(lease, "s", "tester")))
                    .isInstanceOfSatisfying(
                            BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                    .hasMessageContaining("cancel it first");
        }
        assertThat(await(store.log("s", 0, 9))).hasSize(3);
    }

    @Test
    void deletesNothingWithoutTheLease() {
        await(store.submit(submission("s", "k")));
        Lease old = lease();
        await(store.append(old, everyKindOfChange("s")));
        lease();
        assertThatThrownBy(() -> await(store.delete(old, "s", "tester"))).isInstanceOf(FencedException.class);
        assertThat(await(store.results("s"))).hasSize(1);
        assertThat(await(store.log("s", 0, 100))).hasSize(19);
    }
}
