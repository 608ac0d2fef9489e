package io.barograph.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The one event-bus codec for all {@link Message} records: JSON, only the message types of this package, bounded size.
 * Local delivery passes the immutable record itself.
 */
public final class JsonCodec implements MessageCodec<Message, Object> {
    private static final String NAME = "barograph.v1.json";
    private static final Map<String, Class<?>> TYPES =
            records(Message.class).collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private JsonCodec() {}

    static MessageCodec<Message, Object> create() {
        return new JsonCodec();
    }

    /** Makes the event bus of {@code vertx} carry messages. A second call on the same bus does nothing. */
    public static void register(Vertx vertx) {
        EventBus bus = vertx.eventBus();
        try {
            bus.registerCodec(new JsonCodec());
        } catch (IllegalStateException alreadyThere) {
            return;
        }
        bus.codecSelector(body -> body instanceof Message ? NAME : null);
    }

    /**
     * Builds what reading and writing messages needs, and uses it once. The first messages would do so otherwise, on an event
     * loop and for tenths of a second: call it elsewhere, before messages arrive.
     */
    public static void prepare() {
        for (Class<?> type : TYPES.values()) {
            Jackson.mapper().readerFor(type);
            Jackson.mapper().writerFor(type);
        }
        JsonCodec codec = new JsonCodec();
        for (Message message : ExampleMessages.all()) {
            Buffer buffer = Buffer.buffer();
            codec.encodeToWire(buffer, message);
            codec.decodeFromWire(0, buffer);
        }
    }

    /** The message types that may travel, by the name on the wire. */
    public static Map<String, Class<?>> types() {
        return TYPES;
    }

    @Override
    public void encodeToWire(Buffer buffer, Message message) {
        byte[] json = bytes(message);
        byte[] type = message.getClass().getSimpleName().getBytes(StandardCharsets.US_ASCII);
        buffer.appendByte((byte) type.length)
                .appendBytes(type)
                .appendInt(json.length)
                .appendBytes(json);
    }

    /**
     * A {@link Message}, or an {@link UnreadableMessage} if the type is unknown, the size out of bounds or the content
     * invalid. Nothing is thrown: of an answer that cannot be read, Vert.x would then tell the asker nothing at all.
     */
    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
        String name = "message";
        try {
            int lengthAt = position + 1 + buffer.getUnsignedByte(position);
            name = buffer.getString(position + 1, lengthAt, StandardCharsets.US_ASCII.name());
            return read(name, lengthAt, buffer);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return new UnreadableMessage(name, String.valueOf(e.getMessage()));
        }
    }

    /** @throws IllegalArgumentException if it is of no known type or invalid */
    static Message read(String name, JsonNode tree) {
        Class<?> type = type(name);
        try {
            return (Message) Jackson.mapper().treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("unreadable " + name + ": " + e.getOriginalMessage(), e);
        }
    }

    private static Class<?> type(String name) {
        Class<?> type = TYPES.get(name);
        if (type == null) {
            throw new IllegalArgumentException("unknown message type " + name);
        }
        return type;
    }

    private static Message read(String name, int lengthAt, Buffer buffer) {
        Class<?> type = type(name);
        int length = buffer.getInt(lengthAt);
        int start = lengthAt + Integer.BYTES;
        if (length < 0 || length > Jackson.MAX_DOCUMENT_BYTES || start + length > buffer.length()) {
            throw new IllegalArgumentException(name + " with impossible length " + length);
        }
        try {
            return (Message) Jackson.mapper().readValue(buffer.getBytes(start, start + length), type);
        } catch (IOException e) {
            throw new IllegalArgumentException("unreadable " + name + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Object transform(Message message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }

    private static byte[] bytes(Message message) {
        try {
            byte[] json = Jackson.mapper().writeValueAsBytes(message);
            return Checks.require(
                    json.length <= Jackson.MAX_DOCUMENT_BYTES,
                    json,
                    "message " + message.getClass().getSimpleName(),
                    json.length + " bytes",
                    "have at most " + Jackson.MAX_DOCUMENT_BYTES + " bytes");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("message cannot be written: " + e.getMessage(), e);
        }
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(JsonCodec::records)
                : Stream.of(type);
    }
}
