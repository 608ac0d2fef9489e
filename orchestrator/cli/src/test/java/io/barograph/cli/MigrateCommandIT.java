package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database with an owner, and orchestrators that may read and write its rows alone: as docs/operations.md sets it up. */
class MigrateCommandIT {
    private static final Map<String, String> OWNER = credentials("barograph_owner");
    private static final Map<String, String> USER = credentials("barograph_app");
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: modest
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search: {budgets: [1, 0.5]}
            """;

    @TempDir
    Path folder;

    private EmbeddedPostgres postgres;
    private String url;

    private static Map<String, String> credentials(String user) {
        return Map.of(DatabaseOptions.USER, user, DatabaseOptions.PASSWORD, "word of " + user);
    }

    @BeforeEach
    void start() throws SQLException {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
        url = postgres.jdbcUrl().replaceAll("/postgres$", "/barograph");
        tables(postgres.jdbcUrl())
                .execute(
                        "create role barograph_owner login password 'word of barograph_owner'",
                        "create role barograph_app login password 'word of barograph_app'",
                        "create database barograph owner barograph_owner");
        tables(url)
                .execute(
                        "alter default privileges for role barograph_owner grant select, insert, update, delete on tables to"
                                + " barograph_app",
                        "alter default privileges for role barograph_owner grant usage, select on sequences to barograph_app");
    }

    private TestingTables tables(String database) {
        return new TestingTables(database, postgres.user(), postgres.password());
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    private void expect(Map<String, String> environment, ExitCode code, String said, String... arguments)
            throws Exception {
        try (TestingCommand command = TestingCommand.pretendingWith(environment, folder, 1, arguments)) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isEqualTo(code.number());
            assertThat(command.out() + command.err()).contains(said);
        }
    }

    @Test
    void orchestratorsNeedNoRightToChangeTables() throws Exception {
        String listen = "127.0.0.1:" + TestingPorts.free();
        String[] migrate = {"migrate", "--database", url};
        String[] orchestrator = {
            "orchestrator", "--data", "one", "--database", url, "--listen", listen, "--artifacts", "artifacts"
        };
        expect(Map.of(), ExitCode.USAGE, "please name the database", "migrate");
        String refused = "it has no tables yet, this Barograph needs version ";
        expect(USER, ExitCode.STORE, refused, migrate);
        expect(USER, ExitCode.STORE, refused, orchestrator);
        expect(OWNER, ExitCode.OK, "; there were none before.", migrate);
        expect(OWNER, ExitCode.OK, " already.", migrate);

        Files.writeString(folder.resolve("modest.yaml"), SPEC);
        try (TestingCommand serving = TestingCommand.pretendingWith(USER, folder, 1, orchestrator);
                TestingCommand worker = TestingCommand.pretendingWith(
                        Map.of(), folder, 1, "worker", "--name", "one", "--join", listen, "--artifacts", "artifacts")) {
            serving.awaitOutput("Orchestrator is ready");
            worker.awaitOutput("Worker one is ready");
            expect(Map.of(), ExitCode.OK, "completed", "submit", "modest.yaml", "--join", listen, "--wait");
            expect(USER, ExitCode.OK, "  OK", "verify", "modest", "--database", url);
            expect(USER, ExitCode.OK, "", "token", "create", "someone", "--role", "viewer", "--database", url);
            expect(Map.of(), ExitCode.OK, "", "delete", "modest", "--join", listen, "--yes");
        }
    }
}
