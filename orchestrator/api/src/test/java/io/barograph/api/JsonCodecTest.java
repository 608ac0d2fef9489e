package io.barograph.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonCodecTest {
    private final MessageCodec<Message, Message> codec = JsonCodec.create();

    static Iterable<Message> messages() {
        return Samples.messages();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyMessageComesBackEqualFromTheWire(Message message) {
        Buffer buffer = Buffer.buffer("head");
        codec.encodeToWire(buffer, message);
        assertThat(codec.decodeFromWire(4, buffer)).isEqualTo(message);
    }

    @Test
    void everyMessageTypeHasASample() {
        assertThat(Samples.messages().stream()
                        .map(m -> m.getClass().getSimpleName())
                        .collect(Collectors.toSet()))
                .isEqualTo(JsonCodec.types().keySet());
    }

    @Test
    void carriesRecordsOverTheEventBus() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            JsonCodec.register(vertx);
            JsonCodec.register(vertx);
            vertx.eventBus()
                    .<TrialAsk>consumer(
                            Addresses.TRIAL_ASK,
                            m -> m.reply(TrialOffer.none(m.body().slot())));
            Object reply = vertx.eventBus()
                    .request(Addresses.TRIAL_ASK, TrialAsk.of("w", 3, 1))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS)
                    .body();
            assertThat(reply).isEqualTo(TrialOffer.none(3));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesATypeThatIsNoMessage() {
        assertThatThrownBy(() -> decode("java.lang.Runtime", "{}")).hasMessageContaining("unknown message type");
    }

    @Test
    void refusesALengthBeyondTheBuffer() {
        Buffer buffer = Buffer.buffer().appendByte((byte) 3).appendString("Ack").appendInt(1 << 30);
        assertThatThrownBy(() -> codec.decodeFromWire(0, buffer)).hasMessageContaining("impossible length");
    }

    @Test
    void refusesMissingAndNullFields() {
        assertThatThrownBy(() -> decode("TrialAsk", "{\"worker\":\"w\",\"slot\":0}"))
                .hasMessageContaining("askNumber");
        assertThatThrownBy(() -> decode("TrialAsk", "{\"worker\":null,\"slot\":0,\"askNumber\":1}"))
                .hasMessageContaining("worker");
    }

    @Test
    void acceptsAbsentNullableFieldsAndFieldsOfANewerSender() {
        assertThat(decode("TrialOffer", "{\"retryMillis\":5,\"later\":true}")).isEqualTo(TrialOffer.none(5));
    }

    @Test
    void readsAsksOfWorkersThatNameNeitherLabelsNorData() {
        assertThat(decode("TrialAsk", "{\"worker\":\"w\",\"slot\":0,\"askNumber\":1}"))
                .isEqualTo(TrialAsk.of("w", 0, 1));
    }

    @Test
    void refusesValuesThatTheRecordRefuses() {
        assertThatThrownBy(() -> decode("TrialAsk", "{\"worker\":\"w\",\"slot\":-1,\"askNumber\":1}"))
                .hasMessageContaining("slot must be at least 0, was -1");
    }

    private Message decode(String type, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Buffer buffer = Buffer.buffer()
                .appendByte((byte) type.length())
                .appendString(type)
                .appendInt(bytes.length)
                .appendBytes(bytes);
        return codec.decodeFromWire(0, buffer);
    }
}
