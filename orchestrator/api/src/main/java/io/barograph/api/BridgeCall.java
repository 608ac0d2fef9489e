package io.barograph.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame that a client sends over the bridge. */
public sealed interface BridgeCall {
    /** Where the bridge is, below the address of a server. */
    String PATH = "/api/v1/bus";

    /** Largest number of a frame: what every language's numbers hold. */
    long MAX_ID = (1L << 53) - 1;

    /** Chosen by the client; the answer has the same. */
    long id();

    /** In place of the connection's token, for this frame alone; null for none. */
    @Nullable
    String token();

    /** Asks what is at an address; its body is read only when its sender may ask. */
    record Request(long id, String address, String type, JsonNode body, @Nullable String token) implements BridgeCall {
        /** @throws IllegalArgumentException if it is of no known type or invalid */
        public Message message() {
            return JsonCodec.read(type, body);
        }
    }

    /** Wants what is published of a sweep; each message comes as an answer with this id. */
    record Subscribe(long id, BridgeTopic topic, String sweep, @Nullable String token) implements BridgeCall {
        public Subscribe {
            Checks.name("sweep", sweep);
        }
    }

    /** Ends the subscription that has this id. */
    record Unsubscribe(long id, @Nullable String token) implements BridgeCall {}

    /** A frame that is none of these. */
    final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        private final @Nullable Long id;

        MalformedException(@Nullable Long id, @Nullable String message) {
            super(message);
            this.id = id;
        }

        /** Of the frame, or null if it had none that can be read. */
        public @Nullable Long id() {
            return id;
        }
    }

    /** A request with this message. */
    static BridgeCall of(long id, String address, Message body) {
        JsonNode tree = Jackson.mapper().valueToTree(body);
        return new Request(id, address, body.getClass().getSimpleName(), tree, null);
    }

    /** The frame. */
    default String text() {
        ObjectNode frame = Jackson.mapper().createObjectNode().put("id", id());
        if (this instanceof Request request) {
            frame.put("address", request.address()).put("type", request.type()).set("body", request.body());
        } else if (this instanceof Subscribe subscribe) {
            frame.put("subscribe", subscribe.topic().label()).put("sweep", subscribe.sweep());
        } else {
            frame.put("unsubscribe", true);
        }
        if (token() != null) {
            frame.put("token", token());
        }
        return frame.toString();
    }

    /** Reads a frame. */
    static BridgeCall read(String text) throws MalformedException {
        JsonNode frame;
        try {
            frame = Jackson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new MalformedException(null, "a frame must be one JSON object: " + e.getOriginalMessage());
        }
        JsonNode number = frame.path("id");
        if (!number.isIntegralNumber()
                || !number.canConvertToLong()
                || number.longValue() < 1
                || number.longValue() > MAX_ID) {
            throw new MalformedException(null, "a frame must be a JSON object with an id from 1 to " + MAX_ID);
        }
        long id = number.longValue();
        try {
            return read(id, frame);
        } catch (IllegalArgumentException e) {
            throw new MalformedException(id, e.getMessage());
        }
    }

    private static BridgeCall read(long id, JsonNode frame) {
        List<String> kinds = List.of("address", "subscribe", "unsubscribe").stream()
                .filter(frame::has)
                .toList();
        if (kinds.size() != 1) {
            throw new IllegalArgumentException(
                    "a frame must have one of address, subscribe and unsubscribe, this has " + kinds.size());
        }
        String token = frame.hasNonNull("token") ? text(frame, "token") : null;
        return switch (kinds.get(0)) {
            case "address" -> {
                JsonNode body = frame.path("body");
                if (!body.isObject()) {
                    throw new IllegalArgumentException("body must be an object");
                }
                yield new Request(id, text(frame, "address"), text(frame, "type"), body, token);
            }
            case "subscribe" ->
                new Subscribe(id, BridgeTopic.ofLabel(text(frame, "subscribe")), text(frame, "sweep"), token);
            default -> {
                if (!frame.path("unsubscribe").asBoolean()) {
                    throw new IllegalArgumentException("unsubscribe must be true");
                }
                yield new Unsubscribe(id, token);
            }
        };
    }

    private static String text(JsonNode frame, String key) {
        JsonNode value = frame.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException(key + " must be a text");
        }
        return value.textValue();
    }
}
