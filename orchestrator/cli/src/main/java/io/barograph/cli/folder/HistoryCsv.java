package io.barograph.cli.folder;

import io.barograph.api.EpochReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/** The reported epochs of one trial as comma-separated values: one row an epoch, one column a metric. */
public final class HistoryCsv {
    private HistoryCsv() {}

    /** Columns epoch, phase and attempt, then every metric that any epoch has, by name; empty where it has none. */
    public static String of(List<EpochReport> history) {
        SortedSet<String> metrics = new TreeSet<>();
        history.forEach(report -> metrics.addAll(report.metrics().keySet()));
        List<String> header = new ArrayList<>(List.of("epoch", "phase", "attempt"));
        header.addAll(metrics);
        StringBuilder text = new StringBuilder(String.join(",", header)).append("\r\n");
        for (EpochReport report : history) {
            List<String> row = new ArrayList<>(List.of(
                    String.valueOf(report.epoch()),
                    report.phase().name().toLowerCase(Locale.ROOT),
                    String.valueOf(report.attempt())));
            for (String metric : metrics) {
                Double value = report.metrics().get(metric);
                row.add(value == null ? "" : value.toString());
            }
            text.append(String.join(",", row)).append("\r\n");
        }
        return text.toString();
    }
}
