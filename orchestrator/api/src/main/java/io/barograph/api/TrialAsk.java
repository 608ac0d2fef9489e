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
 * @param askNumber counts up with every new ask of this slot's process, from 1
 * @param labels what the worker has; it is given only trials that require nothing else
 * @param incarnation names the process that asks, another after every start: numbers of different processes are not
 *     compared, so no clock decides which is the newer. The first ask of an incarnation replaces the one before it, whose
 *     late asks get nothing from then on. Null, from workers that know no incarnations, is one of its own
 */
public record TrialAsk(String worker, int slot, long askNumber, SortedSet<String> labels, @Nullable String incarnation)
        implements Message {
    public TrialAsk {
        Checks.text("worker", worker);
        Checks.atLeast("slot", 0, slot);
        Checks.atLeast("askNumber", 1L, askNumber);
        labels = Collections.unmodifiableSortedSet(new TreeSet<>(labels));
        labels.forEach(label -> Checks.name("labels", label));
    }

    /** Reads asks of older workers too, which have no labels. */
    @JsonCreator
    static TrialAsk read(
            @JsonProperty("worker") String worker,
            @JsonProperty("slot") int slot,
            @JsonProperty("askNumber") long askNumber,
            @JsonProperty("labels") @Nullable SortedSet<String> labels,
            @JsonProperty("incarnation") @Nullable String incarnation) {
        return new TrialAsk(worker, slot, askNumber, labels == null ? new TreeSet<>() : labels, incarnation);
    }

    /** An ask of a worker without labels that knows no incarnations. */
    public static TrialAsk of(String worker, int slot, long askNumber) {
        return of(worker, slot, askNumber, null);
    }

    /** An ask of a worker without labels. */
    public static TrialAsk of(String worker, int slot, long askNumber, @Nullable String incarnation) {
        return new TrialAsk(worker, slot, askNumber, new TreeSet<>(), incarnation);
    }
}
