package io.barograph.server.access;

import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Looks tokens up, and believes an answer for a few seconds. Used on one event loop. */
public final class TokenAuthenticator implements Authenticator {
    /** How long a token that was revoked is still taken, at most. */
    public static final Duration BELIEVED = Duration.ofSeconds(5);

    private static final int MOST = 1000;

    private final TokenStore store;
    private final LongSupplier nanoTime;
    private final Map<ByteBuffer, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Known> eldest) {
            return size() > MOST;
        }
    };

    private final Map<ByteBuffer, Future<@Nullable Caller>> asking =
            new HashMap<>(); // hundreds of streams may do so at once

    private record Known(Caller caller, long until) {}

    /** @param nanoTime as {@link System#nanoTime()} */
    public TokenAuthenticator(TokenStore store, LongSupplier nanoTime) {
        this.store = store;
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean hasMet(@Nullable String text) {
        Token token = Token.parse(text);
        return token != null && known.containsKey(ByteBuffer.wrap(token.hash()));
    }

    @Override
    public @Nullable Caller lastKnown(@Nullable String text) {
        Token token = Token.parse(text);
        Known answer = token == null ? null : known.get(ByteBuffer.wrap(token.hash()));
        return answer == null ? null : answer.caller();
    }

    @Override
    public Future<@Nullable Caller> caller(@Nullable String text) {
        Token token = Token.parse(text);
        if (token == null) {
            return Future.succeededFuture();
        }
        ByteBuffer key = ByteBuffer.wrap(token.hash());
        Known answer = known.get(key);
        if (answer != null && answer.until() - nanoTime.getAsLong() > 0) {
            return Future.succeededFuture(answer.caller());
        }
        Future<@Nullable Caller> asked = asking.get(key);
        return asked == null ? ask(token, key) : asked;
    }

    private Future<@Nullable Caller> ask(Token token, ByteBuffer key) {
        Future<@Nullable Caller> asked = store.caller(token);
        if (!asked.isComplete()) {
            asking.put(key, asked);
        }
        return asked.onComplete(answer -> {
            asking.remove(key);
            if (answer.succeeded() && answer.result() != null) {
                known.put(key, new Known(answer.result(), nanoTime.getAsLong() + BELIEVED.toNanos()));
            } else if (answer.succeeded()) {
                known.remove(key);
            }
        });
    }
}
