package io.barograph.api.client;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.Jackson;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Opens connections to one of several addresses, in turn, pausing ever longer while none answers. Used on one context. */
final class BridgeDialer {
    static final long LONGEST_PAUSE_MILLIS = 5000;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int CONNECT_MILLIS = 4000;
    private static final int SILENCE_SECONDS = 45; // servers ping more often
    private static final int FRAME_BYTES = 1 << 20;
    private static final Duration TOO_MANY = Duration.ofSeconds(1); // the pauses between attempts come on top

    private final Vertx vertx;
    private final BridgeOptions options;
    private final WebSocketClient client;
    private int current;
    private long pauseMillis;

    BridgeDialer(Vertx vertx, BridgeOptions options) {
        this.vertx = vertx;
        this.options = options;
        WebSocketClientOptions settings = new WebSocketClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setMaxFrameSize(FRAME_BYTES)
                .setMaxMessageSize(Jackson.MAX_DOCUMENT_BYTES)
                .setTryUsePerMessageCompression(false);
        if (options.trust() != null) {
            settings.setTrustOptions(
                    new PemTrustOptions().addCertPath(options.trust().toString()));
        }
        this.client = vertx.createWebSocketClient(settings);
    }

    /** The address that is spoken to, or tried next. */
    URI address() {
        return options.uris().get(current);
    }

    /** Tries another address first from now on. */
    void next() {
        current = (current + 1) % options.uris().size();
    }

    /**
     * Tries every address once, after a pause if the last attempts failed.
     *
     * @param onText called with every text that arrives
     * @param onEnd called when the connection has ended
     * @return fails with {@link BarographException}
     */
    Future<WebSocket> dial(Consumer<String> onText, Consumer<WebSocket> onEnd) {
        long pause = pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis / 2 + 1);
        pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, Math.max(FIRST_PAUSE_MILLIS, pauseMillis * 2));
        Future<?> ready = pause == 0 ? Future.succeededFuture() : vertx.timer(pause, TimeUnit.MILLISECONDS);
        return ready.compose(passed -> dial(options.uris().size(), onText, onEnd));
    }

    private Future<WebSocket> dial(int left, Consumer<String> onText, Consumer<WebSocket> onEnd) {
        URI uri = address();
        ClientWebSocket socket = client.webSocket();
        socket.textMessageHandler(text -> {
            pauseMillis = 0;
            onText.accept(text);
        });
        socket.exceptionHandler(broken -> {}); // its end follows
        socket.closeHandler(closed -> onEnd.accept(socket));
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setHost(uri.getHost().replaceAll("[\\[\\]]", ""))
                .setPort(BridgeOptions.port(uri))
                .setSsl(BridgeOptions.isEncrypted(uri))
                .setURI(BridgeOptions.path(uri))
                .setTimeout(CONNECT_MILLIS)
                .setAllowOriginHeader(false);
        if (options.token() != null) {
            to.putHeader("Authorization", "Bearer " + options.token());
        }
        return socket.connect(to).<WebSocket>map(open -> socket).recover(failure -> {
            BarographException told = told(uri, failure);
            next();
            return left > 1 && (told.mayPass() || isOfCertificate(failure))
                    ? dial(left - 1, onText, onEnd)
                    : Future.failedFuture(told);
        });
    }

    private static BarographException told(URI uri, Throwable failure) {
        if (failure instanceof UpgradeRejectedException rejected) {
            int status = rejected.getStatus();
            if (status == 401) {
                return unauthenticated();
            }
            if (status == 403) {
                return new BarographException(ErrorCode.FORBIDDEN, uri + " refuses the connection", failure);
            }
            if (status == 429) {
                return BarographException.tooMany(
                        uri + " has enough connections of this caller, or of this address without a token", TOO_MANY);
            }
            if (status < 500) {
                return new BarographException(
                        ErrorCode.INVALID_REQUEST,
                        uri + " has no bridge (status " + status + "): is it the HTTP port of an orchestrator?",
                        failure);
            }
        }
        if (isOfCertificate(failure)) {
            return new BarographException(
                    ErrorCode.INVALID_REQUEST,
                    "the certificate of " + uri + " is not trusted: " + failure.getMessage()
                            + ": give its authority as trust, and an address that it names",
                    failure);
        }
        return new BarographException(
                ErrorCode.UNAVAILABLE, uri + " cannot be reached: " + failure.getMessage(), failure);
    }

    private static boolean isOfCertificate(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    static BarographException unauthenticated() {
        return new BarographException(
                ErrorCode.UNAUTHENTICATED,
                "the client has no token, or none that is valid (any more): give it one",
                null);
    }

    Future<Void> close() {
        return client.close();
    }
}
