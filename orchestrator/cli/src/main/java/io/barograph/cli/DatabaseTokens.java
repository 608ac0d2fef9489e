package io.barograph.cli;

import io.barograph.server.ServerConfig.DatabaseConfig;
import io.barograph.server.access.NewToken;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.TokenRequest;
import io.barograph.server.access.TokenStore;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.PostgresSweepStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The tokens in a database, for whoever may write it: the way to the first of them. */
final class DatabaseTokens implements TokenAccess {
    private static final Duration ANSWER = Duration.ofMinutes(1);
    private static final String CALLER = "command line"; // in the audit

    private final Vertx vertx;
    private final OpenDatabase database;
    private final PostgresSweepStore store;
    private final TokenStore tokens;

    private DatabaseTokens(Vertx vertx, OpenDatabase database, PostgresSweepStore store) {
        this.vertx = vertx;
        this.database = database;
        this.store = store;
        this.tokens = store.tokens();
    }

    /** @param described the database in words */
    static TokenAccess open(DatabaseConfig config, String described) {
        Vertx vertx = EmbeddedVertx.create();
        try {
            OpenDatabase database = OpenDatabase.openOrCreate(config);
            try {
                PostgresConfig patient = database.postgres().withLongestPause(ANSWER);
                PostgresSweepStore store = wait(PostgresSweepStore.open(vertx, patient), "opening " + described);
                return new DatabaseTokens(vertx, database, store);
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (RuntimeException e) {
            Awaited.end(vertx.close(), ANSWER, "event loop");
            throw e;
        }
    }

    @Override
    public NewToken create(TokenRequest request) {
        return wait(NewToken.give(tokens, request, Instant.now(), CALLER), "storing the token");
    }

    @Override
    public List<StoredToken> all() {
        return wait(tokens.all(), "reading the tokens");
    }

    @Override
    public List<StoredToken> revoke(String idOrName) {
        List<StoredToken> revoked = wait(tokens.revoke(idOrName, CALLER), "revoking the token");
        if (revoked.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "no valid token has the id or name " + idOrName);
        }
        return revoked;
    }

    private static <T> T wait(Future<T> future, String what) {
        try {
            return Awaited.result(future, ANSWER, ExitCode.STORE, what);
        } catch (CliException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CliException(ExitCode.STORE, what + " failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            Awaited.end(store.close(), ANSWER, "connection");
        } finally {
            database.close();
            Awaited.end(vertx.close(), ANSWER, "event loop");
        }
    }
}
