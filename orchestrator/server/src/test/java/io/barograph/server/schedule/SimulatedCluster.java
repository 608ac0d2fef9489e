package io.barograph.server.schedule;

import io.barograph.api.SweepSpec;
import io.barograph.api.TrialStop;
import io.barograph.metrics.Meters;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.search.TrialSampler;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.MemorySweepStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/** Two schedulers, some workers and a network between them, on virtual time, from one seed. */
final class SimulatedCluster {
    final VirtualTime time = new VirtualTime();
    final MemorySweepStore memory = new MemorySweepStore(time);
    final Random random;
    final Faults faults;
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    /** The logs of deleted sweeps, by the numbers of those. */
    final Map<Long, List<LogEntry>> deleted = new TreeMap<>();

    private final SlowStore store;
    private final List<Scheduler> schedulers = new ArrayList<>();
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private int schedulersStarted;

    SimulatedCluster(long seed, int workerCount, Faults faults) {
        this.random = new Random(seed);
        this.faults = faults;
        this.store = new SlowStore(memory, time, random, faults, deleted);
        startScheduler();
        startScheduler();
        for (int i = 0; i < workerCount; i++) {
            SimulatedWorker worker = new SimulatedWorker(this, "worker-" + i);
            workers.add(worker);
            time.after(random.nextInt(1000), worker::boot);
        }
    }

    List<SimulatedWorker> workers() {
        return workers;
    }

    void submit(SweepSpec spec) {
        TrialSampler sampler = TrialSampler.of(spec.search());
        Submitted submitted = new Submitted("key of " + spec.name(), spec, sampler.version(), sampler.next(0));
        if (!memory.submit(new LogEntry(spec.name(), 1, time.instant(), submitted))
                .result()) {
            throw new IllegalStateException("submitted twice");
        }
    }

    boolean has(String sweep) {
        return memory.page(sweep, 0, 1).result().number() != null;
    }

    long number(String sweep) {
        return Objects.requireNonNull(memory.page(sweep, 0, 1).result().number());
    }

    /** Runs for so long. */
    void run(Duration span) {
        Instant end = time.in(span);
        boolean over = false;
        while (!over) {
            over = !time.step(end);
        }
    }

    /** Runs until the sweep has ended; the log. */
    List<LogEntry> run(String sweep, Duration longest) {
        Instant end = time.in(longest);
        int steps = 0;
        while (time.step(end)) {
            if (++steps % 1000 == 0 && ended(sweep)) {
                break;
            }
        }
        return log(sweep);
    }

    List<LogEntry> log(String sweep) {
        return memory.log(sweep, 0, Integer.MAX_VALUE).result();
    }

    private boolean ended(String sweep) {
        return memory.sweeps().result().stream()
                .anyMatch(head -> head.sweep().equals(sweep) && head.state().terminal());
    }

    private void startScheduler() {
        SchedulerConfig config = SchedulerConfig.of("scheduler-" + schedulersStarted++);
        Scheduler scheduler = new Scheduler(store, config, time, Meters.in(registry), new StopCarrier());
        schedulers.add(scheduler);
        time.after(random.nextInt(300), () -> tick(scheduler));
    }

    private void tick(Scheduler scheduler) {
        if (random.nextDouble() < faults.killScheduler()) {
            schedulers.remove(scheduler); // never called again; what it has under way in the store goes on
            time.after(random.nextInt(20_000), this::startScheduler);
            return;
        }
        scheduler.tick();
        time.after(250, () -> tick(scheduler));
    }

    /**
     * Carries a request to a scheduler that believes to lead, and its answer back; either may vanish, and the request may
     * arrive again later.
     */
    <T> Future<T> request(Function<Scheduler, Future<T>> request) {
        Promise<T> answer = Promise.promise();
        time.after(6000, () -> answer.tryFail("no answer"));
        carry(() -> deliver(request).onSuccess(result -> carry(() -> answer.tryComplete(result))));
        if (random.nextDouble() < faults.doubleMessage()) {
            carry(() -> deliver(request));
        }
        return answer.future();
    }

    private void carry(Runnable arrival) {
        if (random.nextDouble() >= faults.loseMessage()) {
            boolean slow = random.nextInt(10) == 0;
            time.after(1 + random.nextInt(slow ? faults.delayMillis() : 5), arrival);
        }
    }

    private <T> Future<T> deliver(Function<Scheduler, Future<T>> request) {
        List<Scheduler> leading =
                schedulers.stream().filter(Scheduler::isLeading).toList();
        return leading.isEmpty()
                ? Future.failedFuture("nobody listens")
                : request.apply(leading.get(random.nextInt(leading.size())));
    }

    /** Does something to a sweep, if its message and the answer get through. */
    void steer(String sweep, Steering.Rule rule) {
        request(scheduler -> scheduler.steer(sweep, rule, "tester"));
    }

    /** Deletes a sweep, if its message gets through and it has ended. */
    void delete(String sweep) {
        request(scheduler -> scheduler.delete(sweep, "tester"));
    }

    /** Stops reach each worker, or do not. */
    private final class StopCarrier implements SchedulerListener {
        @Override
        public void onStop(TrialStop stop) {
            workers.forEach(worker -> carry(() -> worker.stop(stop)));
        }

        @Override
        public void onStored(List<LogEntry> entries) {}

        @Override
        public void onStoreFailure(Throwable cause) {}

        @Override
        public void onLeading(boolean leading) {}
    }

    SweepProjection replay(String sweep) {
        return SweepProjection.replay(log(sweep));
    }
}
