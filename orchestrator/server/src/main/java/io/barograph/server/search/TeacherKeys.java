package io.barograph.server.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.Jackson;
import io.barograph.api.Precision;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.server.log.PlannedTrial;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names the dense networks of a sweep's trials: equal exactly for trials that can share one. */
public final class TeacherKeys {
    private static final ObjectWriter CANONICAL =
            Jackson.mapper().writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private final SweepSpec spec;
    private final Map<List<?>, String> known = new HashMap<>();

    public TeacherKeys(SweepSpec spec) {
        this.spec = spec;
    }

    /** SHA-256, in hexadecimal, of the canonical JSON of all that the trial's dense network depends on. */
    public String of(PlannedTrial trial) {
        SortedMap<String, Double> relevant = new TreeMap<>(trial.parameters());
        relevant.keySet().removeIf(key -> !matters(key));
        return known.computeIfAbsent(List.of(trial.seed(), relevant), unknown -> hash(trial.seed(), relevant));
    }

    private static boolean matters(String key) {
        return key.startsWith("pretrain.") || key.equals("batchSize") || key.equals("weightDecay");
    }

    private String hash(long seed, SortedMap<String, Double> parameters) {
        TrainingSpec training = spec.training().withParameters(parameters);
        ObjectNode parts = Jackson.mapper().createObjectNode();
        parts.set("dataset", tree(spec.dataset()));
        parts.set("network", tree(spec.network()));
        parts.put("seed", seed);
        parts.put("batchSize", training.batchSize());
        parts.put("weightDecay", training.weightDecay());
        if (training.precision() != Precision.FLOAT32) {
            parts.set("precision", tree(training.precision())); // keys from before there was a choice stay as they were
        }
        parts.set("pretrain", tree(training.pretrain()));
        return sha256(canonical(parts));
    }

    private static JsonNode tree(Object value) {
        return Jackson.mapper().valueToTree(value);
    }

    /** Keys sorted at every level, so that the order of fields in a record never matters. */
    private static byte[] canonical(ObjectNode parts) {
        try {
            Object sorted = Jackson.mapper().convertValue(parts, Map.class);
            return CANONICAL.writeValueAsString(sorted).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
