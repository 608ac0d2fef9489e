package io.barograph.api.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.AugmentationSpec;
import io.barograph.api.DatasetSpec;
import io.barograph.api.Jackson;
import io.barograph.api.LimitsSpec;
import io.barograph.api.SchedulingSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.TrainingSpec;
import java.util.List;

/** Fills the optional keys of a valid document with their defaults. */
final class SpecDefaults {
    private SpecDefaults() {}

    static ObjectNode fill(ObjectNode document) {
        return merge(tree(), document);
    }

    /** Every optional key of a spec with its default. */
    static ObjectNode tree() {
        JsonMapper mapper = Jackson.mapper();
        ObjectNode tree = mapper.createObjectNode();
        ObjectNode dataset = tree.putObject("dataset");
        dataset.putNull("path");
        dataset.putNull("hash");
        dataset.put("validationFraction", DatasetSpec.DEFAULT_VALIDATION_FRACTION);
        dataset.set("augmentation", mapper.valueToTree(AugmentationSpec.DEFAULT));
        ObjectNode search = mapper.valueToTree(SearchSpec.grid(List.of(1.0)));
        search.remove("budgets");
        tree.set("search", search);
        tree.set("training", mapper.valueToTree(TrainingSpec.DEFAULT));
        tree.set("limits", mapper.valueToTree(LimitsSpec.DEFAULT));
        tree.set("scheduling", mapper.valueToTree(SchedulingSpec.DEFAULT));
        return tree;
    }

    private static ObjectNode merge(ObjectNode defaults, ObjectNode given) {
        ObjectNode merged = defaults.deepCopy();
        given.properties().forEach(entry -> {
            JsonNode standing = merged.get(entry.getKey());
            boolean groups = standing instanceof ObjectNode && entry.getValue() instanceof ObjectNode;
            merged.set(
                    entry.getKey(),
                    groups ? merge((ObjectNode) standing, (ObjectNode) entry.getValue()) : entry.getValue());
        });
        merged.at("/search/parameters").forEach(SpecDefaults::fillRange);
        return merged;
    }

    private static void fillRange(JsonNode values) {
        if (values instanceof ObjectNode range && !range.has("log")) {
            range.put("log", false);
        }
    }
}
