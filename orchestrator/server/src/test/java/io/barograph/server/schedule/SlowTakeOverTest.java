package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.TrialAsk;
import io.barograph.metrics.Meters;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A take-over whose sweeps take longer to read than the lease lasts. */
class SlowTakeOverTest extends OneScheduler {
    private static final Duration READING = Duration.ofSeconds(60);

    private final List<String> calls = new ArrayList<>();

    @Test
    void keepsItsLeaseMeanwhileAndLeads() {
        scheduler.stop();
        Scheduler next = slow();
        Scheduler other = new Scheduler(store, SchedulerConfig.of("other"), time, Meters.in(registry), listener);

        ticking(READING.plusSeconds(5), next, other);

        assertThat(next.isLeading()).isTrue();
        assertThat(other.isLeading()).isFalse();
        assertThat(calls).containsOnlyOnce("load").containsOnlyOnce("acquire");
        assertThat(next.ask(TrialAsk.of("a", 0, 1)).result().assignment()).isNotNull();
    }

    @Test
    void doesNotLeadWithALeaseThatAnotherHasTakenMeanwhile() {
        scheduler.stop();
        Scheduler next = slow();
        next.tick();
        // It stood still, by its own clock or the machine's, for longer than the lease lasts.
        time.after(READING.minusSeconds(5).toMillis(), () -> {});
        assertThat(time.step(time.in(READING))).isTrue();
        Scheduler other = new Scheduler(store, SchedulerConfig.of("other"), time, Meters.in(registry), listener);
        other.tick();
        assertThat(other.isLeading()).isTrue();

        ticking(Duration.ofSeconds(10), next, other);

        assertThat(next.isLeading()).isFalse();
        assertThat(other.isLeading()).isTrue();
    }

    private void ticking(Duration span, Scheduler... schedulers) {
        Instant end = time.in(span);
        for (long millis = 250; millis < span.toMillis(); millis += 250) {
            for (Scheduler each : schedulers) {
                time.after(millis, each::tick);
            }
        }
        while (time.step(end)) {
            // whatever is planned until then
        }
    }

    private Scheduler slow() {
        SweepStore slow = (SweepStore) Proxy.newProxyInstance(
                SweepStore.class.getClassLoader(), new Class<?>[] {SweepStore.class}, (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    Future<?> result = (Future<?>) method.invoke(store, arguments);
                    if (!method.getName().equals("load")) {
                        return result;
                    }
                    Promise<Object> later = Promise.promise();
                    time.after(READING.toMillis(), () -> later.complete(result.result()));
                    return later.future();
                });
        return new Scheduler(slow, SchedulerConfig.of("slow"), time, Meters.in(registry), listener);
    }
}
