package io.barograph.bench.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Many who follow a sweep's events, lose their connections now and then, and come back where they were. */
final class Followers {
    private static final long AGAIN_MILLIS = 200;

    private final Vertx vertx;
    private final HttpClient client;
    private final int port;
    private final String token;
    private final List<Follower> all = new ArrayList<>();
    private final List<String> violations = java.util.Collections.synchronizedList(new ArrayList<>());
    final AtomicLong connections = new AtomicLong();

    Followers(Vertx vertx, int port, String token, int count, long after) {
        this.vertx = vertx;
        this.port = port;
        this.token = token;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(false), new PoolOptions().setHttp1MaxSize(count + 10));
        for (int i = 0; i < count; i++) {
            Follower follower = new Follower(after);
            all.add(follower);
            follower.connect();
        }
    }

    /** Breaks some connections. */
    void breakSome(Random random, int count) {
        for (int i = 0; i < count; i++) {
            all.get(random.nextInt(all.size())).breakOff();
        }
    }

    /** The sequence number that all have come to. */
    long slowest() {
        return all.stream().mapToLong(follower -> follower.sequence).min().orElse(0);
    }

    List<String> violations() {
        return violations;
    }

    private final class Follower {
        private volatile long sequence;
        private @Nullable String id;
        private volatile @Nullable HttpConnection connection;

        Follower(long after) {
            this.sequence = after;
        }

        void connect() {
            connections.incrementAndGet();
            String place = id == null ? "?after=" + sequence : "";
            RequestOptions options = new RequestOptions()
                    .setMethod(HttpMethod.GET)
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setURI("/api/v1/sweeps/" + BigSweep.NAME + "/events" + place);
            client.request(options).compose(this::send).onSuccess(this::listen).onFailure(failure -> again());
        }

        private io.vertx.core.Future<HttpClientResponse> send(HttpClientRequest request) {
            connection = request.connection();
            request.putHeader("Authorization", "Bearer " + token).putHeader("Accept", "text/event-stream");
            if (id != null) {
                request.putHeader("Last-Event-ID", id);
            }
            return request.send();
        }

        private void listen(HttpClientResponse response) {
            if (response.statusCode() != 200) {
                again();
                return;
            }
            RecordParser frames = RecordParser.newDelimited("\n\n", response);
            frames.handler(this::take);
            frames.exceptionHandler(broken -> again());
            frames.endHandler(ended -> again());
        }

        private void take(Buffer frame) {
            String text = frame.toString();
            if (!text.startsWith("id: ")) {
                return;
            }
            String named = text.substring(4, text.indexOf('\n'));
            long next = Long.parseLong(named.substring(named.indexOf('-') + 1));
            if (next != sequence + 1) {
                violations.add("after event " + sequence + " came event " + next);
            }
            id = named;
            sequence = next;
        }

        void breakOff() {
            HttpConnection open = connection;
            if (open != null) {
                open.close();
            }
        }

        private void again() {
            connection = null;
            vertx.setTimer(AGAIN_MILLIS, timer -> connect());
        }
    }
}
