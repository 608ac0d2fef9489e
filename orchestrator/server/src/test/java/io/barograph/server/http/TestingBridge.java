package io.barograph.server.http;

import io.barograph.api.BridgeCall;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetSocket;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection of the bridge that sends whatever it is told. */
final class TestingBridge {
    @SuppressWarnings("unused") // it closes its connections when nothing refers to it
    private final WebSocketClient client;

    private final WebSocket socket;
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Short> closed = new CompletableFuture<>();

    private TestingBridge(WebSocketClient client, WebSocket socket) {
        this.client = client;
        this.socket = socket;
    }

    static TestingBridge connect(TestingApi api, @Nullable String token) {
        Vertx vertx = api.vertx;
        WebSocketConnectOptions to = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(api.port())
                .setURI(BridgeCall.PATH)
                .setAllowOriginHeader(false);
        if (token != null) {
            to.putHeader("Authorization", "Bearer " + token);
        }
        WebSocketClientOptions sizes =
                new WebSocketClientOptions().setMaxFrameSize(4 << 20).setMaxMessageSize(4 << 20);
        WebSocketClient client = vertx.createWebSocketClient(sizes);
        return TestingApi.await(client.connect(to).map(socket -> {
            TestingBridge bridge = new TestingBridge(client, socket);
            socket.textMessageHandler(bridge.frames::add);
            socket.exceptionHandler(broken -> {});
            socket.closeHandler(ended -> bridge.closed.complete(socket.closeStatusCode()));
            return bridge;
        }));
    }

    /** What the server closes a connection with on which nothing but these bytes of a frame were sent. */
    static int closeCodeAfter(TestingApi api, String token, byte[] start) {
        HttpClient client = api.vertx.createHttpClient();
        NetSocket socket = TestingApi.await(client.request(HttpMethod.GET, api.port(), "127.0.0.1", BridgeCall.PATH)
                        .compose(request -> request.putHeader("Upgrade", "websocket")
                                .putHeader("Connection", "Upgrade")
                                .putHeader("Sec-WebSocket-Version", "13")
                                .putHeader("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==")
                                .putHeader("Authorization", "Bearer " + token)
                                .connect()))
                .netSocket();
        Buffer got = Buffer.buffer();
        CompletableFuture<Buffer> ended = new CompletableFuture<>();
        socket.handler(got::appendBuffer).endHandler(end -> ended.complete(got)).resume();
        socket.write(Buffer.buffer(start));
        Buffer frame = ended.orTimeout(60, TimeUnit.SECONDS).join();
        client.close();
        return frame.getByte(0) == (byte) 0x88 ? frame.getUnsignedShort(2) : -1; // RFC 6455, 5.5.1
    }

    void send(String text) {
        socket.writeTextMessage(text);
    }

    void sendBinary(byte[] bytes) {
        socket.writeBinaryMessage(Buffer.buffer(bytes));
    }

    /** The next frame that comes. */
    JsonObject next() {
        try {
            return new JsonObject(
                    Objects.requireNonNull(frames.poll(60, TimeUnit.SECONDS), "nothing came within 60 s"));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonObject ask(String text) {
        send(text);
        return next();
    }

    /** The code of the refusal, or null if it is none. */
    static @Nullable String code(JsonObject frame) {
        JsonObject error = frame.getJsonObject("error");
        return error == null ? null : error.getString("code");
    }

    /** Waits for its end. */
    @Nullable
    Short closeCode() throws Exception {
        return closed.get(60, TimeUnit.SECONDS);
    }

    void close() {
        TestingApi.await(socket.close());
    }

    boolean isOpen() {
        return !closed.isDone();
    }
}
