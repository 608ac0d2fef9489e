package io.barograph.bench.chaos;

import io.barograph.server.log.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What an upgrade does to a sweep that trains: every orchestrator is restarted, one after the other, then each of two nodes is
 * drained of its workers, with SIGTERM as Kubernetes does. Ends with 1 if anything that was stored was lost or trained again, or a
 * drain cost a trial more than one checkpoint interval. Arguments: an
 * empty folder, and whether to train really or with stand-ins. In namespaces of its own, by
 * {@code bench/chaos/rolling}.
 */
public final class RollingBench {
    private static final int TERMINATED = 143;
    private static final long GRACE_SECONDS = 120; // terminationGracePeriodSeconds of the manifests
    private static final long READY_MILLIS = 300_000;
    private static final long END_SECONDS = 1800;
    private static final String OPEN =
            "select sweep from sweep where state not in ('COMPLETED', 'FAILED', 'CANCELLED')";
    private static final String RUNNING = "select 1 from epoch having count(*) > 3";

    private final Cluster cluster;
    private final Checks checks;
    private final ChaosPlan plan;
    private final Instant begin = Instant.now();

    private RollingBench(Cluster cluster, ChaosPlan plan) {
        this.cluster = cluster;
        this.checks = new Checks(cluster);
        this.plan = plan;
    }

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]).toAbsolutePath();
        ChaosPlan plan = ChaosPlan.rolling(Boolean.parseBoolean(args[1]));
        Files.createDirectories(folder.resolve("control"));
        Network network = Network.make();
        network.heal();
        try (Cluster cluster = new Cluster(network, folder, plan.epochMillis())) {
            System.exit(new RollingBench(cluster, plan).run());
        }
    }

    private int run() {
        cluster.start();
        new User(cluster.control, this::say).submit(ChaosPlan.FIRST, plan.first());
        await(RUNNING, true);
        Instant from = Instant.now();
        cluster.orchestrators.forEach(orchestrator -> restart(List.of(orchestrator)));
        int half = cluster.workers.size() / 2;
        restart(cluster.workers.subList(0, half));
        restart(cluster.workers.subList(half, cluster.workers.size()));
        Instant until = Instant.now();
        List<String> open = cluster.database.ask(OPEN);
        if (open != null && open.isEmpty()) {
            checks.violated("the sweep ended before the last restart did: it says too little");
        }
        await(OPEN, false);
        List<LogEntry> log = checks.sweep(ChaosPlan.FIRST, plan.epochMillis() > 0);
        checks.confirmations(List.of(log));
        return tell(new RollingTimes(log, from, until));
    }

    /** All end at once; then they start again, elsewhere as it were. */
    private void restart(List<Member> members) {
        members.forEach(Member::askToEnd);
        for (Member member : members) {
            if (!member.hasEnded(TERMINATED, GRACE_SECONDS)) {
                checks.violated(member.name() + " did not end in order: " + member.said());
                member.kill();
            }
        }
        members.forEach(Member::start);
        for (Member member : members) {
            if (!member.awaitReady(READY_MILLIS)) {
                checks.violated(member.name() + " does not become ready: " + member.said());
            }
        }
        say(members.stream().map(Member::name).toList() + " restarted");
    }

    private void await(String sql, boolean any) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
        while (true) {
            List<String> rows = cluster.database.ask(sql);
            if (rows != null && rows.isEmpty() != any) {
                return;
            }
            if (System.nanoTime() > end) {
                checks.violated("not within " + END_SECONDS + " s: " + sql);
                return;
            }
            Shell.sleep(200);
        }
    }

    private int tell(RollingTimes times) {
        List<String> wrong = new ArrayList<>(checks.violations());
        wrong.addAll(times.wrong());
        if (times.losses().isEmpty()) {
            wrong.add("no trial was running when its worker was drained");
        }
        times.losses().stream()
                .filter(RollingTimes.Loss::isBeyondOneInterval)
                .forEach(loss -> wrong.add(loss.trial() + " lost more than one checkpoint interval"));
        System.out.printf(
                Locale.ROOT,
                "%n  %-28s %10s %22s %26s%n",
                "drained trial",
                "lost",
                "its epoch, once more",
                "its checkpoint interval");
        times.losses()
                .forEach(loss -> System.out.printf(
                        Locale.ROOT,
                        "  %-28s %8.1f s %20.1f s %24.1f s%n",
                        loss.trial(),
                        seconds(loss.lost()),
                        seconds(loss.again()),
                        seconds(loss.interval())));
        wrong.forEach(sentence -> System.out.println("  VIOLATED: " + sentence));
        System.out.printf(
                Locale.ROOT,
                "%n%d trials; longest pause of the sweep %.1f s%n",
                plan.trials(),
                seconds(times.longestPause()));
        row("checkpoint interval", times.intervals());
        row(
                "lost compute of a drained trial",
                times.losses().stream().map(RollingTimes.Loss::lost).toList());
        row("until it went on elsewhere", times.waits());
        System.out.println(wrong.isEmpty() ? "verified: nothing lost, no stored epoch trained again" : "FAILED");
        return wrong.isEmpty() ? 0 : 1;
    }

    private static void row(String what, List<Duration> times) {
        List<Duration> sorted = times.stream().sorted().toList();
        if (!sorted.isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-32s %4d times, median %6.1f s, worst %6.1f s%n",
                    what,
                    sorted.size(),
                    seconds(sorted.get(sorted.size() / 2)),
                    seconds(sorted.get(sorted.size() - 1)));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }

    private void say(String what) {
        System.out.printf(Locale.ROOT, "  %6.1f s  %s%n", seconds(Duration.between(begin, Instant.now())), what);
    }
}
