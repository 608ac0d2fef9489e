package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.Addresses;
import io.barograph.api.BridgeCall;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepQuery;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.artifact.ArtifactVerticle;
import io.barograph.server.http.WildFrames.Frame;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wild frames end in clean refusals. The property {@code barograph.fuzz} says how many; what they covered is printed. */
class BridgeFuzzTest {
    private static final int INPUTS = Integer.getInteger("barograph.fuzz", 4000);
    private static final int OF_A_CONNECTION = 1000;
    private static final int AT_ONCE = 20; // fewer than may wait for answers

    /** Answers that only a handler gives; the bridge itself gives others too. */
    private static final Set<String> OF_HANDLERS = Set.of("ok", "UNKNOWN_SWEEP", "UNKNOWN_ARTIFACT", "CONFLICT");

    private final TestingApi api = TestingApi.guarded();
    private final Map<WildFrames.Kind, Integer> kinds = new EnumMap<>(WildFrames.Kind.class);
    private final Map<String, Integer> codes = new TreeMap<>();
    private final Map<String, Set<String>> reached = new TreeMap<>();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void everyWildFrameIsAnsweredOnceAndCleanly(@TempDir Path folder) throws Exception {
        TestingApi.await(api.vertx.deployVerticle(
                new ArtifactVerticle(api.store, ArtifactStore.folder(folder), Clock.systemUTC())));
        WildFrames frames = new WildFrames(5);
        long id = 0;
        while (id < INPUTS) {
            TestingBridge bridge = TestingBridge.connect(api, "admin");
            for (long end = Math.min(INPUTS, id + OF_A_CONNECTION); id < end; ) {
                int count = (int) Math.min(AT_ONCE, end - id);
                batch(bridge, frames, id + 1, count);
                id += count;
            }
            assertThat(bridge.isOpen()).isTrue();
            bridge.close();
        }
        System.out.printf("%,d wild frames %s; answers: %s%n", INPUTS, kinds, codes);
        System.out.printf(
                "%d of %d addresses were reached: %s%n", reached.size(), BridgeAddress.values().length, reached);
        assertThat(reached.keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(BridgeAddress.values())
                        .map(BridgeAddress::address)
                        .toList());
        assertThat(kinds).hasSameSizeAs(WildFrames.Kind.values());
    }

    private void batch(TestingBridge bridge, WildFrames frames, long first, int count) throws Exception {
        Map<Long, Frame> sent = new HashMap<>();
        for (long id = first; id < first + count; id++) {
            Frame frame = frames.next(id);
            sent.put(id, frame);
            kinds.merge(frame.kind(), 1, Integer::sum);
            bridge.send(frame.text());
        }
        bridge.send(BridgeCall.of(BridgeCall.MAX_ID, Addresses.SWEEP_GET, new SweepQuery("none"))
                .text());
        int answered = 0;
        while (answered <= count) {
            JsonObject answer = bridge.next();
            if (isPublished(answer)) {
                continue;
            }
            answered++;
            String code = TestingBridge.code(answer) == null ? "ok" : TestingBridge.code(answer);
            codes.merge(code, 1, Integer::sum);
            assertThat(code).as("%s", answer).isNotEqualTo(ErrorCode.INTERNAL.name());
            Long id = answer.getLong("id");
            Frame frame = id == null ? null : sent.remove(id);
            if (frame != null && frame.address() != null && OF_HANDLERS.contains(code)) {
                reached.computeIfAbsent(frame.address(), address -> new TreeSet<>())
                        .add(code);
            }
        }
        sent.values().forEach(frame -> assertThat(frame.kind())
                .as("unanswered: %s", frame.text())
                .isIn(WildFrames.Kind.DAMAGED_TEXT, WildFrames.Kind.DEEP));
    }

    private static boolean isPublished(JsonObject answer) {
        return List.of("SweepEvent", "Progress").contains(String.valueOf(answer.getString("type")));
    }

    @Test
    void aFloodOfSubscriptionsIsRefusedAndEndsWithItsConnection() throws Exception {
        for (int round = 0; round < 5; round++) {
            TestingBridge bridge = TestingBridge.connect(api, "viewer");
            int refused = 0;
            for (int id = 1; id <= 500; id++) {
                JsonObject answer =
                        bridge.ask("{\"id\":" + id + ",\"subscribe\":\"progress\",\"sweep\":\"flood-" + id + "\"}");
                assertThat(answer.getLong("id")).isEqualTo(id);
                refused += "INVALID_REQUEST".equals(TestingBridge.code(answer)) ? 1 : 0;
            }
            assertThat(refused).isEqualTo(500 - BridgeConnection.MOST_SUBSCRIPTIONS);
            bridge.close();
        }
    }

    @Test
    void bytesThatAreNoFramesEndTheirConnectionAndNothingElse() throws Exception {
        Random random = new Random(7);
        TestingBridge other = TestingBridge.connect(api, "viewer");
        for (int i = 0; i < Math.max(100, INPUTS / 100); i++) {
            try (Socket socket = new Socket("127.0.0.1", api.port())) {
                socket.setSoTimeout(30_000);
                socket.getOutputStream().write(handshake());
                byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 101".length());
                assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 101");
                socket.getOutputStream().write(bytes(random));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes(); // to its end
            } catch (IOException reset) {
                continue; // ended, too
            }
        }
        assertThat(TestingBridge.code(other.ask(BridgeCall.of(1, Addresses.SWEEP_GET, new SweepQuery("none"))
                        .text())))
                .isEqualTo("UNKNOWN_SWEEP");
    }

    private byte[] handshake() {
        return ("GET " + BridgeCall.PATH + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket"
                        + "\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="
                        + "\r\nAuthorization: Bearer viewer\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Some begin as a text of invalid UTF-8, a frame without a mask, an unknown kind, or one of endless length. */
    private static byte[] bytes(Random random) {
        byte[] wild = new byte[1 + random.nextInt(200)];
        random.nextBytes(wild);
        byte @Nullable [] head =
                switch (random.nextInt(6)) {
                    case 0 -> new byte[] {(byte) 0x81, (byte) 0x84, 0, 0, 0, 0, (byte) 0xff, (byte) 0xfe, 0, 'x'};
                    case 1 -> new byte[] {(byte) 0x81, 5};
                    case 2 -> new byte[] {(byte) 0x8b, (byte) 0x80, 0, 0, 0, 0};
                    case 3 -> new byte[] {(byte) 0x81, (byte) 0xff, 127, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0};
                    case 4 -> new byte[] {(byte) 0x09, (byte) 0xfe, 1, 0, 0, 0, 0, 0};
                    default -> null;
                };
        if (head != null) {
            System.arraycopy(head, 0, wild, 0, Math.min(head.length, wild.length));
        }
        return wild;
    }
}
