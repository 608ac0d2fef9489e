package io.barograph.bench.chaos;

import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.TrialStarted;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One seed: a cluster, its sweeps under faults, the healing, and what holds then. */
final class ChaosRun {
    private static final int FAULTS_AT_ONCE = 3;
    private static final long END_SECONDS = 300;
    private static final int TERMINATED = 143;
    private static final String OPEN =
            "select sweep from sweep where state not in ('COMPLETED', 'FAILED', 'CANCELLED')";

    private final ChaosPlan plan;
    private final Cluster cluster;
    private final User user;
    private final Faults faults;
    private final Checks checks;
    private final Instant begin = Instant.now();

    private ChaosRun(ChaosPlan plan, Cluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
        this.user = new User(cluster.control, this::say);
        this.faults = new Faults(cluster, this::say);
        this.checks = new Checks(cluster);
    }

    /** @param folder empty, for everything that the run leaves */
    static RunResult of(ChaosPlan plan, Network network, Path folder) {
        network.heal();
        try (Cluster cluster = new Cluster(network, folder, plan.epochMillis())) {
            return new ChaosRun(plan, cluster).run();
        }
    }

    private RunResult run() {
        cluster.start();
        say(plan.trials() + " trials");
        Instant submitted = Instant.now();
        user.submit(ChaosPlan.FIRST, plan.first());
        List<String> ended;
        try (Watch watch = new Watch(cluster, this::say)) {
            applyFaults();
            heal();
            awaitEnd();
            ended = watch.ends();
        }
        double seconds = Duration.between(submitted, Instant.now()).toMillis() / 1e3;
        endMembers();
        List<List<LogEntry>> logs = new ArrayList<>();
        for (String sweep : plan.sweeps()) {
            logs.add(checks.sweep(sweep, plan.epochMillis() > 0));
        }
        checks.confirmations(logs);
        return result(logs, ended, seconds);
    }

    /** One after another, some at once, until their time is over or nothing is left to disturb. */
    private void applyFaults() {
        Semaphore free = new Semaphore(FAULTS_AT_ONCE);
        ExecutorService threads = Executors.newCachedThreadPool();
        threads.execute(this::second);
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.faultMillis());
        for (PlannedFault fault : plan.faults()) {
            Shell.sleep(fault.pauseMillis());
            free.acquireUninterruptibly();
            if (System.nanoTime() > end || allEnded()) {
                break;
            }
            threads.execute(() -> {
                try {
                    faults.apply(fault);
                } catch (RuntimeException e) {
                    checks.violated("the bench itself: " + e);
                } finally {
                    free.release();
                }
            });
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                checks.violated("a fault or a command of a user did not end");
            }
        } catch (InterruptedException e) {
            throw Shell.interrupted(e);
        }
    }

    /** In the middle: the first sweep is paused, another comes, the first goes on. */
    private void second() {
        if (plan.second().isEmpty()) {
            return;
        }
        try {
            Shell.sleep(plan.faultMillis() / 5);
            user.command("pause", ChaosPlan.FIRST);
            user.submit(ChaosPlan.SECOND, plan.second());
            user.command("resume", ChaosPlan.FIRST);
        } catch (RuntimeException e) {
            checks.violated("a command of a user: " + e.getMessage());
        }
    }

    private void heal() {
        say("everything is healed");
        cluster.network.heal();
        cluster.artifacts.empty();
        cluster.members().forEach(Member::thaw);
    }

    private boolean allEnded() {
        List<String> open = cluster.database.ask(OPEN);
        return open != null && open.isEmpty();
    }

    private void awaitEnd() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        while (!allEnded()) {
            if (System.nanoTime() > end) {
                checks.violated("no end within " + END_SECONDS + " s after everything was healed");
                return;
            }
            Shell.sleep(200);
        }
        say("the sweeps have ended");
    }

    private void endMembers() {
        for (List<Member> alike : List.of(cluster.workers, cluster.orchestrators)) {
            List<Member> ready = alike.stream().filter(Member::isReady).toList();
            ready.forEach(Member::askToEnd);
            for (Member member : ready) {
                if (!member.hasEnded(TERMINATED, 75)) {
                    checks.violated(member.name() + " did not end in order: " + member.said());
                }
            }
        }
    }

    private RunResult result(List<List<LogEntry>> logs, List<String> ended, double seconds) {
        ResumeTimes times = new ResumeTimes(logs);
        Map<FaultKind, Integer> counts = new EnumMap<>(FaultKind.class);
        Map<FaultKind, List<Long>> resume = new EnumMap<>(FaultKind.class);
        Map<FaultKind, List<Long>> alone = new EnumMap<>(FaultKind.class);
        Map<FaultKind, List<Long>> stall = new EnumMap<>(FaultKind.class);
        for (FaultRecord fault : faults.done()) {
            counts.merge(fault.kind(), 1, Integer::sum);
            Instant next = times.next(fault, fault.over());
            add(resume, fault, fault.over(), next);
            if (next != null && faults.done().stream().noneMatch(other -> meets(other, fault, next))) {
                add(alone, fault, fault.over(), next);
            }
            add(stall, fault, fault.injected(), times.next(fault, fault.injected()));
        }
        List<LogEntry> all = logs.stream().flatMap(List::stream).toList();
        long attempts = all.stream()
                .filter(entry -> entry.change() instanceof TrialStarted)
                .count();
        return new RunResult(
                plan.seed(),
                plan.epochMillis() == 0,
                plan.trials(),
                Math.toIntExact(attempts),
                all.size(),
                LateReports.count(cluster.work),
                counts,
                faults.windows(),
                resume,
                alone,
                stall,
                ended,
                user.troubles(),
                seconds,
                checks.violations());
    }

    private static boolean meets(FaultRecord other, FaultRecord fault, Instant until) {
        return !other.equals(fault) && other.meets(fault.over(), until);
    }

    private static void add(
            Map<FaultKind, List<Long>> times, FaultRecord fault, Instant from, @Nullable Instant until) {
        if (until != null) {
            times.computeIfAbsent(fault.kind(), unknown -> new ArrayList<>())
                    .add(Duration.between(from, until).toMillis());
        }
    }

    private void say(String what) {
        double seconds = Duration.between(begin, Instant.now()).toMillis() / 1e3;
        System.out.printf(Locale.ROOT, "  %6.1f s  %s%n", seconds, what);
    }
}
