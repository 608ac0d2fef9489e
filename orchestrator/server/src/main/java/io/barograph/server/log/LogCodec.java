package io.barograph.server.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.Jackson;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes changes as JSON under a type name and a schema version, and reads every version ever written. */
public final class LogCodec {
    /**
     * Version written now. Raise it with any change of a stored record that older readers would misread; what they may pass over,
     * as who wanted a change, needs none.
     */
    public static final int SCHEMA_VERSION = 7;

    private static final int OLDEST_VERSION =
            1; // without ladders; 2: no share of fine-tuning on rungs; 3: no ONNX files; 4: no scheduling; 5: no hash
    // of data; 6: no trials that came back without their data

    private static final Map<String, Class<?>> TYPES = Arrays.stream(LoggedChange.class.getPermittedSubclasses())
            .filter(Class::isRecord)
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private LogCodec() {}

    public static String type(LoggedChange change) {
        return change.getClass().getSimpleName();
    }

    public static String write(LoggedChange change) {
        return json(change);
    }

    /** Any record of the log or the API as JSON. */
    public static String json(Object value) {
        try {
            return Jackson.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "cannot write " + value.getClass().getSimpleName(), e);
        }
    }

    /**
     * Reads a stored change.
     *
     * @throws IllegalArgumentException if the type or version is unknown, or the JSON is damaged
     */
    public static LoggedChange read(String type, int schemaVersion, String json) {
        Class<?> known = TYPES.get(type);
        if (known == null || schemaVersion < OLDEST_VERSION || schemaVersion > SCHEMA_VERSION) {
            throw new IllegalArgumentException("log entry of unknown type " + type + " or version " + schemaVersion
                    + "; was it written by a newer" + " Barograph?");
        }
        return (LoggedChange) parse(json, known);
    }

    /** Reads a record written with {@link #json}. */
    public static <T> T parse(String json, Class<T> type) {
        try {
            return Jackson.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("damaged " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
        }
    }
}
