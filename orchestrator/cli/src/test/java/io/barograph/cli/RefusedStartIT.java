package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that would do harm end with a sentence. Two runs in one folder are in {@link RunCommandIT}. */
class RefusedStartIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: small
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5]
            """;

    @TempDir
    Path folder;

    @Test
    void aSecondOrchestratorOnOneDataFolderIsRefusedAndTheFirstGoesOn() throws Exception {
        try (TestingCommand first = orchestrator("data", TestingPorts.free())) {
            first.awaitOutput("Orchestrator is ready");
            try (TestingCommand second = orchestrator("data", TestingPorts.free())) {
                assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.FOLDER.number());
                assertThat(second.err())
                        .contains("is in use by process " + first.pid(), "give another folder with --data")
                        .doesNotContain("\tat ");
            }
            try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    TestingCommand busy =
                            orchestrator("busy", TestingPorts.free(), "--http", "127.0.0.1:" + other.getLocalPort())) {
                assertThat(busy.exitCode()).as(busy.err()).isEqualTo(ExitCode.CLUSTER.number());
                assertThat(busy.err())
                        .contains("cannot serve HTTP at 127.0.0.1:" + other.getLocalPort(), "in use", "a free port");
            }
            try (TestingCommand beside = orchestrator("beside", TestingPorts.free())) {
                beside.awaitOutput("Orchestrator is ready");
            }
            first.signal("TERM");
            assertThat(first.exitCode()).as(first.err()).isEqualTo(ExitCode.TERMINATED.number());
        }
    }

    @Test
    void aDatabaseFolderOfALivingOrchestratorIsRefusedUnderAnyOtherName() throws Exception {
        try (TestingCommand first = orchestrator("data", TestingPorts.free())) {
            first.awaitOutput("Orchestrator is ready");
            Files.createDirectory(folder.resolve("other"));
            Files.createSymbolicLink(folder.resolve("other/database"), folder.resolve("data/database"));
            try (TestingCommand second = orchestrator("other", TestingPorts.free())) {
                assertThat(second.exitCode()).as(second.err()).isEqualTo(ExitCode.FOLDER.number());
                assertThat(second.err()).contains("is in use by process " + first.pid());
                assertThat(folder.resolve("other/orchestrator.log"))
                        .as("what is logged last is written before the end")
                        .content()
                        .contains(" ERROR ", "the command failed", "is in use by process " + first.pid());
            }
        }
    }

    @Test
    void aRunWhoseLogWasDamagedSaysWhichEntryAndChangesNothing() throws Exception {
        Files.writeString(folder.resolve("small.yaml"), SPEC);
        try (TestingCommand run = TestingCommand.pretending(folder, 300, "run", "small.yaml")) {
            run.awaitOutput("prune");
            run.signal("INT");
            assertThat(run.exitCode()).isEqualTo(ExitCode.INTERRUPTED.number());
        }
        execute("create table kept as select * from event where sequence = 2");
        execute("update event set payload = payload - 'worker' where sequence = 2");
        try (TestingCommand run = TestingCommand.pretending(folder, 1, "run", "small.yaml")) {
            assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCode.STORE.number());
            assertThat(run.err())
                    .contains("entry 2 in the log of sweep small cannot be used: damaged TrialStarted")
                    .doesNotContain("\tat ");
        }
        execute("update event set payload = kept.payload from kept where event.sequence = 2");
        try (TestingCommand run = TestingCommand.pretending(folder, 1, "run", "small.yaml")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("2 of 2 trials completed");
        }
    }

    private void execute(String sql) throws Exception {
        Path database = folder.resolve("sweeps/small/.state/database");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(database));
                Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private TestingCommand orchestrator(String data, int port, String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of("orchestrator", "--data", data));
        words.addAll(List.of("--listen", "127.0.0.1:" + port, "--join=127.0.0.1:" + port));
        words.addAll(List.of(more));
        return TestingCommand.pretending(folder, 1, words.toArray(String[]::new));
    }
}
