package io.barograph.server.schedule;

import io.barograph.metrics.GaugeSheet;
import io.barograph.metrics.Metric;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The gauges of the queue, by what its trials require of a worker: a bounded number of series. */
final class QueueGauges {
    /** Sets of labels that have series of their own at most: those that most trials wait for. */
    static final int MOST_REQUIREMENTS = 16;

    /** Values of the label with a space, which no worker's label has. */
    static final String NOTHING = "any worker";

    static final String REST = "other labels";

    private final Map<String, Waiting> waiting = new TreeMap<>(Map.of(NOTHING, new Waiting(new TreeSet<>(), 0)));

    /** Trials that wait for a worker with these labels. */
    private record Waiting(SortedSet<String> labels, int trials) {}

    /** Adds what a running sweep requires, also if none of its trials is ready. */
    void add(SortedSet<String> labels, int ready) {
        String name = labels.isEmpty() ? NOTHING : String.join(",", labels);
        waiting.merge(
                name, new Waiting(labels, ready), (one, other) -> new Waiting(labels, one.trials() + other.trials()));
    }

    /** @param nobodyHas whether no worker has these labels */
    void put(GaugeSheet.Page page, Predicate<Set<String>> nobodyHas) {
        page.put(
                Metric.QUEUED_TRIALS,
                waiting.values().stream().mapToInt(Waiting::trials).sum());
        List<Map.Entry<String, Waiting>> longest = waiting.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, Waiting> each) ->
                                !each.getKey().equals(NOTHING))
                        .thenComparing(each -> -each.getValue().trials()))
                .toList();
        int own = Math.min(longest.size(), 1 + MOST_REQUIREMENTS);
        longest.subList(0, own).forEach(each -> put(page, each.getKey(), List.of(each.getValue()), nobodyHas));
        if (own < longest.size()) {
            List<Waiting> rest = longest.subList(own, longest.size()).stream()
                    .map(Map.Entry::getValue)
                    .toList();
            put(page, REST, rest, nobodyHas);
        }
    }

    private static void put(GaugeSheet.Page page, String name, List<Waiting> all, Predicate<Set<String>> nobodyHas) {
        int queued = 0;
        int stranded = 0;
        for (Waiting each : all) {
            queued += each.trials();
            stranded += nobodyHas.test(each.labels()) ? each.trials() : 0;
        }
        page.put(Metric.QUEUED_BY_REQUIREMENT, queued, name);
        page.put(Metric.STRANDED_TRIALS, stranded, name);
    }
}
