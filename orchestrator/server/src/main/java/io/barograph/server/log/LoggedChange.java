package io.barograph.server.log;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log stores of one change of a sweep: all that replaying needs, and {@link #published() what clients see} of
 * it, one to one. {@code by} names the caller who wanted it; null in entries from before that was stored. A closed set; stored
 * by its simple name.
 */
public sealed interface LoggedChange {
    /** The change as clients of the event feed see it. */
    @JsonIgnore
    SweepChange published();

    /** The first entry of every log: the sweep and the trials that its sampler chose. */
    record Submitted(
            String idempotencyKey,
            SweepSpec spec,
            int samplerVersion,
            List<PlannedTrial> trials,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by)
            implements LoggedChange {
        public Submitted {
            trials = List.copyOf(trials);
        }

        /** By somebody who is not known. */
        public Submitted(String idempotencyKey, SweepSpec spec, int samplerVersion, List<PlannedTrial> trials) {
            this(idempotencyKey, spec, samplerVersion, trials, null);
        }

        @Override
        public SweepChange published() {
            return new SweepChange.Submitted(trials.size(), by);
        }
    }

    /**
     * An attempt was handed to a worker's slot, in answer to its ask of this number.
     *
     * @param budget repeated for readers of the feed
     * @param teacher dense network given to it, or null: it pretrains
     * @param rung snapshot of a looser trial given to it, or null: it prunes from the dense network
     * @param checkpoint artifact it goes on from, or null
     * @param incarnation of the worker that asked, or null if it told none
     * @param data hash of the trial's data set if the worker said that it holds it, else null
     */
    record TrialStarted(
            String trial,
            double budget,
            int attempt,
            String worker,
            int slot,
            long askNumber,
            @Nullable String teacher,
            @Nullable String rung,
            @Nullable String checkpoint,
            @Nullable String incarnation,
            @Nullable String data)
            implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.TrialStarted(trial, budget, attempt, worker);
        }
    }

    /** The end of an epoch. */
    record EpochEnded(EpochReport report) implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.EpochEnded(report);
        }
    }

    /** Why an attempt ended without ending its trial. */
    enum ReturnCause {
        /** The attempt failed and another may go better; counts against the sweep's limit of attempts. */
        FAILED,
        /** Nothing was heard of its worker for too long, or the worker started anew; does not count as a failure. */
        LOST,
        /** The worker could not have the trial's data, and another may; does not count as a failure. */
        WITHOUT_DATA,
        /** The worker gave it back, to drain or because it was asked to; does not count as a failure. */
        RELEASED
    }

    /**
     * The trial waits again.
     *
     * @param code given exactly with FAILED and WITHOUT_DATA
     * @param checkpoint where to go on from, if newer than the last reported one
     */
    record TrialReturned(
            String trial,
            int attempt,
            ReturnCause cause,
            @Nullable FailureCode code,
            String reason,
            @Nullable String checkpoint)
            implements LoggedChange {
        public TrialReturned {
            boolean failed = cause == ReturnCause.FAILED || cause == ReturnCause.WITHOUT_DATA;
            if (failed != (code != null)) {
                throw new IllegalArgumentException(
                        "code must be given exactly with FAILED and WITHOUT_DATA, was " + code + " with " + cause);
            }
        }

        @Override
        public SweepChange published() {
            return new SweepChange.TrialReturned(trial, attempt, reason);
        }
    }

    /** The trial ended with its result. */
    record TrialCompleted(TrialResult result) implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.TrialEnded(
                    result.trial(), result.attempt(), TrialState.COMPLETED, result.measurement(), result.note());
        }
    }

    /** The trial ended without a result and will not be tried again. */
    record TrialFailed(String trial, int attempt, FailureCode code, String reason) implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.TrialEnded(trial, attempt, TrialState.FAILED, null, reason);
        }
    }

    /** The trial was cancelled with its sweep; attempt 0 if it never ran. */
    record TrialCancelled(String trial, int attempt) implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.TrialEnded(trial, attempt, TrialState.CANCELLED, null, "cancelled");
        }
    }

    /** The front has these trials now, by falling volume. */
    record FrontChanged(List<String> trials, double hypervolume) implements LoggedChange {
        public FrontChanged {
            trials = List.copyOf(trials);
        }

        @Override
        public SweepChange published() {
            return new SweepChange.FrontChanged(trials, hypervolume);
        }
    }

    /** No trial starts until the sweep is resumed. */
    record Paused(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by) implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.Paused(by);
        }
    }

    /** Trials start again. */
    record Resumed(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by) implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.Resumed(by);
        }
    }

    /** The sweep has this priority now. */
    record PriorityChanged(int priority, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by)
            implements LoggedChange {
        @Override
        public SweepChange published() {
            return new SweepChange.PriorityChanged(priority, by);
        }
    }

    /**
     * The last entry of a log.
     *
     * @param by who cancelled the sweep, or null if it ended on its own
     */
    record Ended(SweepState state, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String by)
            implements LoggedChange {
        /** On its own. */
        public Ended(SweepState state) {
            this(state, null);
        }

        @Override
        public SweepChange published() {
            return new SweepChange.Ended(state, by);
        }
    }
}
