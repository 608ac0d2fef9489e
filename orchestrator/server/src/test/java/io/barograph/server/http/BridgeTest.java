package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.Addresses;
import io.barograph.api.ArtifactRead;
import io.barograph.api.ArtifactsQuery;
import io.barograph.api.BridgeAnswer;
import io.barograph.api.BridgeCall;
import io.barograph.api.CheckSweep;
import io.barograph.api.EventsQuery;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepPriority;
import io.barograph.api.SweepQuery;
import io.barograph.api.SweepsQuery;
import io.barograph.api.WorkersQuery;
import io.barograph.server.TestingSpecs;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BridgeTest {
    private static final SweepQuery NONE = new SweepQuery("none");
    private final TestingApi api = TestingApi.guarded();

    @AfterAll
    void close() {
        api.close();
    }

    private static String get(long id) {
        return BridgeCall.of(id, Addresses.SWEEP_GET, NONE).text();
    }

    /** Something that may be asked at an address. */
    static io.barograph.api.Message body(String address) {
        return switch (address) {
            case Addresses.SWEEP_EVENTS -> EventsQuery.of("none", 0, 1);
            case Addresses.SWEEP_ARTIFACTS -> new ArtifactsQuery("none", 0, 1);
            case Addresses.SWEEP_ARTIFACT -> new ArtifactRead("none", "t0000.onnx", "ab".repeat(32), 0, 1);
            case Addresses.WORKERS -> new WorkersQuery(new TreeSet<>());
            case Addresses.SWEEP_LIST -> new SweepsQuery(null, 10);
            case Addresses.SWEEP_CHECK -> new CheckSweep(TestingSpecs.sweep("table"));
            case Addresses.SWEEP_SUBMIT -> new SubmitSweep("table", TestingSpecs.sweep("table"));
            case Addresses.SWEEP_PRIORITY -> new SweepPriority("none", 1);
            default -> NONE;
        };
    }

    @Test
    void withoutATokenNothingIsAnswered() {
        for (String token : new @Nullable String[] {null, "guessed"}) {
            assertThatThrownBy(() -> TestingBridge.connect(api, token))
                    .isInstanceOfSatisfying(UpgradeRejectedException.class, e -> assertThat(e.getStatus())
                            .isEqualTo(401));
        }
        TestingBridge bridge = TestingBridge.connect(api, "viewer");
        JsonObject answer =
                bridge.ask(new JsonObject(get(1)).put("token", "guessed").encode());
        assertThat(TestingBridge.code(answer)).isEqualTo("UNAUTHENTICATED");
        assertThat(TestingBridge.code(bridge.ask(get(2)))).isEqualTo("UNKNOWN_SWEEP");
    }

    @Test
    void aTokenThatIsRevokedIsRefusedAtTheNextFrameAndTheNextEvent() throws Exception {
        AtomicBoolean revoked = new AtomicBoolean();
        try (TestingApi guarded = TestingApi.guarded(token -> TestingApi.ROLES.caller(revoked.get() ? null : token))) {
            TestingBridge asking = TestingBridge.connect(guarded, "viewer");
            TestingBridge listening = TestingBridge.connect(guarded, "viewer");
            SweepEvent event = new SweepEvent("quick", 1, Instant.EPOCH, new SweepChange.Paused(null));
            assertThat(listening.ask("{\"id\":4,\"subscribe\":\"changes\",\"sweep\":\"quick\"}"))
                    .isEqualTo(new JsonObject().put("id", 4));
            guarded.vertx.eventBus().publish(Addresses.SWEEP_CHANGED, event);
            assertThat(listening.next().getString("type")).isEqualTo("SweepEvent");
            assertThat(TestingBridge.code(asking.ask(get(1)))).isEqualTo("UNKNOWN_SWEEP");

            revoked.set(true);
            assertThat(TestingBridge.code(asking.ask(get(2)))).isEqualTo("UNAUTHENTICATED");
            assertThat(asking.closeCode()).isEqualTo(BridgeAnswer.TOKEN_ENDED);
            guarded.vertx.eventBus().publish(Addresses.SWEEP_CHANGED, event);
            assertThat(TestingBridge.code(listening.next())).isEqualTo("UNAUTHENTICATED");
            assertThat(listening.closeCode()).isEqualTo(BridgeAnswer.TOKEN_ENDED);
        }
    }

    @Test
    void onlyWhatIsPublishedOfTheSweepThatWasAskedForComesAndOnlyAsLongAsItIsWanted() {
        TestingBridge bridge = TestingBridge.connect(api, "viewer");
        bridge.ask("{\"id\":4,\"subscribe\":\"changes\",\"sweep\":\"mine\"}");
        for (String sweep : List.of("other", "mine")) {
            SweepEvent event = new SweepEvent(sweep, 1, Instant.EPOCH, new SweepChange.Paused(null));
            api.vertx.eventBus().publish(Addresses.SWEEP_CHANGED, event);
        }
        assertThat(bridge.next().getJsonObject("body").getString("sweep")).isEqualTo("mine");
        assertThat(TestingBridge.code(bridge.ask("{\"id\":4,\"subscribe\":\"progress\",\"sweep\":\"mine\"}")))
                .isEqualTo("INVALID_REQUEST");
        assertThat(bridge.ask("{\"id\":4,\"unsubscribe\":true}")).isEqualTo(new JsonObject().put("id", 4));
        SweepEvent late = new SweepEvent("mine", 2, Instant.EPOCH, new SweepChange.Paused(null));
        api.vertx.eventBus().publish(Addresses.SWEEP_CHANGED, late);
        assertThat(bridge.ask(get(5)).getLong("id")).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not JSON|one JSON object",
                "[]|with an id",
                "{}|with an id",
                "{\"id\":0}|with an id",
                "{\"id\":1.5}|with an id",
                "{\"id\":99999999999999999999}|with an id",
                "{\"id\":1,\"id\":2}|Duplicate",
                "{\"id\":1}|one of address, subscribe",
                "{\"id\":1,\"address\":\"a\",\"subscribe\":\"changes\"}|one of address, subscribe",
                "{\"id\":1,\"address\":\"a\",\"type\":\"SweepQuery\"}|body must be an object",
                "{\"id\":1,\"address\":1,\"type\":\"SweepQuery\",\"body\":{}}|address must be a text",
                "{\"id\":1,\"address\":\"barograph.v1.sweep.get\",\"type\":\"Foreign\",\"body\":{}}|type must be SweepQuery",
                "{\"id\":1,\"address\":\"barograph.v1.sweep.get\",\"type\":\"Ack\",\"body\":{}}|type must be SweepQuery",
                "{\"id\":1,\"address\":\"barograph.v1.sweep.get\",\"type\":\"SweepQuery\",\"body\":{}}|sweep",
                "{\"id\":1,\"address\":\"barograph.v1.sweep.get\",\"type\":\"SweepQuery\",\"body\":{\"sweep\":\"A B\"}}|a-z",
                "{\"id\":1,\"subscribe\":\"barograph.v1.trial.progress\",\"sweep\":\"a\"}|changes or progress",
                "{\"id\":1,\"subscribe\":\"changes\",\"sweep\":\"A B\"}|a-z",
                "{\"id\":1,\"unsubscribe\":false}|must be true",
                "{\"id\":1,\"unsubscribe\":true,\"token\":7}|token must be a text",
            })
    void aFrameThatIsNotUnderstoodIsRefusedWithItsFault(String frame, String fault) {
        TestingBridge bridge = TestingBridge.connect(api, "viewer");
        JsonObject answer = bridge.ask(frame);
        assertThat(TestingBridge.code(answer)).isEqualTo("INVALID_REQUEST");
        assertThat(answer.getJsonObject("error").getString("message")).contains(fault);
        assertThat(TestingBridge.code(bridge.ask(get(2)))).as("it goes on").isEqualTo("UNKNOWN_SWEEP");
    }

    @Test
    void binaryFramesAreRefusedAndLargeOnesEndTheConnection() throws Exception {
        TestingBridge bridge = TestingBridge.connect(api, "viewer");
        bridge.sendBinary(get(1).getBytes(StandardCharsets.UTF_8));
        JsonObject refused = bridge.next();
        assertThat(refused.getLong("id")).isNull();
        assertThat(refused.getJsonObject("error").getString("message")).contains("must be text");
        String large = "x".repeat(2 << 20);
        bridge.send(new JsonObject(get(2)).put("large", large).encode());
        assertThat(bridge.closeCode()).isIn((short) 1009, (short) 1006); // the code is lost if more is being sent
        assertThat(TestingBridge.code(TestingBridge.connect(api, "viewer").ask(get(1))))
                .isEqualTo("UNKNOWN_SWEEP");
    }

    @Test
    void saysOfALargeFrameThatItIsTooLarge() {
        byte[] textOf2MiB = {(byte) 0x81, (byte) 0xff, 0, 0, 0, 0, 0, 0x20, 0, 0, 1, 2, 3, 4}; // RFC 6455, 5.2
        assertThat(TestingBridge.closeCodeAfter(api, "viewer", textOf2MiB)).isEqualTo(1009);
    }

    @Test
    void whoAsksTooMuchAtOnceIsToldToAskAgain() throws Exception {
        ConcurrentLinkedQueue<Message<Object>> held = new ConcurrentLinkedQueue<>();
        MessageConsumer<Object> slow = api.vertx.eventBus().consumer(Addresses.SWEEP_ARTIFACTS, held::add);
        TestingBridge bridge = TestingBridge.connect(api, "viewer");
        int most = BridgeConnection.MOST_WAITING;
        for (int id = 1; id <= most + 8; id++) {
            bridge.send(BridgeCall.of(id, Addresses.SWEEP_ARTIFACTS, body(Addresses.SWEEP_ARTIFACTS))
                    .text());
        }
        for (int id = most + 1; id <= most + 8; id++) {
            JsonObject refused = bridge.next();
            assertThat(refused.getLong("id")).isEqualTo(id);
            assertThat(TestingBridge.code(refused)).isEqualTo("UNAVAILABLE");
        }
        while (held.size() < most) {
            Thread.sleep(5);
        }
        held.forEach(message -> message.fail(2, "no sweep"));
        Set<Long> answered = new HashSet<>();
        for (int id = 1; id <= most; id++) {
            answered.add(bridge.next().getLong("id"));
        }
        assertThat(answered).hasSize(most);
        assertThat(TestingBridge.code(bridge.ask(get(99)))).isEqualTo("UNKNOWN_SWEEP");
        TestingApi.await(slow.unregister());
    }

    @Test
    void pagesOfOtherOriginsAreRefusedAndPlainRequestsToldToUpgrade() throws Exception {
        assertThat(handshake("https://example.org")).contains(" 403 ");
        assertThat(handshake("http://127.0.0.1:" + api.port())).contains(" 101 ");
        assertThat(api.get(BridgeCall.PATH).status()).isEqualTo(426);
    }

    private String handshake(String origin) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", api.port())) {
            String request = "GET " + BridgeCall.PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + api.port()
                    + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                    + "\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nAuthorization: Bearer viewer\r\nOrigin: "
                    + origin + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
