package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.client.SweepClient;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.schedule.SchedulerConfig;
import io.barograph.server.store.PostgresConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of the log that an operator or a newer version has changed. */
class DamagedLogIT {
    private static final String DAMAGED_SWEEPS = "io.barograph.server.schedule.DamagedSweeps";

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static int databases;

    private final Vertx vertx = Vertx.vertx();
    private final SweepClient client = SweepClient.over(vertx);
    private final TestingLog log = new TestingLog(DAMAGED_SWEEPS);
    private String url = "";

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @BeforeEach
    void begin() throws Exception {
        url = postgres.jdbcUrl();
        execute("create database damaged" + ++databases);
        url = url.replaceAll("/postgres$", "/damaged" + databases);
        BarographServer server = start();
        WholeSweepIT.await(Future.all(client.submit(spec("bad"), "bad"), client.submit(spec("good"), "good")));
        WholeSweepIT.await(server.stop());
    }

    @AfterEach
    void end() {
        log.close();
        WholeSweepIT.await(vertx.close());
    }

    private static SweepSpec spec(String name) {
        return TestingSpecs.sweep(name, SearchSpec.grid(List.of(1.0, 0.5)));
    }

    private BarographServer start() {
        PostgresConfig config = PostgresConfig.of(url, postgres.user(), postgres.password());
        return WholeSweepIT.await(BarographServer.start(
                vertx,
                new ServerConfig(new ServerConfig.External(config), SchedulerConfig.of("only"), null),
                new SimpleMeterRegistry()));
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void finish(String sweep) {
        WholeSweepIT.await(client.follow(sweep, 0, event -> Future.succeededFuture()));
        assertThat(WholeSweepIT.await(client.get(sweep)).state()).isEqualTo(SweepState.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update event set payload = payload - 'trials' where sweep = 'bad' and sequence = 1",
                "update event set schema_version = 99 where sweep = 'bad' and sequence = 1",
            })
    void theSweepIsLeftAloneWithItsEntryNamedAndTheOthersEnd(String damage) throws Exception {
        execute("create table kept as select * from event");
        execute(damage);
        execute("update sweep set state = 'PAUSED' where sweep = 'bad'"); // a state of a newer version

        BarographServer server = start();
        WholeSweepIT.await(vertx.deployVerticle(new TestingWorker("worker", 1)));
        finish("good");

        assertThat(log.lines()).hasSize(1);
        assertThat(log.lines().get(0))
                .contains(
                        "Sweep bad is left alone, other sweeps go on: entry 1 in the log of sweep bad cannot be used: ");
        assertThatThrownBy(() -> WholeSweepIT.await(client.get("bad")))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DAMAGED))
                .hasMessageContaining("entry 1 in the log of sweep bad");
        WholeSweepIT.await(server.stop());

        execute("delete from event where sweep = 'bad'");
        execute("insert into event select * from kept where sweep = 'bad'");
        execute("update sweep set state = 'RUNNING' where sweep = 'bad'");
        BarographServer mended = start();
        finish("bad");
        WholeSweepIT.await(mended.stop());
    }

    @Test
    void aLogThatLostItsEndIsLeftAloneToo() throws Exception {
        execute("update sweep set sequence = 7 where sweep = 'bad'");
        BarographServer server = start();
        WholeSweepIT.await(vertx.deployVerticle(new TestingWorker("worker", 1)));
        finish("good");
        assertThat(log.lines()).hasSize(1);
        assertThat(log.lines().get(0)).contains("entry 2", "missing", "up to 7");
        WholeSweepIT.await(server.stop());
    }

    @Test
    void anEndedSweepWhoseLogIsDamagedCanBeDeleted() throws Exception {
        execute("update event set schema_version = 99 where sweep = 'bad'");
        execute("update sweep set state = 'CANCELLED' where sweep = 'bad'");
        BarographServer server = start();
        refused(client.get("bad"), ErrorCode.DAMAGED);
        WholeSweepIT.await(client.delete("bad"));
        refused(client.get("bad"), ErrorCode.UNKNOWN_SWEEP);
        WholeSweepIT.await(client.submit(spec("bad"), "bad"));
        WholeSweepIT.await(vertx.deployVerticle(new TestingWorker("worker", 1)));
        finish("bad");
        WholeSweepIT.await(server.stop());
    }

    private static void refused(Future<?> future, ErrorCode code) {
        assertThatThrownBy(() -> WholeSweepIT.await(future))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
