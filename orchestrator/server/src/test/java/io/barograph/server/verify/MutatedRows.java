package io.barograph.server.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A stored log with a few values replaced by what nobody would have written. */
final class MutatedRows {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<JsonNode> VALUES = List.of(
            JSON.nullNode(),
            JSON.numberNode(0),
            JSON.numberNode(-1),
            JSON.numberNode(2),
            JSON.numberNode(Integer.MAX_VALUE),
            JSON.numberNode(Long.MIN_VALUE),
            JSON.numberNode(1e308),
            JSON.numberNode(0.5),
            JSON.textNode(""),
            JSON.textNode("t0000"),
            JSON.textNode("t0001"),
            JSON.textNode("\u001b[2J\u0000"),
            JSON.textNode("ab".repeat(32)),
            JSON.booleanNode(true),
            JSON.arrayNode(),
            JSON.objectNode());

    private MutatedRows() {}

    static StoredSweep of(List<LogEntry> log, Random random) {
        List<StoredSweep.Event> events = new ArrayList<>();
        for (LogEntry entry : log) {
            events.add(new StoredSweep.Event(
                    entry.sequence(),
                    LogCodec.type(entry.change()),
                    LogCodec.SCHEMA_VERSION,
                    LogCodec.write(entry.change()),
                    entry.at()));
        }
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int index = random.nextInt(3) == 0 ? 0 : random.nextInt(events.size());
            events.set(index, mutated(events.get(index), random));
        }
        return new StoredSweep(log.get(0).sweep(), events, Map.of(), null);
    }

    private static StoredSweep.Event mutated(StoredSweep.Event event, Random random) {
        long sequence = random.nextInt(20) == 0 ? random.nextLong() : event.sequence();
        Instant at = random.nextInt(20) == 0 ? extreme(random) : event.at();
        JsonNode payload = LogCodec.parse(String.valueOf(event.payload()), JsonNode.class);
        replaceSomewhere(payload, random);
        return new StoredSweep.Event(sequence, event.type(), event.schemaVersion(), payload.toString(), at);
    }

    private static @Nullable Instant extreme(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> OffsetDateTime.MAX.toInstant();
            default -> OffsetDateTime.MIN.toInstant();
        };
    }

    private static void replaceSomewhere(JsonNode node, Random random) {
        JsonNode value = VALUES.get(random.nextInt(VALUES.size())).deepCopy();
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            JsonNode child = object.get(name);
            if (child.isContainerNode() && !child.isEmpty() && random.nextInt(4) != 0) {
                replaceSomewhere(child, random);
            } else {
                object.set(name, value);
            }
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            JsonNode child = array.get(index);
            if (child.isContainerNode() && random.nextInt(4) != 0) {
                replaceSomewhere(child, random);
            } else {
                array.set(index, value);
            }
        }
    }
}
