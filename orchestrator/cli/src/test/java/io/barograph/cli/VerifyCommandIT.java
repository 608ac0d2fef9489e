package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VerifyCommandIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: checked
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5, 0.25]
            """;

    @TempDir
    Path folder;

    private Path sweep;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void run() throws Exception {
        Files.writeString(folder.resolve("checked.yaml"), SPEC);
        sweep = folder.resolve("sweep");
        try (TestingCommand run = TestingCommand.pretending(folder, 1, "run", "checked.yaml", "--out", "sweep")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    private int verify(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        String[] all = new String[arguments.length + 1];
        all[0] = "verify";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine line = Barograph.commandLine(new BarTrainerSource())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        return line.execute(all);
    }

    private EmbeddedPostgres database() {
        return EmbeddedPostgres.start(EmbeddedPostgresConfig.of(sweep.resolve(".state/database")));
    }

    private void sql(String statement) throws Exception {
        try (EmbeddedPostgres postgres = database();
                Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement run = connection.createStatement()) {
            assertThat(run.executeUpdate(statement)).isPositive();
        }
    }

    @Test
    void aSweepThatRanIsOk() throws Exception {
        assertThat(verify(sweep.toString())).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("checked, completed: 3 trials, 3 attempts, 18 epochs, 3 results, 3 fronts in 29 entries")
                .contains("INVARIANT", "result-row", "model", "front-file")
                .endsWith("  OK\n");
        assertThat(verify("checked", "--data", sweep.resolve(".state").toString(), "--json"))
                .isZero();
        JsonNode json = Jackson.mapper().readTree(out.toString());
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.at("/found/epochs").asInt()).isEqualTo(18);
        assertThat(json.at("/checked/epoch-row").asInt()).isPositive();
        assertThat(json.at("/checked").has("model")).isFalse();
    }

    @Test
    void whatIsNotAsItMustBeIsListedAndHasAnExitCodeOfItsOwn() throws Exception {
        sql("update event set payload = jsonb_set(payload, '{hypervolume}', '3') where type = 'FrontChanged'");
        assertThat(verify(sweep.toString())).isEqualTo(ExitCode.VIOLATED.number());
        assertThat(out.toString())
                .containsPattern("front at entry \\d+: tells hypervolume 3.0, the results give 0\\.")
                .doesNotContain("OK");
        assertThat(verify(sweep.toString(), "--json")).isEqualTo(ExitCode.VIOLATED.number());
        JsonNode json = Jackson.mapper().readTree(out.toString());
        assertThat(json.path("ok").asBoolean()).isFalse();
        assertThat(json.path("violations")).hasSize(3);
        assertThat(json.at("/violations/0/invariant").asText()).isEqualTo("front");
    }

    @Test
    void manyViolationsAreCountedAndNoneMovesTheCursor() throws Exception {
        sql("update epoch set phase = E'\\u001b[2J'");
        sql("update epoch set metrics = '{}'");
        sql("update epoch set checkpoint = null");
        assertThat(verify(sweep.toString())).isEqualTo(ExitCode.VIOLATED.number());
        assertThat(out.toString())
                .contains("epoch-row at epoch t0000 1 1: phase is [2J, the log says PRETRAIN")
                .contains("and 4 more violations")
                .doesNotContain("\u001b");
    }

    @Test
    void filesThatAreNotWhatTheLogSaysAreFound() throws Exception {
        Path front = sweep.resolve("front.json");
        Files.writeString(
                front, Files.readString(front).replaceFirst("\"testAccuracy\" : 0\\.\\d", "\"testAccuracy\" : 0.1"));
        assertThat(verify(sweep.toString())).isEqualTo(ExitCode.VIOLATED.number());
        assertThat(out.toString()).contains("front-file at front.json: tells of t0000 what the log does not");
        Files.writeString(front, "{");
        assertThat(verify(sweep.toString())).isEqualTo(ExitCode.VIOLATED.number());
        assertThat(out.toString()).contains("front-file at front.json: cannot be read");
        Files.delete(front);
        assertThat(verify(sweep.toString())).isZero();

        String empty = folder.resolve("empty").toString();
        assertThat(verify("checked", "--data", sweep.resolve(".state").toString(), "--artifacts", empty))
                .isEqualTo(ExitCode.VIOLATED.number());
        assertThat(out.toString()).contains("model at trial t0002: its ONNX file: artifact ");
    }

    @Test
    void aBucketIsNoFolder() {
        String state = sweep.resolve(".state").toString();
        for (String place : List.of("s3://bucket/prefix", "gs://bucket")) {
            assertThat(verify("checked", "--data", state, "--artifacts", place, "--s3-endpoint", "http://127.0.0.1:1"))
                    .as(place)
                    .isEqualTo(ExitCode.USAGE.number());
        }
        assertThat(err.toString()).contains("--artifacts must be a folder or begin with s3://");
    }

    @Test
    void aFrontFileOfAnEarlierMomentIsNoViolation() throws Exception {
        Path front = sweep.resolve("front.json");
        String ended = Files.readString(front);
        Files.writeString(front, ended.replaceFirst("\"state\" : \"COMPLETED\"", "\"state\" : \"RUNNING\""));
        assertThat(verify(sweep.toString())).as(out.toString()).isZero();
        Files.writeString(front, ended.replaceFirst("\"state\" : \"COMPLETED\"", "\"state\" : \"CANCELLED\""));
        assertThat(verify(sweep.toString())).isEqualTo(ExitCode.VIOLATED.number());
    }

    @Test
    void anUnknownSweepIsToldWithThoseThatThereAre() {
        assertThat(verify("other", "--data", sweep.resolve(".state").toString()))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("no sweep other is stored in ", ": there are checked");
        assertThat(verify(folder.resolve("nothing").toString())).isEqualTo(ExitCode.FOLDER.number());
        assertThat(err.toString()).contains("there is no sweep in ");
        assertThat(verify("checked", "--data", folder.toString())).isEqualTo(ExitCode.FOLDER.number());
        assertThat(err.toString()).contains("there is no database in ");
        assertThat(folder.resolve("database")).doesNotExist();
        assertThat(verify("checked", "--data", "a", "--database", "jdbc:postgresql://h/d"))
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void aDatabaseThatOthersRunIsReadWhileTheyRunIt() throws Exception {
        try (EmbeddedPostgres postgres = database()) {
            assertThat(verify(sweep.toString())).isEqualTo(ExitCode.FOLDER.number());
            assertThat(err.toString()).contains("in use");
            Map<String, String> environment =
                    Map.of(DatabaseOptions.USER, postgres.user(), DatabaseOptions.PASSWORD, postgres.password());
            try (TestingCommand shared = TestingCommand.pretendingWith(
                    environment, folder, 1, "verify", "checked", "--database", postgres.jdbcUrl())) {
                assertThat(shared.exitCode()).as(shared.out() + shared.err()).isZero();
            }
            try (Connection connection =
                            DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                    Statement run = connection.createStatement()) {
                run.execute("alter table epoch drop column rung");
            }
            try (TestingCommand shared = TestingCommand.pretendingWith(
                    environment, folder, 1, "verify", "checked", "--database", postgres.jdbcUrl())) {
                assertThat(shared.exitCode()).isEqualTo(ExitCode.STORE.number());
                assertThat(shared.err()).contains("its tables are not those of this version");
            }
        }
    }
}
