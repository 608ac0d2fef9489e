package io.barograph.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A frame that a server sends over the bridge: an answer, a published message, or a refusal; without any of these it says that
 * a subscription began or ended.
 *
 * @param id of the frame that it answers; null if that had none that can be read
 */
public record BridgeAnswer(@Nullable Long id, @Nullable Message message, @Nullable Refusal error) {
    /** The close code of a connection whose token is not valid any more. */
    public static final short TOKEN_ENDED = 4401;
    /** The close code of a connection of which nothing was heard. */
    public static final short SILENT = 4408;

    /**
     * Why a frame is refused.
     *
     * @param retryAfterSeconds when to send it again at the earliest; null if nothing is known of that
     */
    public record Refusal(ErrorCode code, String message, @Nullable Long retryAfterSeconds) {
        /** The same as an exception. */
        public BarographException exception() {
            return retryAfterSeconds == null
                    ? new BarographException(code, message, null)
                    : BarographException.tooMany(message, Duration.ofSeconds(retryAfterSeconds));
        }
    }

    /** A subscription began or ended. */
    public static BridgeAnswer done(long id) {
        return new BridgeAnswer(id, null, null);
    }

    public static BridgeAnswer of(long id, Message message) {
        return new BridgeAnswer(id, message, null);
    }

    public static BridgeAnswer refused(@Nullable Long id, ErrorCode code, @Nullable String message) {
        return new BridgeAnswer(id, null, new Refusal(code, String.valueOf(message), null));
    }

    /** A refusal of somebody who asks too much. */
    public static BridgeAnswer tooMany(@Nullable Long id, String message, long retryAfterSeconds) {
        return new BridgeAnswer(id, null, new Refusal(ErrorCode.TOO_MANY_REQUESTS, message, retryAfterSeconds));
    }

    /**
     * The frame.
     *
     * @throws IllegalArgumentException if it has more than {@link Jackson#MAX_DOCUMENT_BYTES}
     */
    public String text() {
        ObjectNode frame = Jackson.mapper().createObjectNode().put("id", id);
        Message body = message;
        Refusal refusal = error;
        if (body != null) {
            frame.put("type", body.getClass().getSimpleName()).putPOJO("body", body);
        }
        if (refusal != null) {
            ObjectNode error = frame.putObject("error");
            error.put("code", refusal.code().name()).put("message", refusal.message());
            if (refusal.retryAfterSeconds() != null) {
                error.put("retryAfterSeconds", refusal.retryAfterSeconds());
            }
        }
        try {
            String text = Jackson.mapper().writeValueAsString(frame);
            int most = Jackson.MAX_DOCUMENT_BYTES;
            boolean fits = text.length() <= most / 3 || text.getBytes(StandardCharsets.UTF_8).length <= most;
            return Checks.require(
                    fits, text, "answer", text.length() + " characters", "have at most " + most + " bytes");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("message cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a frame; one with a body that cannot be read is a refusal that says so.
     *
     * @throws IllegalArgumentException if it is no frame at all
     */
    public static BridgeAnswer read(String text) {
        JsonNode frame;
        try {
            frame = Jackson.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no frame: " + e.getOriginalMessage(), e);
        }
        Long id = frame.path("id").isIntegralNumber() ? frame.path("id").longValue() : null;
        if (frame.has("error")) {
            JsonNode error = frame.path("error");
            ErrorCode code = ErrorCode.ofName(error.path("code").asText());
            String message = error.path("message").asText();
            return code == ErrorCode.TOO_MANY_REQUESTS
                    ? tooMany(id, message, error.path("retryAfterSeconds").asLong(1))
                    : refused(id, code, message);
        }
        if (!frame.has("type")) {
            return new BridgeAnswer(id, null, null);
        }
        try {
            return new BridgeAnswer(id, JsonCodec.read(frame.path("type").asText(), frame.path("body")), null);
        } catch (IllegalArgumentException e) {
            return refused(
                    id,
                    ErrorCode.INVALID_REQUEST,
                    "the answer is not understood: " + e.getMessage() + "; are client and server the same Barograph?");
        }
    }
}
