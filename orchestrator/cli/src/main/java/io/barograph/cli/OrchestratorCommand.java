package io.barograph.cli;

import static java.util.Objects.requireNonNull;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.cluster.ClusterConfig;
import io.barograph.cli.folder.FolderException;
import io.barograph.cli.folder.FolderLock;
import io.barograph.metrics.Meters;
import io.barograph.server.BarographServer;
import io.barograph.server.ServerConfig;
import io.barograph.server.ServerConfig.DatabaseConfig;
import io.barograph.server.access.Quota;
import io.barograph.server.collect.CollectorConfig;
import io.barograph.server.http.HttpConfig;
import io.barograph.server.schedule.SchedulerConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An orchestrator of a cluster, until it is stopped. */
@Command(
        name = "orchestrator",
        description = {
            "Takes sweeps in, gives their trials to workers and keeps the results, until it is stopped.",
            "Several on one database stand by for each other."
        })
final class OrchestratorCommand extends CommandHead {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(1);

    @Mixin
    private ClusterOptions cluster = new ClusterOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Folder of this orchestrator alone: its log and, without --database, its database.")
    private Path data = Path.of("");

    @Mixin
    private ArtifactOptions artifacts = new ArtifactOptions();

    @Mixin
    private HttpOptions http = new HttpOptions();

    @Mixin
    private QuotaOptions quotas = new QuotaOptions();

    @Option(
            names = "--artifact-grace",
            paramLabel = "HOURS",
            defaultValue = "24",
            description =
                    "With --artifacts: how long ago an artifact that no sweep refers to must have been stored to be"
                            + " removed; default: ${DEFAULT-VALUE}.")
    private int graceHours;

    @Option(
            names = "--trial-lease",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "How long a worker may be silent before its trial goes to another; default: ${DEFAULT-VALUE}.")
    private int trialLeaseSeconds;

    @Mixin
    private LogOptions logging = new LogOptions();

    @Override
    public Integer call() {
        UsageProblems problems = new UsageProblems();
        ClusterConfig member = problems.reading(cluster::orchestrator);
        DatabaseConfig truth = database.read(data.resolve("database"), problems);
        SchedulerConfig scheduler = problems.reading(this::scheduler);
        CollectorConfig collector = problems.reading(this::collector);
        HttpConfig served = problems.reading(http::config);
        Quota quota = quotas.read(problems);
        problems.raise();
        ServerConfig server =
                new ServerConfig(requireNonNull(truth), requireNonNull(scheduler), collector, served, quota);
        return run(requireNonNull(member), server).number();
    }

    private ExitCode run(ClusterConfig member, ServerConfig server) {
        make(data);
        try (FolderLock held = FolderLock.take(data.resolve("lock"), "--data")) {
            LogFile log = LogFile.open(data.resolve("orchestrator.log"), logging);
            StopRequest stop = StopRequest.bySignals();
            Meters meters = ServerStart.meters(server, List.of(data));
            log.countIn(meters);
            try (ClusterMember joined = ClusterMember.join(member, server.http() == null ? null : meters)) {
                return serve(joined, server, meters, member, stop);
            }
        }
    }

    private ExitCode serve(
            ClusterMember joined, ServerConfig config, Meters meters, ClusterConfig member, StopRequest stop) {
        BarographServer server = Awaited.result(
                ServerStart.start(joined.vertx(), config, meters),
                START,
                ExitCode.STORE,
                "starting " + database.described());
        try {
            server.broken()
                    .onFailure(reason -> stop.fail(
                            new CliException(ServerStart.codeOf(reason), String.valueOf(reason.getMessage()), reason)));
            PrintWriter out = out();
            out.println("Orchestrator is ready at " + member.listen() + " with " + database.described()
                    + ". Stop it with Ctrl-C or SIGTERM.");
            Integer port = server.httpPort();
            if (port != null) {
                out.println("HTTP is served at port " + port + ".");
                http.warning().ifPresent(warning -> warn("Warning: " + warning));
            }
            out.flush();
            return stop.await();
        } finally {
            Awaited.end(server.stop(), STOP, "orchestrator");
        }
    }

    private @Nullable CollectorConfig collector() {
        if (!artifacts.given()) {
            return null;
        }
        if (graceHours < 1) {
            throw new CliException(ExitCode.USAGE, "--artifact-grace must be at least 1, was " + graceHours);
        }
        // It reads nothing that would need copies.
        ArtifactStore store = artifacts.open(data.resolve("artifacts"));
        return new CollectorConfig(store, Duration.ofHours(graceHours), CollectorConfig.DEFAULT_INTERVAL);
    }

    /** Nobody else's name, also not that of an earlier life: two that lead under one name would not notice each other. */
    private SchedulerConfig scheduler() {
        String owner = HostName.own() + "-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        SchedulerConfig defaults = SchedulerConfig.of(owner);
        if (trialLeaseSeconds < 1) {
            throw new CliException(ExitCode.USAGE, "--trial-lease must be at least 1, was " + trialLeaseSeconds);
        }
        return new SchedulerConfig(
                owner,
                defaults.leaseDuration(),
                Duration.ofSeconds(trialLeaseSeconds),
                defaults.askAgain(),
                defaults.tick());
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FolderException.unwritable(folder, e);
        }
    }
}
