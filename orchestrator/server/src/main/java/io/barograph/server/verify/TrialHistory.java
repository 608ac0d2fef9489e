package io.barograph.server.verify;

import io.barograph.api.EpochReport;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One trial as {@link History}, which alone changes it, derives it. */
final class TrialHistory {
    final PlannedTrial plan;
    final int position; // in the plan, whatever the plan says
    final String teacherKey;
    final @Nullable TrialHistory looser;
    final Map<Integer, Attempt> attempts = new LinkedHashMap<>();
    TrialState state = TrialState.WAITING;
    int attempt;
    int failures;
    int lostInARow;
    int withoutData;
    Instant notBefore = Instant.MIN;
    boolean passed; // has left a rung or ended: the next tighter one may start

    @Nullable
    String reason;

    @Nullable
    String checkpoint;

    @Nullable
    Integer checkpointEpoch; // null also if a checkpoint came with a return, which does not say its epoch

    @Nullable
    String rung;

    @Nullable
    TrialResult result;

    @Nullable
    Instant resultAt;

    /** One attempt. */
    static final class Attempt {
        final TrialStarted started;
        final Instant startedAt;
        final @Nullable Integer goesOnAfter; // the epoch of its checkpoint, or null if that is not known
        final Map<Integer, Epoch> epochs = new LinkedHashMap<>();

        @Nullable
        EpochReport latest;

        @Nullable
        Instant endedAt;

        @Nullable
        String outcome;

        Attempt(TrialStarted started, Instant startedAt, @Nullable Integer goesOnAfter) {
            this.started = started;
            this.startedAt = startedAt;
            this.goesOnAfter = goesOnAfter;
        }

        void end(Instant at, String how) {
            if (endedAt == null) {
                endedAt = at;
                outcome = how;
            }
        }
    }

    /** One stored epoch. */
    record Epoch(EpochReport report, Instant at) {}

    TrialHistory(PlannedTrial plan, int position, String teacherKey, @Nullable TrialHistory looser) {
        this.plan = plan;
        this.position = position;
        this.teacherKey = teacherKey;
        this.looser = looser;
    }

    String name() {
        return plan.trial();
    }

    /** Whether this attempt is the one that runs. */
    boolean isLive(int number) {
        return state == TrialState.RUNNING && attempt == number;
    }

    /** Whether it waits because this attempt could not have its data. */
    boolean waitsForData(int number) {
        Attempt attempt = newest();
        return state == TrialState.WAITING
                && this.attempt == number
                && attempt != null
                && ReturnCause.WITHOUT_DATA.name().equals(attempt.outcome);
    }

    @Nullable
    Attempt newest() {
        return attempts.get(attempt);
    }

    /** The looser trial that must pass before this one may start, or null. */
    @Nullable
    TrialHistory heldBy() {
        return looser == null || looser.passed ? null : looser;
    }

    /** The snapshot of the nearest looser trial that left one, or null. */
    @Nullable
    String expectedRung() {
        for (TrialHistory from = looser; from != null; from = from.looser) {
            if (from.rung != null) {
                return from.rung;
            }
        }
        return null;
    }

    /** The next attempt goes on from this checkpoint; nothing changes if it is null. */
    void leaves(@Nullable String left, @Nullable Integer epoch) {
        if (left != null) {
            checkpoint = left;
            checkpointEpoch = epoch;
        }
    }

    /** The newest attempt could not have its checkpoint, else its rung; whether it was given neither. */
    boolean forgetsNeither() {
        Attempt attempt = newest();
        String given = attempt == null ? null : attempt.started.rung();
        boolean fresh = attempt != null && attempt.started.checkpoint() == null;
        if (fresh && given != null) {
            for (TrialHistory from = looser; from != null; from = from.looser) {
                from.rung = Objects.equals(from.rung, given) ? null : from.rung;
            }
        }
        checkpoint = null;
        checkpointEpoch = null;
        return fresh && given == null;
    }

    /** Where it stands, for messages. */
    String standing() {
        return name() + " is " + state + " in attempt " + attempt;
    }
}
