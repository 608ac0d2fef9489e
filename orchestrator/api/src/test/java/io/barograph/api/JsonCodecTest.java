package io.barograph.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonCodecTest {
    private final MessageCodec<Message, Object> codec = JsonCodec.create();

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
                    .get(60, TimeUnit.SECONDS)
                    .body();
            assertThat(reply).isEqualTo(TrialOffer.none(3));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void refusesATypeThatIsNoMessage() {
        unreadable(decode("java.lang.Runtime", "{}")).contains("unknown message type");
    }

    @Test
    void refusesALengthBeyondTheBuffer() {
        Buffer buffer = Buffer.buffer().appendByte((byte) 3).appendString("Ack").appendInt(1 << 30);
        unreadable(codec.decodeFromWire(0, buffer)).contains("impossible length");
    }

    @Test
    void anyPartOfAMessageIsUnreadableAndThrowsNothing() {
        Buffer whole = Buffer.buffer();
        codec.encodeToWire(whole, TrialAsk.of("worker", 3, 1));
        for (int length = 0; length < whole.length(); length++) {
            assertThat(codec.decodeFromWire(0, whole.getBuffer(0, length))).isInstanceOf(UnreadableMessage.class);
        }
    }

    @Test
    void refusesMissingAndNullFields() {
        unreadable(decode("TrialAsk", "{\"worker\":\"w\",\"slot\":0}")).contains("askNumber");
        unreadable(decode("TrialAsk", "{\"worker\":null,\"slot\":0,\"askNumber\":1}"))
                .contains("worker");
    }

    @Test
    void acceptsAbsentNullableFieldsAndFieldsOfANewerSender() {
        assertThat(decode("TrialOffer", "{\"retryMillis\":5,\"later\":true}")).isEqualTo(TrialOffer.none(5));
    }

    @Test
    void readsAsksOfWorkersThatNameNeitherLabelsNorDataNorIncarnations() {
        assertThat(decode("TrialAsk", "{\"worker\":\"w\",\"slot\":0,\"askNumber\":1}"))
                .isEqualTo(TrialAsk.of("w", 0, 1));
    }

    @Test
    void readsQueriesOfClientsThatKnowNoTypesOfEventsAndListsOfServersThatTellNamesAlone() {
        assertThat(decode("EventsQuery", "{\"sweep\":\"s\",\"after\":3,\"limit\":4}"))
                .isEqualTo(EventsQuery.of("s", 3, 4));
        assertThat(decode("WorkerList", "{\"names\":[\"w\"],\"complete\":true}"))
                .isEqualTo(new WorkerList(List.of("w"), true, null));
    }

    @Test
    void everyKindOfChangeHasItsTypeOnTheWire() {
        assertThat(Arrays.stream(SweepChange.class
                                .getAnnotation(JsonSubTypes.class)
                                .value())
                        .map(JsonSubTypes.Type::name))
                .containsExactly(Arrays.stream(SweepChangeType.values())
                        .map(SweepChangeType::label)
                        .toArray(String[]::new));
        assertThat(Samples.events()).allSatisfy(event -> assertThat(Jackson.mapper()
                        .valueToTree(event.change())
                        .path("type")
                        .asText())
                .isEqualTo(SweepChangeType.of(event.change()).label()));
        unreadable(decode("EventsQuery", "{\"sweep\":\"s\",\"after\":3,\"limit\":4,\"types\":[\"later\"]}"))
                .contains("type must be one of [submitted, ");
    }

    @Test
    void refusesValuesThatTheRecordRefuses() {
        unreadable(decode("TrialAsk", "{\"worker\":\"w\",\"slot\":-1,\"askNumber\":1}"))
                .contains("slot must be at least 0, was -1");
    }

    private static AbstractStringAssert<?> unreadable(Object decoded) {
        assertThat(decoded).isInstanceOf(UnreadableMessage.class);
        return assertThat(((UnreadableMessage) decoded).problem());
    }

    private Object decode(String type, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        Buffer buffer = Buffer.buffer()
                .appendByte((byte) type.length())
                .appendString(type)
                .appendInt(bytes.length)
                .appendBytes(bytes);
        return codec.decodeFromWire(0, buffer);
    }
}
