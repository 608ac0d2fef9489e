package io.barograph.api.report;

import io.barograph.api.Latencies;
import io.barograph.api.Latency;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report as comma-separated values: one row a trial, one further column for each searched training key. */
final class FrontCsv {
    private static final Map<String, Function<TrialReport, @Nullable Object>> COLUMNS = columns();

    private FrontCsv() {}

    static String of(SweepReport report) {
        SortedSet<String> searched = new TreeSet<>();
        report.trials().forEach(trial -> searched.addAll(trial.search().keySet()));
        List<String> lines = new ArrayList<>();
        List<String> header = new ArrayList<>(COLUMNS.keySet());
        searched.forEach(key -> header.add("search." + key));
        lines.add(line(header));
        for (TrialReport trial : report.trials()) {
            List<@Nullable Object> row = new ArrayList<>();
            COLUMNS.values().forEach(column -> row.add(column.apply(trial)));
            searched.forEach(key -> row.add(trial.search().get(key)));
            lines.add(line(row));
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    private static Map<String, Function<TrialReport, @Nullable Object>> columns() {
        Map<String, Function<TrialReport, @Nullable Object>> columns = new LinkedHashMap<>();
        columns.put("trial", TrialReport::trial);
        columns.put("budget", TrialReport::budget);
        columns.put("seed", TrialReport::seed);
        columns.put("state", TrialReport::state);
        columns.put("onFront", TrialReport::onFront);
        columns.put("status", TrialReport::status);
        columns.put("volumeRatio", TrialReport::volumeRatio);
        columns.put("maskVolumeRatio", TrialReport::maskVolumeRatio);
        columns.put("volumePixels", TrialReport::volumePixels);
        columns.put("validationAccuracy", TrialReport::validationAccuracy);
        columns.put("testAccuracy", TrialReport::testAccuracy);
        columns.put("parameters", TrialReport::parameters);
        columns.put("macs", TrialReport::macs);
        columns.put("fileBytes", TrialReport::fileBytes);
        columns.put("modelFileBytes", TrialReport::modelFileBytes);
        latency(columns, "onnxMillisBatch1", Latencies::onnxBatch1);
        latency(columns, "onnxMillisBatch64", Latencies::onnxBatch64);
        latency(columns, "dl4jMillisBatch1", Latencies::dl4jBatch1);
        latency(columns, "dl4jMillisBatch64", Latencies::dl4jBatch64);
        columns.put("mapsClosedByForce", TrialReport::mapsClosedByForce);
        columns.put("prunableMaps", TrialReport::prunableMaps);
        columns.put("attempts", TrialReport::attempts);
        columns.put("seconds", TrialReport::seconds);
        columns.put("onnx", TrialReport::onnx);
        columns.put("onnxHash", TrialReport::onnxHash);
        columns.put("model", TrialReport::model);
        columns.put("modelHash", TrialReport::modelHash);
        columns.put("note", TrialReport::note);
        return columns;
    }

    /** Three columns: the median under the name itself, and the quartiles. */
    private static void latency(
            Map<String, Function<TrialReport, @Nullable Object>> columns,
            String name,
            Function<Latencies, Latency> which) {
        columns.put(
                name,
                trial -> trial.latency() == null
                        ? null
                        : which.apply(trial.latency()).medianMillis());
        columns.put(
                name + "Low",
                trial -> trial.latency() == null
                        ? null
                        : which.apply(trial.latency()).lowMillis());
        columns.put(
                name + "High",
                trial -> trial.latency() == null
                        ? null
                        : which.apply(trial.latency()).highMillis());
    }

    private static String line(List<?> values) {
        List<String> cells = new ArrayList<>();
        values.forEach(value -> cells.add(cell(value == null ? "" : value.toString())));
        return String.join(",", cells);
    }

    private static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
