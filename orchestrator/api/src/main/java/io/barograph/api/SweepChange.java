package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened; {@code by} names the caller who wanted it, or is null if that is not known or was nobody. A closed set. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SweepChange.Submitted.class, name = "submitted"),
    @JsonSubTypes.Type(value = SweepChange.TrialStarted.class, name = "trialStarted"),
    @JsonSubTypes.Type(value = SweepChange.EpochEnded.class, name = "epochEnded"),
    @JsonSubTypes.Type(value = SweepChange.TrialReturned.class, name = "trialReturned"),
    @JsonSubTypes.Type(value = SweepChange.TrialEnded.class, name = "trialEnded"),
    @JsonSubTypes.Type(value = SweepChange.FrontChanged.class, name = "frontChanged"),
    @JsonSubTypes.Type(value = SweepChange.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = SweepChange.Resumed.class, name = "resumed"),
    @JsonSubTypes.Type(value = SweepChange.PriorityChanged.class, name = "priorityChanged"),
    @JsonSubTypes.Type(value = SweepChange.Ended.class, name = "ended")
})
public sealed interface SweepChange {
    /** The sweep was accepted with this many trials. */
    record Submitted(int trials, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by)
            implements SweepChange {
        /** By somebody who is not known. */
        public Submitted(int trials) {
            this(trials, null);
        }
    }

    /** A worker took an attempt of a trial. */
    record TrialStarted(String trial, double budget, int attempt, String worker) implements SweepChange {}

    /** An epoch was reported. */
    record EpochEnded(EpochReport report) implements SweepChange {}

    /** A trial waits again: its worker drained or was lost, or the attempt failed and another may follow. */
    record TrialReturned(String trial, int attempt, String reason) implements SweepChange {}

    /**
     * A trial ended for good.
     *
     * @param state a terminal state
     * @param measurement given exactly with COMPLETED
     * @param reason why it failed or was stopped
     */
    record TrialEnded(
            String trial, int attempt, TrialState state, @Nullable Measurement measurement, @Nullable String reason)
            implements SweepChange {
        public TrialEnded {
            Checks.require(state.terminal(), state, "state", state, "be terminal");
        }
    }

    /** The front has these trials now, by falling volume. */
    record FrontChanged(List<String> trials, double hypervolume) implements SweepChange {
        public FrontChanged {
            trials = List.copyOf(trials);
        }
    }

    /** No trial starts until the sweep is resumed. */
    record Paused(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by) implements SweepChange {}

    /** Trials start again. */
    record Resumed(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by) implements SweepChange {}

    /** The sweep has this priority now. */
    record PriorityChanged(int priority, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by)
            implements SweepChange {}

    /**
     * The sweep ended; no event follows.
     *
     * @param by who cancelled it, or null if it ended on its own
     */
    record Ended(SweepState state, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by)
            implements SweepChange {
        public Ended {
            Checks.require(state.terminal(), state, "state", state, "be terminal");
        }

        /** On its own. */
        public Ended(SweepState state) {
            this(state, null);
        }
    }
}
