package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.api.SweepView;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import io.barograph.api.client.SweepClient;
import io.barograph.server.log.LogCodec;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.Migrations;
import io.barograph.server.store.NewerSchemaException;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.PostgresSweepStore;
import io.barograph.server.store.SchemaRightsException;
import io.barograph.server.verify.SweepSnapshot;
import io.barograph.server.verify.Verifier;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Databases that an older version wrote, and that a newer one did. */
class UpgradeIT {
    private static final String MIGRATIONS = "classpath:io/barograph/server/store/migration";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static int databases;

    private final Vertx vertx = Vertx.vertx();
    private PostgresConfig config;

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void writeOldDatabase() throws Exception {
        config = PostgresConfig.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
        execute("create database old" + ++databases);
        String url = postgres.jdbcUrl().replaceAll("/postgres$", "/old" + databases);
        config = PostgresConfig.of(url, postgres.user(), postgres.password());
        Flyway.configure()
                .dataSource(url, postgres.user(), postgres.password())
                .locations(MIGRATIONS)
                .table("schema_history")
                .target("1")
                .load()
                .migrate();
        try (InputStream rows = Objects.requireNonNull(UpgradeIT.class.getResourceAsStream("/schema-1.sql"))) {
            execute(new String(rows.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @AfterEach
    void close() {
        WholeSweepIT.await(vertx.close());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private void verify(String sweep) {
        assertThat(Verifier.verify(Objects.requireNonNull(SweepSnapshot.read(config, sweep)))
                        .violations())
                .isEmpty();
    }

    @Test
    void sweepsOfTheFirstSchemaAreReadAndGoOn() throws Exception {
        BarographServer server = WholeSweepIT.await(BarographServer.start(
                vertx,
                new ServerConfig(new ServerConfig.External(config), SchedulerConfig.of("only"), null),
                new SimpleMeterRegistry()));
        SweepClient client = SweepClient.over(vertx);
        SweepView ended = WholeSweepIT.await(client.get("ended"));
        assertThat(ended.state()).isEqualTo(SweepState.COMPLETED);
        assertThat(ended.sequence()).isEqualTo(14);
        assertThat(ended.submittedBy()).as("nobody knows").isNull();
        assertThat(rows("select bytes > 0 from result where sweep = 'ended'")).containsOnly("t");
        assertThat(WholeSweepIT.await(client.front("ended")).points()).hasSize(2);
        assertThat(WholeSweepIT.await(client.submit(ended.spec(), "key of ended")))
                .as("its key and its spec are known still")
                .isEqualTo(ended);
        verify("ended");
        verify("running");
        TrialReport before = trial(client, "t0000");
        assertThat(trial(client, "t0001").state()).isEqualTo(TrialState.RUNNING);

        WholeSweepIT.await(vertx.deployVerticle(new TestingWorker("two", 1)));
        WholeSweepIT.await(client.follow("running", 0, event -> Future.succeededFuture()));
        SweepReport report = WholeSweepIT.await(client.front("running"));
        assertThat(report.trials()).hasSize(3).allSatisfy(trial -> assertThat(trial.state())
                .isEqualTo(TrialState.COMPLETED));
        assertThat(trial(client, "t0000")).as("not run again").isEqualTo(before);
        assertThat(rows("select epoch from epoch where sweep = 'running' and trial = 't0001' order by attempt, epoch"))
                .as("from its checkpoint")
                .containsExactly("1", "2", "3");
        assertThat(rows("select distinct schema_version from event where sweep = 'running' order by 1"))
                .containsExactly("1", "" + LogCodec.SCHEMA_VERSION);
        verify("running");

        WholeSweepIT.await(client.delete("ended"));
        assertThat(SweepSnapshot.names(config)).containsExactly("running");
        assertThat(rows("select caller || ' ' || subject from audit")).containsExactly("cluster member ended");
        verify("running");
        WholeSweepIT.await(server.stop());
    }

    private static TrialReport trial(SweepClient client, String name) {
        return WholeSweepIT.await(client.front("running")).trials().stream()
                .filter(trial -> trial.trial().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoMayNotChangeTablesIsToldSoAndChangesNothing() throws Exception {
        execute("create role reader" + databases + " login password 'word'");
        execute("grant select, insert, update, delete on all tables in schema public to reader" + databases);
        List<String> before = rows("select table_name || '.' || column_name from information_schema.columns"
                + " where table_schema = 'public' order by 1");
        PostgresConfig reader = PostgresConfig.of(config.jdbcUrl(), "reader" + databases, "word");
        for (String grant :
                List.of("revoke create on schema public from public", "grant create on schema public to public")) {
            execute(grant);
            assertThatThrownBy(() -> WholeSweepIT.await(PostgresSweepStore.open(vertx, reader)))
                    .isInstanceOf(SchemaRightsException.class)
                    .hasMessageStartingWith("its tables are of version 1, this Barograph needs version ")
                    .hasMessageEndingWith("run 'barograph migrate' as their owner");
        }
        assertThat(rows("select table_name || '.' || column_name from information_schema.columns"
                        + " where table_schema = 'public' order by 1"))
                .isEqualTo(before);
        assertThat(Migrations.run(config)).satisfies(done -> {
            assertThat(done.before()).isEqualTo("1");
            assertThat(done.changed()).isTrue();
        });
        assertThat(Migrations.run(config).changed()).isFalse();
    }

    @Test
    void noConnectionThatWaitsIsInATransaction() throws Exception {
        PostgresSweepStore store = WholeSweepIT.await(PostgresSweepStore.open(vertx, config));
        for (int i = 0; i < 40; i++) {
            assertThat(rows("select query from pg_stat_activity where datname = current_database()"
                            + " and application_name = 'barograph' and state like 'idle in transaction%'"))
                    .isEmpty();
            Thread.sleep(25);
        }
        WholeSweepIT.await(store.close());
    }

    @Test
    void aDatabaseOfANewerVersionIsRefusedAndUnharmed() throws Exception {
        WholeSweepIT.await(
                WholeSweepIT.await(PostgresSweepStore.open(vertx, config)).close());
        execute(
                "insert into schema_history select installed_rank + 97, '99', 'later', type, 'V99__later.sql', checksum,"
                        + " installed_by, installed_on, execution_time, success from schema_history where version = '2'");
        execute("alter table sweep rename column state to phase");
        String newest = rows("select version from schema_history where version <> '99' order by installed_rank desc")
                .get(0);
        List<String> before = everything();

        assertThatThrownBy(() -> WholeSweepIT.await(PostgresSweepStore.open(vertx, config)))
                .isInstanceOf(NewerSchemaException.class)
                .hasMessage("its tables are of version 99, and this Barograph knows them up to version " + newest
                        + "; a newer one has upgraded them: use that one. Nothing was changed");
        assertThat(everything()).isEqualTo(before);
    }

    private List<String> everything() throws SQLException {
        List<String> all = new ArrayList<>();
        for (String table :
                List.of("schema_history", "sweep", "event", "trial", "attempt", "epoch", "result", "lease")) {
            all.addAll(rows("select row_to_json(r)::text from " + table + " r order by 1"));
        }
        return all;
    }
}
