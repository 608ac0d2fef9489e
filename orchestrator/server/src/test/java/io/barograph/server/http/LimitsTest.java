package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Addresses;
import io.barograph.api.BarographException;
import io.barograph.api.BridgeCall;
import io.barograph.api.ErrorCode;
import io.barograph.api.Jackson;
import io.barograph.api.SweepQuery;
import io.barograph.api.client.BridgeOptions;
import io.barograph.api.client.SweepClient;
import io.barograph.server.TestingSpecs;
import io.barograph.server.access.Authenticator;
import io.barograph.server.access.Caller;
import io.barograph.server.http.TestingApi.Answer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens to those who ask too much. */
class LimitsTest {
    private static final HttpLimits SLOW = new HttpLimits(1, 3, 2);
    private static final String LIST = "/api/v1/sweeps";

    private static String get(long id) {
        return BridgeCall.of(id, Addresses.SWEEP_GET, new SweepQuery("none")).text();
    }

    private static void refused(Answer answer) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().getString("code")).isEqualTo("TOO_MANY_REQUESTS");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isBetween(1, 10);
    }

    @Test
    void eachCallerHasLimitsOfItsOwnForRequestsAndFramesTogether() {
        try (TestingApi api = TestingApi.limited(new HttpLimits(1, 40, 9))) {
            TestingBridge bridge = TestingBridge.connect(api, "viewer"); // one of the 40
            int granted = 1;
            while (granted < 20 && api.get(LIST).status() == 200) {
                granted++;
            }
            JsonObject answer = bridge.ask(get(granted));
            while (!"TOO_MANY_REQUESTS".equals(TestingBridge.code(answer))) {
                granted++;
                answer = bridge.ask(get(granted));
            }
            assertThat(granted).isGreaterThanOrEqualTo(40);
            assertThat(answer.getJsonObject("error").getLong("retryAfterSeconds"))
                    .isEqualTo(1);
            assertThat(answer.getLong("id")).isEqualTo(granted);
            JsonObject malformed = bridge.ask("no frame");
            while (!"TOO_MANY_REQUESTS".equals(TestingBridge.code(malformed))) { // a second has passed
                malformed = bridge.ask("no frame");
            }
            Answer list = api.get(LIST);
            while (list.status() == 200) {
                list = api.get(LIST);
            }
            refused(list);
            assertThat(api.send("GET", LIST, "submitter", null).status()).isEqualTo(200);
            assertThat(bridge.isOpen()).isTrue();
        }
    }

    @Test
    void aClientWaitsAndAsksAgain() {
        try (TestingApi api = TestingApi.limited(new HttpLimits(2, 1, 9))) {
            SweepClient client = SweepClient.connect(
                    api.vertx,
                    BridgeOptions.to("http://127.0.0.1:" + api.port()).withToken("viewer"));
            for (int i = 0; i < 2; i++) {
                assertThat(TestingApi.await(client.list(null, 10)).sweeps()).isEmpty();
            }
            TestingApi.await(client.close());
        }
    }

    @Test
    void aCallerHasSoManyStreamsAndConnectionsAtATime() throws Exception {
        try (TestingApi api = TestingApi.limited(new HttpLimits(1000, 1000, 2))) {
            String spec = Jackson.mapper().writeValueAsString(TestingSpecs.sweep("live"));
            assertThat(api.submit(spec, "live").status()).isEqualTo(201);
            HttpClient client = HttpClient.newHttpClient();
            HttpResponse<InputStream> first = stream(client, api);
            TestingBridge second = TestingBridge.connect(api, "viewer");
            assertThat(first.statusCode()).isEqualTo(200);

            refused(api.send(api.to(LIST + "/live/events", "viewer").header("Accept", "text/event-stream")));
            assertThat(rejection(api)).isEqualTo(429);
            assertThat(TestingBridge.connect(api, "submitter").isOpen())
                    .as("another caller")
                    .isTrue();

            first.body().close();
            second.close();
            while (rejection(api) == 429) {
                Thread.sleep(5);
            }
            HttpResponse<InputStream> again = stream(client, api);
            while (again.statusCode() == 429) {
                again.body().close();
                again = stream(client, api);
            }
            assertThat(again.statusCode()).isEqualTo(200);
            again.body().close();
        }
    }

    private static HttpResponse<InputStream> stream(HttpClient client, TestingApi api)
            throws IOException, InterruptedException {
        return client.send(
                api.to(LIST + "/live/events", "viewer")
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofInputStream());
    }

    /** The status that a connection is refused with, or 101. */
    private static int rejection(TestingApi api) {
        try {
            TestingBridge.connect(api, "viewer").close();
            return 101;
        } catch (UpgradeRejectedException e) {
            return e.getStatus();
        }
    }

    @Test
    void whoGuessesTokensIsNotLookedUpAnyMoreAndTakesNobodyElseAway() {
        AtomicInteger lookups = new AtomicInteger();
        Authenticator access = new Authenticator() {
            private boolean met;

            @Override
            public Future<@Nullable Caller> caller(@Nullable String token) {
                lookups.incrementAndGet();
                met |= "viewer".equals(token);
                return TestingApi.ROLES.caller(token);
            }

            @Override
            public boolean hasMet(@Nullable String token) {
                return met && "viewer".equals(token);
            }
        };
        try (TestingApi api = TestingApi.limited(HttpLimits.DEFAULT, access)) {
            assertThat(api.get(LIST).status()).isEqualTo(200);
            TestingBridge bridge = TestingBridge.connect(api, "viewer");
            Answer answer = api.send("GET", LIST, "guess", null);
            int guesses = 1;
            while (answer.status() == 401) {
                answer = api.send("GET", LIST, "guess " + ++guesses, null);
            }
            refused(answer);
            assertThat(guesses).isGreaterThan(Callers.GUESSES);
            JsonObject frame = new JsonObject(get(1)).put("token", "guess");
            while ("UNAUTHENTICATED".equals(TestingBridge.code(bridge.ask(frame.encode())))) {
                continue; // a second has passed
            }
            int before = lookups.get();
            answer = api.send("GET", LIST, null, null);
            while (answer.status() == 401) {
                before = lookups.get();
                answer = api.send("GET", LIST, null, null);
            }
            refused(answer);
            assertThat(lookups).hasValue(before);
            assertThat(api.get(LIST).status()).as("who was known before").isEqualTo(200);
            assertThat(TestingBridge.code(bridge.ask(get(2)))).isEqualTo("UNKNOWN_SWEEP");
        }
    }

    @Test
    void anAddressOfVersion6StandsForItsNetwork() {
        AtomicLong now = new AtomicLong();
        Callers callers = new Callers(TestingApi.ROLES, SLOW, now::get);
        for (int i = 0; i < Callers.GUESSES; i++) {
            assertThat(failure(callers, "2001:db8::" + i)).isEqualTo(ErrorCode.UNAUTHENTICATED);
        }
        assertThat(failure(callers, "2001:db8::ffff")).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
        assertThat(failure(callers, "2001:db8:0:1::1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        assertThat(failure(callers, "192.0.2.1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(failure(callers, "2001:db8::1")).isEqualTo(ErrorCode.UNAUTHENTICATED);
    }

    private static ErrorCode failure(Callers callers, String address) {
        Throwable failure = callers.caller("guess", SocketAddress.inetSocketAddress(1, address))
                .cause();
        return ((BarographException) failure).code();
    }

    @Test
    void aServerWithoutTokensHasNoLimits() {
        try (TestingApi api = TestingApi.open()) {
            for (int i = 0; i < 2 * HttpLimits.DEFAULT.burst(); i++) {
                assertThat(api.send("GET", LIST, null, null).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void whatWasAskedBeforeTheEndIsAnsweredAndNothingAfter() throws Exception {
        List<Promise<@Nullable Caller>> held = new ArrayList<>();
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<Context> context = new AtomicReference<>();
        Authenticator slow = token -> {
            context.set(Vertx.currentContext());
            Promise<@Nullable Caller> promise = Promise.promise();
            synchronized (held) {
                held.add(promise);
            }
            asked.incrementAndGet();
            return promise.future();
        };
        try (TestingApi api = TestingApi.guarded(slow)) {
            CompletableFuture<Answer> before =
                    CompletableFuture.supplyAsync(() -> api.sendPlainly(api.to(LIST, "viewer")));
            while (asked.get() < 1) {
                Thread.sleep(5);
            }
            Future<?> stopped = api.stoppingHttp();
            assertThat(stopped.isComplete()).isFalse();
            Objects.requireNonNull(context.get())
                    .runOnContext(
                            there -> { // as an answer of the database comes
                                synchronized (held) {
                                    held.get(0)
                                            .complete(TestingApi.ROLES
                                                    .caller("viewer")
                                                    .result());
                                }
                            });
            assertThat(before.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
            TestingApi.await(stopped);
            assertThat(asked).hasValue(1);
        }
    }
}
