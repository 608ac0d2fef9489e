package io.barograph.server.search;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.CanonicalJson;
import io.barograph.api.Jackson;
import io.barograph.api.Precision;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.server.log.PlannedTrial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Names the dense networks of a sweep's trials: equal exactly for trials that can share one. */
public final class TeacherKeys {
    private final SweepSpec spec;
    private final JsonNode dataset;
    private final JsonNode network;
    private final Map<SortedMap<String, Double>, TrainingSpec> trainings = new HashMap<>();
    private final Map<List<?>, String> known = new HashMap<>();

    public TeacherKeys(SweepSpec spec) {
        this.spec = spec;
        dataset = tree(spec.dataset().withoutPlace());
        network = tree(spec.network());
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
        TrainingSpec training = trainings.computeIfAbsent(parameters, spec.training()::withParameters);
        ObjectNode parts = Jackson.mapper().createObjectNode();
        parts.set("dataset", dataset);
        parts.set("network", network);
        parts.put("seed", seed);
        parts.put("batchSize", training.batchSize());
        parts.put("weightDecay", training.weightDecay());
        if (training.precision() != Precision.FLOAT32) {
            parts.set("precision", tree(training.precision())); // keys from before there was a choice stay as they were
        }
        parts.set("pretrain", tree(training.pretrain()));
        return CanonicalJson.sha256(parts);
    }

    private static JsonNode tree(Object value) {
        return Jackson.mapper().valueToTree(value);
    }
}
