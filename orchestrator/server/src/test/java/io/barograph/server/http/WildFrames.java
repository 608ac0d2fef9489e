package io.barograph.server.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.ArtifactRead;
import io.barograph.api.ArtifactsQuery;
import io.barograph.api.BridgeCall;
import io.barograph.api.EventsQuery;
import io.barograph.api.Message;
import io.barograph.api.SubmitSweep;
import io.barograph.api.SweepPriority;
import io.barograph.api.SweepQuery;
import io.barograph.server.TestingSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Frames for the bridge that somebody may send who means no good, some of them in order. */
final class WildFrames {
    /** What is wrong with a frame. */
    enum Kind {
        DAMAGED_TEXT,
        WRONG_VALUES,
        HUGE,
        DEEP,
        UNKNOWN_ADDRESS,
        ANSWER,
        SUBSCRIPTION,
        NOTHING
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> SWEEPS = List.of("held", "held", "other", "none");
    private static final List<String> NOWHERE = List.of(
            "",
            "*",
            "barograph.v1",
            "barograph.v1.sweep",
            "barograph.v1.sweep.get ",
            "BAROGRAPH.V1.SWEEP.GET",
            "barograph.v1.trial.result",
            "barograph.v1.trial.ask",
            "__vertx.reply.1",
            "vertx.eventbus",
            "\u0000",
            "a".repeat(10_000));

    private final Random random;

    WildFrames(long seed) {
        this.random = new Random(seed);
    }

    /** @param address what it asks at, or null */
    record Frame(Kind kind, @Nullable String address, String text) {}

    Frame next(long id) throws JsonProcessingException {
        Kind kind = any(random.nextInt(60) > 0 ? List.of(Kind.values()) : List.of(Kind.HUGE, Kind.DEEP));
        if (kind == Kind.HUGE && random.nextInt(20) > 0) {
            kind = Kind.WRONG_VALUES;
        }
        BridgeAddress address = any(List.of(BridgeAddress.values()));
        ObjectNode valid = (ObjectNode) MAPPER.readTree(
                BridgeCall.of(id, address.address(), body(address)).text());
        return switch (kind) {
            case DAMAGED_TEXT -> new Frame(kind, null, damaged(random.nextBoolean() ? valid.toString() : listen(id)));
            case WRONG_VALUES -> new Frame(kind, address.address(), wrong(valid));
            case HUGE -> {
                valid.with("body").put("sweep", "a".repeat(10_000 + random.nextInt(900_000)));
                yield new Frame(kind, address.address(), valid.toString());
            }
            case DEEP -> {
                String body = "[".repeat(50 + random.nextInt(100_000));
                yield new Frame(kind, null, "{\"id\":" + id + ",\"address\":\"a\",\"type\":\"b\",\"body\":" + body);
            }
            case UNKNOWN_ADDRESS ->
                new Frame(kind, null, valid.put("address", any(NOWHERE)).toString());
            case ANSWER -> {
                valid.remove("address");
                yield new Frame(kind, null, valid.toString());
            }
            case SUBSCRIPTION ->
                new Frame(kind, null, random.nextInt(3) > 0 ? listen(id) : "{\"id\":" + id + ",\"unsubscribe\":true}");
            case NOTHING -> new Frame(kind, address.address(), valid.toString());
        };
    }

    private Message body(BridgeAddress address) {
        if (address == BridgeAddress.SUBMIT) {
            String name = any(SWEEPS.subList(0, 3));
            return new SubmitSweep(name, TestingSpecs.sweep(name));
        }
        String sweep = any(SWEEPS);
        return switch (address) {
            case EVENTS -> EventsQuery.of(sweep, random.nextInt(9), 1 + random.nextInt(9));
            case ARTIFACTS -> new ArtifactsQuery(sweep, 0, 1 + random.nextInt(9));
            case ARTIFACT -> new ArtifactRead(sweep, "t0000.onnx", "ab".repeat(32), 0, 1);
            case PRIORITY -> new SweepPriority(sweep, random.nextInt(9));
            default -> address.type() == SweepQuery.class ? new SweepQuery(sweep) : BridgeTest.body(address.address());
        };
    }

    private String listen(long id) {
        String topic = random.nextBoolean() ? "changes" : "progress";
        return "{\"id\":" + id + ",\"subscribe\":\"" + topic + "\",\"sweep\":\"" + any(SWEEPS) + "\"}";
    }

    /** Up to three values anywhere in a frame are others, missing or too many; its id stays. */
    private String wrong(ObjectNode frame) throws JsonProcessingException {
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            JsonNode at = random.nextInt(4) == 0 ? frame : any(containers(frame.path("body"), new ArrayList<>()));
            JsonNode value = MAPPER.readTree(any(FuzzTest.VALUES));
            if (at instanceof ArrayNode array) {
                array.add(value);
            } else if (at instanceof ObjectNode object) {
                List<String> keys = new ArrayList<>(List.of("token", "unknown"));
                object.fieldNames().forEachRemaining(keys::add);
                String key = any(keys);
                if (at == frame && (key.equals("id") || key.equals("body"))) {
                    continue;
                }
                if (random.nextInt(5) == 0) {
                    object.remove(key);
                } else {
                    object.set(key, value);
                }
            }
        }
        return frame.toString();
    }

    private static List<JsonNode> containers(JsonNode node, List<JsonNode> found) {
        if (node.isContainerNode()) {
            found.add(node);
            node.forEach(inner -> containers(inner, found));
        }
        return found;
    }

    String damaged(String frame) {
        StringBuilder damaged = new StringBuilder(frame);
        for (int times = 1 + random.nextInt(4); times > 0 && !damaged.isEmpty(); times--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(5)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, (char) random.nextInt(0x800));
                case 2 -> damaged.setCharAt(at, "{}[]\":,\\0-e.".charAt(random.nextInt(12)));
                case 3 -> damaged.setLength(at);
                default -> damaged.insert(at, damaged.substring(random.nextInt(at + 1), at));
            }
        }
        return damaged.toString();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
