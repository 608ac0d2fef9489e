package io.barograph.server.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.log.LogEntry;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.schedule.SimulatedLogs;
import io.barograph.server.store.Lease;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.PostgresSweepStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Damages a stored sweep in every way that somebody thought of; each is found, under its name. */
class PlantedCorruptionsIT {
    private static final long SEED = 7;

    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static PostgresConfig config;

    @BeforeAll
    static void store() {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
        config = PostgresConfig.of(postgres.jdbcUrl(), postgres.user(), postgres.password());
        store(config, SimulatedLogs.ladder(SEED));
    }

    private static void store(PostgresConfig database, List<LogEntry> log) {
        Vertx vertx = Vertx.vertx();
        PostgresSweepStore store = await(PostgresSweepStore.open(vertx, database));
        await(store.submit(log.get(0)));
        Lease lease = Objects.requireNonNull(await(store.acquire("test", Duration.ofMinutes(5))));
        await(store.append(lease, log.subList(1, log.size())));
        await(store.close());
        await(vertx.close());
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("store did not answer", e);
        }
    }

    @Test
    void aCleanSweepVerifies() {
        StoredSweep stored = Objects.requireNonNull(SweepSnapshot.read(config, SimulatedLogs.SWEEP));
        Verification found = Verifier.verify(stored);
        assertThat(found.violations()).isEmpty();
        Set<Invariant> outside = EnumSet.of(Invariant.MODEL, Invariant.FRONT_FILE);
        assertThat(found.checked().keySet()).isEqualTo(EnumSet.complementOf(EnumSet.copyOf(outside)));
        assertThat(found.found().trials()).isEqualTo(16);
    }

    @Test
    void anUnknownSweepIsNone() {
        assertThat(SweepSnapshot.read(config, "unknown")).isNull();
        assertThat(SweepSnapshot.names(config)).containsExactly(SimulatedLogs.SWEEP);
    }

    @Test
    void aDatabaseWhoseTablesAreNotAllMadeHasNoSweep() throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password())) {
            connection.createStatement().execute("create database unmade");
        }
        PostgresConfig other = PostgresConfig.of(
                config.jdbcUrl().replaceAll("/postgres$", "/unmade"), config.user(), config.password());
        assertThat(SweepSnapshot.read(other, SimulatedLogs.SWEEP)).isNull();
        try (Connection connection = DriverManager.getConnection(other.jdbcUrl(), other.user(), other.password())) {
            // As the first migration leaves it.
            connection.createStatement().execute("create table sweep (sweep text primary key)");
            connection.createStatement().execute("create table event (sweep text not null, sequence bigint not null)");
        }
        assertThat(SweepSnapshot.read(other, SimulatedLogs.SWEEP)).isNull();
    }

    @Test
    void aSweepThatWasCancelledWhileATrialWaitedVerifies() throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password())) {
            connection.createStatement().execute("create database cancelled");
        }
        PostgresConfig other = PostgresConfig.of(
                config.jdbcUrl().replaceAll("/postgres$", "/cancelled"), config.user(), config.password());
        List<LogEntry> log = HandMadeLogs.cancelledWhileWaiting();
        store(other, log);
        StoredSweep stored =
                Objects.requireNonNull(SweepSnapshot.read(other, log.get(0).sweep()));
        assertThat(Verifier.verify(stored).violations()).isEmpty();
    }

    static Stream<Corruption> corruptions() {
        return Stream.of(LogCorruptions.ALL, PlanCorruptions.ALL, RowCorruptions.ALL)
                .flatMap(List::stream);
    }

    @Test
    void thereAreManyAndForEveryInvariantOfTheDatabase() {
        assertThat(corruptions()).hasSizeGreaterThan(50);
        Set<Invariant> planted = corruptions().map(Corruption::violates).collect(Collectors.toSet());
        assertThat(planted).isEqualTo(EnumSet.complementOf(EnumSet.of(Invariant.MODEL, Invariant.FRONT_FILE)));
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void isFound(Corruption corruption) throws SQLException {
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password())) {
            connection.setAutoCommit(false);
            corruption.plant().in(new StoredLog(connection));
            Verification found = Verifier.verify(SweepSnapshot.read(connection, SimulatedLogs.SWEEP));
            connection.rollback();
            assertThat(found.violations()).extracting(Violation::invariant).contains(corruption.violates());
        }
    }
}
