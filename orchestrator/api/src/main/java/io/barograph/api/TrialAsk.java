package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A worker's free slot asks for a trial. Repeating an ask with the same number returns the same assignment.
 *
 * @param worker name of the worker process, unique among live workers
 * @param slot 0-based slot of the worker
 * @param askNumber counts up with every new ask of this slot, from 1
 * @param labels what the worker has; it is given only trials that require nothing else
 * @param datasets hashes of data sets that the worker holds, at most {@value #MAX_DATASETS}
 */
public record TrialAsk(String worker, int slot, long askNumber, SortedSet<String> labels, SortedSet<String> datasets)
        implements Message {
    /** Most data sets that a worker names. */
    public static final int MAX_DATASETS = 16;

    public TrialAsk {
        Checks.text("worker", worker);
        Checks.atLeast("slot", 0, slot);
        Checks.atLeast("askNumber", 1L, askNumber);
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        labels.forEach(label -> Checks.name("labels", label));
        datasets = Collections.unmodifiableSortedSet(new TreeSet<>(datasets));
        Checks.require(
                datasets.size() <= MAX_DATASETS, datasets, "datasets", datasets.size(), "be at most " + MAX_DATASETS);
        datasets.forEach(hash -> Checks.hash("datasets", hash));
    }

    /** Reads asks of older workers too, which have no labels or name no data sets. */
    @JsonCreator
    static TrialAsk read(
            @JsonProperty("worker") String worker,
            @JsonProperty("slot") int slot,
            @JsonProperty("askNumber") long askNumber,
            @JsonProperty("labels") @Nullable SortedSet<String> labels,
            @JsonProperty("datasets") @Nullable SortedSet<String> datasets) {
        return new TrialAsk(
                worker,
                slot,
                askNumber,
                labels == null ? new TreeSet<>() : labels,
                datasets == null ? new TreeSet<>() : datasets);
    }

    /** An ask of a worker without labels that holds no data. */
    public static TrialAsk of(String worker, int slot, long askNumber) {
        return new TrialAsk(worker, slot, askNumber, new TreeSet<>(), new TreeSet<>());
    }
}
