package io.barograph.server.http;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.server.access.Authenticator;
import io.barograph.server.access.Caller;
import io.barograph.server.access.RateLimit;
import io.vertx.core.Future;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Finds out who asks, and whether they ask too much. What is remembered has a bounded size. Used on one event loop. */
final class Callers {
    /** Tokens that are not valid, of one address: so many at once, and one more a second. */
    static final int GUESSES = 20;

    private static final int MOST_ADDRESSES = 10_000;
    private static final int MOST_CALLERS = 10_000;
    private static final int NETWORK_BYTES = 8; // who has an IPv6 address has all of its network
    private static final long LOOKUP_SECONDS = 3; // Prometheus waits for 10 s
    private static final Duration STREAM_WAIT = Duration.ofSeconds(10);

    private final Authenticator access;
    private final @Nullable HttpLimits limits;
    private final RateLimit requests;
    private final RateLimit guesses;
    private final Map<String, Integer> streams = new HashMap<>();

    /** @param limits null: none, for a server without tokens */
    Callers(Authenticator access, @Nullable HttpLimits limits, LongSupplier nanoTime) {
        this.access = access;
        this.limits = limits;
        HttpLimits used = limits == null ? HttpLimits.DEFAULT : limits;
        this.requests = new RateLimit(used.perSecond(), used.burst(), MOST_CALLERS, nanoTime);
        this.guesses = new RateLimit(1, GUESSES, MOST_ADDRESSES, nanoTime);
    }

    /**
     * Whose token it is.
     *
     * @param from where it came from; what was guessed there too often is not looked up any more
     * @return fails with UNAUTHENTICATED, TOO_MANY_REQUESTS, or UNAVAILABLE
     */
    Future<Caller> caller(@Nullable String token, SocketAddress from) {
        String address = address(from);
        Duration wait = limits == null || access.hasMet(token) ? Duration.ZERO : guesses.untilNext(address);
        if (!wait.isZero()) {
            return Future.failedFuture(
                    tooMany("from " + from.hostAddress() + " came too many tokens that are not valid", wait));
        }
        Future<@Nullable Caller> found = access.caller(token)
                .recover(failure -> Future.failedFuture(new BarographException(
                        ErrorCode.UNAVAILABLE, "tokens cannot be looked up now: ask again", failure)));
        return found.map(caller -> {
            if (caller == null) {
                guesses.take(address);
                throw new BarographException(ErrorCode.UNAUTHENTICATED, "the token is not valid", null);
            }
            return caller;
        });
    }

    /**
     * Whose token it is; while tokens cannot be looked up within 3 s, whose it was when it was looked up last.
     *
     * @return fails as {@link #caller} does
     */
    Future<Caller> callerNowOrBefore(@Nullable String token, SocketAddress from) {
        Caller before = access.lastKnown(token);
        Future<Caller> now = caller(token, from);
        return before == null
                ? now
                : now.timeout(LOOKUP_SECONDS, TimeUnit.SECONDS)
                        .recover(failure ->
                                isLookedUp(failure) ? Future.failedFuture(failure) : Future.succeededFuture(before));
    }

    private static boolean isLookedUp(Throwable failure) {
        return failure instanceof BarographException told && told.code() != ErrorCode.UNAVAILABLE;
    }

    /** Whether a token is still valid; says nothing against who has it. */
    Future<Boolean> isValid(@Nullable String token) {
        return access.caller(token).map(caller -> caller != null);
    }

    /**
     * Counts a request.
     *
     * @throws BarographException TOO_MANY_REQUESTS
     */
    void count(Caller caller) {
        if (limits != null) {
            Duration wait = requests.take(caller.name());
            if (!wait.isZero()) {
                throw tooMany(
                        caller.name() + " may ask " + limits.perSecond() + " times a second, and " + limits.burst()
                                + " times at once",
                        wait);
            }
        }
    }

    /**
     * Counts a stream or connection, until {@link #closed}.
     *
     * @throws BarographException TOO_MANY_REQUESTS
     */
    void opened(Caller caller) {
        int open = streams.getOrDefault(caller.name(), 0);
        if (limits != null && open >= limits.streams()) {
            throw tooMany(
                    caller.name() + " has " + open + " streams and connections here, which is as many as it may: close"
                            + " one",
                    STREAM_WAIT);
        }
        streams.put(caller.name(), open + 1);
    }

    void closed(Caller caller) {
        streams.computeIfPresent(caller.name(), (name, open) -> open == 1 ? null : open - 1);
    }

    private static BarographException tooMany(String message, Duration wait) {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        return BarographException.tooMany(message + ": ask again in " + seconds + " s", Duration.ofSeconds(seconds));
    }

    private static String address(SocketAddress from) {
        String host = String.valueOf(from.hostAddress());
        try {
            InetAddress address = InetAddress.getByName(host); // it is one already, so that no name is looked up
            return address instanceof Inet6Address
                    ? HexFormat.of().formatHex(address.getAddress(), 0, NETWORK_BYTES)
                    : address.getHostAddress();
        } catch (UnknownHostException e) {
            return host;
        }
    }
}
