package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.artifacts.S3Credentials;
import io.barograph.artifacts.TestingS3Server;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orchestrators and workers as processes that find each other, and lose each other. */
class ClusterIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: shared
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5, 0.25]
              seeds: [1, 2, 3, 4]
            """;
    private static final String IN_THE_MIDDLE =
            """
            select trial from attempt a join trial t using (sweep, trial, attempt) join epoch e using (sweep, trial, attempt)
            where a.worker = '%s' and t.state = 'RUNNING'
            group by trial having count(*) between 1 and 3
            """;
    private static final String ENDS =
            "select count(*) from event where type in ('TrialCompleted', 'TrialFailed', 'TrialCancelled')";
    private static final int TRIALS = 12;
    private static final long EPOCH_MILLIS = 300;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private final List<TestingCommand> started = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private Map<String, String> environment = Map.of();
    private List<String> artifacts = List.of("--artifacts", "artifacts");
    private int firstPort;
    private int secondPort;

    @BeforeEach
    void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
        firstPort = TestingPorts.free();
        secondPort = TestingPorts.free();
        Files.writeString(folder.resolve("shared.yaml"), SPEC);
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        for (TestingCommand command : started) {
            command.close();
        }
        postgres.close();
    }

    @Test
    void theSweepGoesOnWhenItsLeaderAndAWorkerAreKilled() throws Exception {
        try (TestingS3Server server = TestingS3Server.start(folder.resolve("s3"))) {
            environment = Map.of(
                    S3Credentials.ACCESS_KEY, TestingS3Server.ACCESS_KEY,
                    S3Credentials.SECRET_KEY, TestingS3Server.SECRET_KEY);
            String bucket = "s3://" + TestingS3Server.BUCKET + "/cluster";
            artifacts = List.of("--artifacts", bucket, "--s3-endpoint", "" + server.endpoint());
            losesItsLeaderAndAWorker();
            ArtifactStore store = server.store("cluster", folder.resolve("cache"));
            assertThat(tables().rows("select payload ->> 'model' from result"))
                    .hasSize(TRIALS)
                    .allMatch(store::contains);
        }
    }

    private void losesItsLeaderAndAWorker() throws Exception {
        TestingCommand first = orchestrator("first", firstPort, secondPort);
        first.awaitOutput("Orchestrator is ready");
        TestingCommand second = orchestrator("second", secondPort, firstPort);
        TestingCommand lost = worker("lost");
        TestingCommand kept = worker("kept");
        for (TestingCommand command : List.of(second, lost, kept)) {
            command.awaitOutput(" is ready");
        }
        TestingCommand submit = command(folder, Map.of(), "submit", "shared.yaml", "--wait", join(0), join(1));
        tables().awaitRow("select 1 from trial where state = 'COMPLETED'");
        tables().awaitRow(IN_THE_MIDDLE.formatted("lost"));

        assertThat(tables().only("select owner from lease")).contains("-" + first.pid() + "-");
        first.kill();
        lost.kill();

        assertThat(submit.exitCode()).as(submit.out() + submit.err()).isZero();
        assertThat(submit.out()).contains(TRIALS + " of " + TRIALS + " trials completed");
        assertThat(tables().only("select owner from lease")).contains("-" + second.pid() + "-");
        assertThat(tables().only("select count(*) from trial where state = 'COMPLETED'"))
                .isEqualTo("" + TRIALS);
        assertThat(tables().only(ENDS)).isEqualTo("" + TRIALS);
        assertThat(tables().rows("select trial from attempt where attempt > 1")).isNotEmpty();
        assertThat(tables().only("select count(*) from result")).isEqualTo("" + TRIALS);
        bringsTheResults();

        kept.signal("TERM");
        assertThat(kept.exitCode()).as(kept.err()).isEqualTo(ExitCode.TERMINATED.number());
        second.signal("TERM");
        assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.TERMINATED.number());
    }

    private void bringsTheResults() throws Exception {
        for (int time = 0; time < 2; time++) {
            TestingCommand fetch = fetch("shared");
            assertThat(fetch.exitCode()).as(fetch.out() + fetch.err()).isZero();
        }
        Path results = folder.resolve("results");
        SweepReport report = FrontFiles.read(results.resolve("front.json"));
        assertThat(report.trials()).hasSize(TRIALS).allSatisfy(trial -> {
            assertThat(results.resolve(String.valueOf(trial.onnx()))).exists();
            assertThat(results.resolve(String.valueOf(trial.model()))).exists();
            assertThat(results.resolve("history").resolve(trial.trial() + ".csv"))
                    .content()
                    .hasLineCount(7);
        });
        TestingCommand other = fetch("nobody");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(other.err()).contains("no sweep nobody is stored");
    }

    private TestingCommand fetch(String sweep) throws IOException {
        List<String> words = new ArrayList<>(List.of("fetch", sweep, "--out", "results", join(0), join(1)));
        words.addAll(artifacts);
        return command(folder, environment, words.toArray(String[]::new));
    }

    @Test
    void aStoppedWorkerGivesItsTrialBackAndEverybodyFindsAnOrchestratorThatIsStartedAgain() throws Exception {
        Files.writeString(folder.resolve("shared.yaml"), SPEC.replace("[1, 2, 3, 4]", "[1, 2]"));
        TestingCommand early = worker("early");
        early.awaitOutput("Waiting for an orchestrator at ");
        TestingCommand first = orchestrator("only", firstPort, secondPort);
        first.awaitOutput("Orchestrator is ready");
        early.awaitOutput("Worker early is ready");
        TestingCommand submit = command(folder, Map.of(), "submit", "shared.yaml", "--wait", join(0));

        tables().awaitRow(IN_THE_MIDDLE.formatted("early"));
        early.signal("TERM");
        assertThat(early.exitCode()).as(early.err()).isEqualTo(ExitCode.TERMINATED.number());
        assertThat(tables().rows("select trial from trial where state = 'RUNNING'"))
                .isEmpty();
        assertThat(tables().rows("select sequence from event where type = 'TrialReturned'"))
                .hasSize(1);

        TestingCommand late = worker("late");
        tables().awaitRow(IN_THE_MIDDLE.formatted("late"));
        assertThat(steered("pause", "shared")).startsWith("Sweep shared is paused");
        tables().awaitRow("select 1 where not exists (select 1 from trial where state = 'RUNNING')");
        String attempts = tables().only("select count(*) from attempt");
        assertThat(steered("pause", "nobody")).isEqualTo("barograph: no sweep nobody is stored");
        assertThat(tables().only("select count(*) from attempt")).isEqualTo(attempts);
        assertThat(steered("resume", "shared")).startsWith("Sweep shared is running");
        tables().awaitRow(IN_THE_MIDDLE.formatted("late"));
        first.kill();
        orchestrator("only", firstPort, secondPort);
        assertThat(submit.exitCode()).as(submit.out() + submit.err()).isZero();
        assertThat(submit.out()).contains("6 of 6 trials completed");
        assertThat(tables().only(ENDS)).isEqualTo("6");
        late.kill();
        deletesAndSubmitsAgain();
    }

    private void deletesAndSubmitsAgain() throws Exception {
        assertThat(steered("delete", "nobody", "--yes")).isEqualTo("barograph: no sweep nobody is stored");
        assertThat(steered("delete", "shared", "--yes")).isEqualTo("Sweep shared is deleted.");
        for (String table : List.of("sweep", "event", "trial", "attempt", "epoch", "result")) {
            assertThat(tables().rows("select 1 from " + table)).as(table).isEmpty();
        }
        TestingCommand submit = command(folder, Map.of(), "submit", "shared.yaml", "--wait", join(0));
        tables().awaitRow("select 1 from sweep");
        TestingCommand refused = command(folder, Map.of(), "delete", "shared", "--yes", join(0));
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(refused.err())
                .contains("sweep shared is running and cannot be deleted: cancel it first, or give --cancel");
        TestingCommand asks = TestingCommand.onTerminal(folder, "n", "delete", "shared", "--cancel", join(0));
        started.add(asks);
        assertThat(asks.exitCode()).as(asks.out()).isZero();
        assertThat(asks.out())
                .contains(
                        "Delete sweep shared (running) with its history and its results? [y/N]", "Nothing is deleted");
        assertThat(tables().only("select state from sweep")).isEqualTo("RUNNING");
        assertThat(steered("delete", "shared", "--yes", "--cancel")).isEqualTo("Sweep shared is deleted.");
        assertThat(tables().rows("select 1 from event")).isEmpty();
        assertThat(submit.exitCode())
                .as("it ends, after what it heard last")
                .isIn(ExitCode.USAGE.number(), ExitCode.TRIALS_FAILED.number());
    }

    private String steered(String verb, String sweep, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(verb, sweep, join(0)));
        words.addAll(List.of(more));
        TestingCommand command = command(folder, Map.of(), words.toArray(String[]::new));
        boolean known = sweep.equals("shared");
        assertThat(command.exitCode()).as(command.out() + command.err()).isEqualTo(known ? 0 : ExitCode.USAGE.number());
        String said = (known ? command.out() : command.err()).strip();
        return said.substring(said.lastIndexOf('\n') + 1);
    }

    private TestingCommand orchestrator(String name, int own, int other) throws IOException {
        Map<String, String> credentials =
                Map.of(DatabaseOptions.USER, postgres.user(), DatabaseOptions.PASSWORD, postgres.password());
        return command(
                folder,
                credentials,
                "orchestrator",
                "--data",
                name,
                "--database",
                postgres.jdbcUrl(),
                "--listen",
                "127.0.0.1:" + own,
                "--join=127.0.0.1:" + other,
                "--trial-lease",
                "5");
    }

    private TestingCommand worker(String name) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("worker", "--name", name, join(0), join(1)));
        arguments.addAll(artifacts);
        return command(folder, environment, arguments.toArray(String[]::new));
    }

    private TestingCommand command(Path in, Map<String, String> environment, String... arguments) throws IOException {
        TestingCommand command = TestingCommand.pretendingWith(environment, in, EPOCH_MILLIS, arguments);
        started.add(command);
        return command;
    }

    private String join(int orchestrator) {
        return "--join=127.0.0.1:" + (orchestrator == 0 ? firstPort : secondPort);
    }

    private TestingTables tables() {
        return new TestingTables(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
