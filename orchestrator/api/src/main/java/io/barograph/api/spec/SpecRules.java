package io.barograph.api.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.DatasetName;
import io.barograph.api.Jackson;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Precision;
import io.barograph.api.SweepCheck;
import io.barograph.api.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the schema cannot say: searched values obey their key's own range, ranges need the random sampler, ladders need
 * the grid, grids end, networks can be pruned to their budgets, and workers can have what is required.
 */
final class SpecRules {
    /** Most trials a sweep may have. */
    static final int MAX_TRIALS = 10_000;

    private final JsonNode document;
    private final Places places;
    private final List<SpecProblem> problems = new ArrayList<>();

    private SpecRules(JsonNode document, Places places) {
        this.document = document;
        this.places = places;
    }

    static List<SpecProblem> problems(JsonNode document, Places places) {
        SpecRules rules = new SpecRules(document, places);
        rules.parameters();
        rules.strategy();
        rules.gridSize();
        rules.budgets();
        rules.labels();
        return rules.problems;
    }

    private void parameters() {
        for (Map.Entry<String, JsonNode> entry :
                document.at("/search/parameters").properties()) {
            String key = entry.getKey();
            JsonNode values = entry.getValue();
            if (!TrainingSpec.keys().contains(key)) {
                continue;
            }
            String pointer = Places.child("/search/parameters", key);
            if (values.isArray()) {
                for (int i = 0; i < values.size(); i++) {
                    checkValue(key, values.get(i), pointer + "/" + i);
                }
            } else if (values.isObject()) {
                range(key, values, pointer);
            }
        }
    }

    private void range(String key, JsonNode range, String pointer) {
        if (!isRandom()) {
            problems.add(places.problem(
                    pointer, "a range cannot be searched by grid", "list the values, or use sampler: random"));
        }
        JsonNode min = range.path("min");
        JsonNode max = range.path("max");
        checkValue(key, min, pointer + "/min");
        checkValue(key, max, pointer + "/max");
        if (min.isNumber() && max.isNumber() && min.doubleValue() >= max.doubleValue()) {
            problems.add(places.problem(pointer + "/min", "min " + min + " is not below max " + max, "exchange them"));
        }
        if (range.path("log").asBoolean() && min.isNumber() && min.doubleValue() <= 0) {
            problems.add(places.problem(
                    pointer + "/min", "min " + min + " has no logarithm", "give a min above 0, or log: false"));
        }
    }

    private void checkValue(String key, JsonNode value, String pointer) {
        if (value.isNumber()) {
            problems.addAll(SpecSchema.trainingValueProblems(key, value, pointer, places));
        }
    }

    private void strategy() {
        if (isRandom() && document.at("/search/strategy").asText().equals("ladder")) {
            problems.add(places.problem(
                    "/search/strategy",
                    "random draws make no ladder of budgets",
                    "use sampler: grid, or strategy: independent"));
        }
    }

    private void gridSize() {
        if (isRandom()) {
            return;
        }
        JsonNode seeds = document.at("/search/seeds");
        double trials = document.at("/search/budgets").size() * (double) (seeds.isMissingNode() ? 1 : seeds.size());
        for (JsonNode values : document.at("/search/parameters")) {
            trials *= Math.max(1, values.isArray() ? values.size() : 1);
        }
        if (trials > MAX_TRIALS) {
            String message = String.format(Locale.ROOT, "the grid has %.0f trials", trials);
            problems.add(places.problem(
                    "/search", message, "at most " + MAX_TRIALS + " are allowed; list fewer values or draw at random"));
        }
    }

    private void budgets() {
        NetworkSpec network = known("/network", NetworkSpec.class);
        DatasetName data = known("/dataset/name", DatasetName.class);
        JsonNode budgets = document.at("/search/budgets");
        for (int i = 0; network != null && data != null && i < budgets.size(); i++) {
            double budget = budgets.path(i).asDouble();
            if (budgets.path(i).isNumber() && budget > 0) {
                add("/search/budgets/" + i, SweepCheck.budgetProblem(network, data, budget), "give a larger one");
            }
        }
    }

    private void labels() {
        Set<String> requires = new TreeSet<>();
        document.at("/scheduling/requires").forEach(label -> requires.add(label.asText()));
        boolean bfloat16 = document.at("/training/precision").asText().equals("bfloat16");
        Precision precision = bfloat16 ? Precision.BFLOAT16 : Precision.FLOAT32;
        add("/scheduling/requires", SweepCheck.labelProblem(requires, precision), "take one of them out");
    }

    private void add(String pointer, @Nullable String problem, String fix) {
        if (problem != null) {
            problems.add(places.problem(pointer, problem, fix));
        }
    }

    /** A part of the document, or null if it is not what it should be, which the schema tells. */
    private <T> @Nullable T known(String pointer, Class<T> type) {
        try {
            return Jackson.mapper().treeToValue(document.at(pointer), type);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return null;
        }
    }

    private boolean isRandom() {
        return document.at("/search/sampler").asText().equals("random");
    }
}
