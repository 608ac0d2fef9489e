package io.barograph.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.barograph.server.access.Caller;
import io.barograph.server.access.Role;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.Token;
import io.barograph.server.access.TokenStore;
import io.barograph.server.log.LogEntry;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.schedule.SimulatedLogs;
import io.barograph.server.state.SweepProjection;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresSweepStoreIT extends DeletingStoreContract {
    @TempDir
    static Path folder;

    private static EmbeddedPostgres postgres;
    private static int databases;

    private final Vertx vertx = Vertx.vertx();
    private final List<SweepStore> opened = new ArrayList<>();

    @BeforeAll
    static void startPostgres() {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @Override
    SweepStore open() throws Exception {
        String database = "test" + databases++;
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + database);
        }
        return connect(database);
    }

    private SweepStore connect(String database) {
        String url = postgres.jdbcUrl().replaceAll("/postgres$", "/" + database);
        SweepStore store =
                await(PostgresSweepStore.open(vertx, PostgresConfig.of(url, postgres.user(), postgres.password())));
        opened.add(store);
        return store;
    }

    @AfterEach
    void close() {
        opened.forEach(store -> await(store.close()));
        await(vertx.close());
    }

    @Override
    void pass(Duration duration) throws Exception {
        Thread.sleep(duration.toMillis()); // the lease's clock is the database's
    }

    @Test
    void opensADatabaseThatIsThereAlready() throws Exception {
        open();
        SweepStore again = connect("test" + (databases - 1));
        assertThat(await(again.sweeps())).isEmpty();
    }

    @Test
    void whoeverIsFrozenInATransactionDoesNotKeepTheLeaseFromOthers() throws Exception {
        SweepStore others = open();
        String url = postgres.jdbcUrl().replaceAll("/postgres$", "/test" + (databases - 1));
        Database frozen = await(Database.open(vertx, PostgresConfig.of(url, postgres.user(), postgres.password())));
        await(others.acquire("frozen", Duration.ofMillis(1)));
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        Future<Boolean> renewal = frozen.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("update lease set expires = clock_timestamp() + interval '1 millisecond'");
                holds.countDown();
                thaw.await(1, TimeUnit.MINUTES);
                return true;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(holds.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(others.acquire("next", Duration.ofSeconds(10)).await(20, TimeUnit.SECONDS))
                .isNotNull();
        thaw.countDown();
        assertThatThrownBy(() -> await(renewal))
                .as("the frozen transaction is undone")
                .isNotNull();
        await(frozen.close());
    }

    @Test
    void aTokenIsTakenUntilItIsRevokedOrRunsOut() throws Exception {
        TokenStore tokens = ((PostgresSweepStore) open()).tokens();
        Token given = Token.random();
        Token old = Token.random();
        await(tokens.add(given, "ci", Role.SUBMITTER, null));
        await(tokens.add(old, "guest", Role.VIEWER, Instant.now().minusSeconds(1)));

        assertThat(await(tokens.caller(given))).isEqualTo(new Caller("ci", Role.SUBMITTER));
        assertThat(await(tokens.caller(old))).isNull();
        assertThat(await(tokens.caller(Token.random()))).isNull();
        assertThat(await(tokens.revoke(given.id()))).isTrue();
        assertThat(await(tokens.revoke(given.id()))).isFalse();
        assertThat(await(tokens.caller(given))).isNull();
        assertThat(await(tokens.all()))
                .extracting(StoredToken::name, token -> token.validAt(Instant.now()))
                .containsExactly(tuple("ci", false), tuple("guest", false));
    }

    @Test
    void readersSeeTheSameWithoutTheEpochs() throws Exception {
        for (long seed = 1; seed <= 4; seed++) {
            SweepStore store = open();
            List<LogEntry> log = SimulatedLogs.ladder(seed);
            await(store.submit(log.get(0)));
            Lease lease = Objects.requireNonNull(await(store.acquire("test", Duration.ofMinutes(5))));
            int step = log.size() / 20 + 1;
            for (int from = 1; from < log.size(); from += step) {
                await(store.append(lease, log.subList(from, Math.min(log.size(), from + step))));
                SweepProjection whole = Objects.requireNonNull(await(store.load(SimulatedLogs.SWEEP)));
                SweepProjection turns = Objects.requireNonNull(await(store.loadTurns(SimulatedLogs.SWEEP)));
                assertThat(turns.view()).isEqualTo(whole.view());
                assertThat(turns.report(Instant.EPOCH)).isEqualTo(whole.report(Instant.EPOCH));
                assertThat(turns.turned()).isEqualTo(whole.turned());
            }
        }
        assertThat(await(open().loadTurns("unknown"))).isNull();
    }
}
