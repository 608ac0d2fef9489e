package io.barograph.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.barograph.api.AuditAction;
import io.barograph.api.AuditEntry;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepSummary;
import io.barograph.server.access.Caller;
import io.barograph.server.access.Quota;
import io.barograph.server.access.Role;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.Token;
import io.barograph.server.access.TokenStore;
import io.barograph.server.log.LogCodec;
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
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresSweepStoreIT extends CallersStoreContract {
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
        SweepStore store = await(
                PostgresSweepStore.open(vertx, PostgresConfig.of(url, postgres.user(), postgres.password()), null));
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
        Database frozen =
                await(Database.open(vertx, PostgresConfig.of(url, postgres.user(), postgres.password()), null));
        await(others.acquire("frozen", Duration.ofMillis(1)));
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch thaw = new CountDownLatch(1);
        Future<Boolean> renewal = frozen.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("update lease set expires = clock_timestamp() + interval '1 millisecond'");
                holds.countDown();
                thaw.await(3, TimeUnit.MINUTES);
                return true;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(holds.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(others.acquire("next", Duration.ofSeconds(10)).await(60, TimeUnit.SECONDS))
                .isNotNull();
        thaw.countDown();
        assertThatThrownBy(() -> await(renewal))
                .as("the frozen transaction is undone")
                .isNotNull();
        await(frozen.close());
    }

    @Test
    void whoeverHoldsNothingThatOthersWaitForMayPauseForLonger() throws Exception {
        open();
        String url = postgres.jdbcUrl().replaceAll("/postgres$", "/test" + (databases - 1));
        PostgresConfig usual = PostgresConfig.of(url, postgres.user(), postgres.password());
        for (PostgresConfig config : List.of(usual, usual.withLongestPause(Duration.ofMinutes(1)))) {
            Database database = await(Database.open(vertx, config, null));
            String pause =
                    "select extract(epoch from current_setting('idle_in_transaction_session_timeout')::interval)";
            Duration given = await(database.transaction(
                    connection -> Statements.one(connection, pause, row -> Duration.ofSeconds(row.getLong(1)))));
            assertThat(given).isEqualTo(config.longestPause());
            await(database.close());
        }
    }

    @Test
    void aTokenIsTakenUntilItIsRevokedOrRunsOut() throws Exception {
        TokenStore tokens = ((PostgresSweepStore) open()).tokens();
        Token given = Token.random();
        Token old = Token.random();
        await(tokens.add(given, "ci", Role.SUBMITTER, null, "an admin"));
        await(tokens.add(old, "guest", Role.VIEWER, Instant.now().minusSeconds(1), "an admin"));

        assertThat(await(tokens.caller(given))).isEqualTo(new Caller("ci", Role.SUBMITTER));
        assertThat(await(tokens.caller(old))).isNull();
        assertThat(await(tokens.caller(Token.random()))).isNull();
        assertThat(await(tokens.revoke(given.id(), "another"))).hasSize(1);
        assertThat(await(tokens.revoke(given.id(), "another"))).isEmpty();
        assertThat(await(tokens.caller(given))).isNull();
        assertThat(await(tokens.all()))
                .extracting(StoredToken::name, token -> token.validAt(Instant.now()))
                .containsExactly(tuple("ci", false), tuple("guest", false));
    }

    @Test
    void everyTokenThatIsGivenOrTakenBackIsInTheAudit() throws Exception {
        PostgresSweepStore opened = (PostgresSweepStore) open();
        TokenStore tokens = opened.tokens();
        Token one = Token.random();
        await(tokens.add(one, "ci", Role.SUBMITTER, null, "first"));
        await(tokens.add(Token.random(), "ci", Role.ADMIN, Instant.parse("2100-01-01T00:00:00Z"), "second"));
        Token other = Token.random();
        await(tokens.add(other, "other", Role.VIEWER, null, "third"));
        assertThat(await(tokens.revoke("ci", "fourth")))
                .as("all of the name")
                .extracting(StoredToken::role)
                .containsExactlyInAnyOrder(Role.SUBMITTER, Role.ADMIN);
        assertThat(await(tokens.revoke("nobody", "fifth"))).isEmpty();
        assertThat(await(tokens.caller(other))).isNotNull();

        List<AuditEntry> audit = await(opened.audit(null, 9));
        assertThat(audit)
                .extracting(AuditEntry::action, AuditEntry::caller, AuditEntry::subject)
                .containsExactly(
                        tuple(AuditAction.TOKEN_REVOKED, "fourth", "ci"),
                        tuple(AuditAction.TOKEN_REVOKED, "fourth", "ci"),
                        tuple(AuditAction.TOKEN_CREATED, "third", "other"),
                        tuple(AuditAction.TOKEN_CREATED, "second", "ci"),
                        tuple(AuditAction.TOKEN_CREATED, "first", "ci"));
        assertThat(audit.get(4).details()).isEqualTo(Map.of("id", one.id(), "role", "submitter"));
        assertThat(audit.get(3).details()).containsEntry("expiresAt", "2100-01-01T00:00:00Z");
    }

    @Test
    void aQuotaHoldsWhoeverSubmitsAtTheSameTimeAndWherever() throws Exception {
        open();
        List<SweepStore> orchestrators = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            orchestrators.add(connect("test" + (databases - 1)));
        }
        Quota most = new Quota(5, null);
        List<Future<Boolean>> submissions = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            for (SweepStore orchestrator : orchestrators) { // each of them, as a client does that hears no answer
                submissions.add(orchestrator.submit(submissionBy("ci", "sweep-" + i), most));
            }
            submissions.add(orchestrators.get(i % 3).submit(submissionBy("other", "other-" + i), most));
        }
        Future.join(submissions).otherwiseEmpty().await(60, TimeUnit.SECONDS);

        assertThat(await(orchestrators.get(0).newest(null, 100)))
                .extracting(SweepSummary::submittedBy)
                .containsExactlyInAnyOrderElementsOf(
                        List.of("ci", "ci", "ci", "ci", "ci", "other", "other", "other", "other", "other"));
        assertThat(submissions.stream().filter(done -> done.succeeded() && done.result()))
                .as("told that it is new")
                .hasSize(10);
        submissions.stream().filter(Future::failed).forEach(done -> refused(() -> await(done), "at most 5"));
        for (SweepSummary accepted : await(orchestrators.get(1).newest(null, 100))) {
            String caller = String.valueOf(accepted.submittedBy());
            assertThat(await(orchestrators.get(2).submit(submissionBy(caller, accepted.sweep()), most)))
                    .as("a repeat of what was accepted")
                    .isFalse();
        }
    }

    @Test
    void fewEntriesAmongManyEpochsAreFoundByTheirIndex() throws Exception {
        await(store.submit(submission("s", "k")));
        await(store.append(lease(), everyKindOfChange("s").subList(0, 3)));
        String url = postgres.jdbcUrl().replaceAll("/postgres$", "/test" + (databases - 1));
        Set<SweepChangeType> fronts = Set.of(SweepChangeType.FRONT_CHANGED, SweepChangeType.SUBMITTED);
        try (Connection connection = DriverManager.getConnection(url, postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("insert into event select 's', n, e.type, e.schema_version, e.payload, e.at from event e,"
                    + " generate_series(5, 60000) n where e.sequence = 3");
            statement.execute("insert into event values ('s', 60001, 'FrontChanged', " + LogCodec.SCHEMA_VERSION
                    + ", '{\"trials\": [\"t0000\"], \"hypervolume\": 0.5}', now())");
            statement.execute("analyze event");
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows =
                    statement.executeQuery("explain select * from event where sweep = 's' and sequence > 1"
                            + StoredTypes.condition(fronts) + " order by sequence limit 1000")) {
                while (rows.next()) {
                    plan.append(rows.getString(1));
                }
            }
            assertThat(plan).contains("event_other");
        }
        assertThat(await(store.page("s", 0, 1000, fronts)).entries())
                .extracting(LogEntry::sequence)
                .containsExactly(1L, 60_001L);
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
