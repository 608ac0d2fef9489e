package io.barograph.server.state;

import io.barograph.api.DatasetSpec;
import io.barograph.api.NetworkSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One trial as its sweep's log tells it. Changed by {@link SweepProjection} alone. */
public final class TrialEntry {
    final PlannedTrial plan;
    final String teacherKey;
    final boolean leavesRung;
    final Set<Integer> epochs = new HashSet<>(); // of the current attempt
    TrialState state = TrialState.WAITING;
    int attempt;
    int failures;
    int lostInARow;
    int withoutData;
    Instant notBefore = Instant.MIN;
    Duration ran = Duration.ZERO; // in attempts that have ended
    Instant startedAt = Instant.MIN;

    @Nullable
    String reason;

    @Nullable
    String checkpoint;

    @Nullable
    TrialStarted started;

    @Nullable
    ReturnCause returned;

    @Nullable
    TrialResult result;

    TrialEntry(PlannedTrial plan, String teacherKey, boolean leavesRung) {
        this.plan = plan;
        this.teacherKey = teacherKey;
        this.leavesRung = leavesRung;
    }

    public String trial() {
        return plan.trial();
    }

    public PlannedTrial plan() {
        return plan;
    }

    public String teacherKey() {
        return teacherKey;
    }

    public TrialState state() {
        return state;
    }

    /** The newest attempt, 0 before the first. */
    public int attempt() {
        return attempt;
    }

    /** Attempts that failed, lost and released ones not among them. */
    public int failures() {
        return failures;
    }

    /** Attempts lost one after another without a single epoch between them. */
    public int lostInARow() {
        return lostInARow;
    }

    /** Attempts whose workers could not have its data, one after another without a single epoch between them. */
    public int withoutData() {
        return withoutData;
    }

    /** A waiting trial is not started before this time. */
    public Instant notBefore() {
        return notBefore;
    }

    /** How long it has run until now, all attempts together, by the times in the log. */
    public Duration ranUntil(Instant now) {
        return state == TrialState.RUNNING ? ran.plus(Duration.between(startedAt, now)) : ran;
    }

    /** Why it waits again or ended without a result. */
    public @Nullable String reason() {
        return reason;
    }

    /** The checkpoint that the next attempt goes on from. */
    public @Nullable String checkpoint() {
        return checkpoint;
    }

    /** The start of the newest attempt. */
    public @Nullable TrialStarted started() {
        return started;
    }

    /** How the newest attempt came back, or null if it did not. */
    public @Nullable ReturnCause returned() {
        return returned;
    }

    public @Nullable TrialResult result() {
        return result;
    }

    /** Whether the current attempt has reported this epoch. */
    public boolean hasEpoch(int epoch) {
        return epochs.contains(epoch);
    }

    /** The assignment of the newest attempt, the same however often it is asked for. */
    TrialAssignment assignment(SweepProjection sweep, long leaseMillis) {
        TrialStarted start = Objects.requireNonNull(started, "no attempt yet");
        SweepSpec spec = sweep.spec();
        TrialConfig config = plan.resolve(spec.training());
        DatasetSpec dataset = spec.dataset();
        NetworkSpec network = spec.network();
        return new TrialAssignment(
                sweep.sweep(),
                config,
                dataset,
                network,
                attempt,
                leaseMillis,
                start.teacher(),
                teacherKey,
                start.rung(),
                leavesRung,
                start.checkpoint(),
                sweep.number());
    }

    /**
     * What reports say of it.
     *
     * @param waitsFor why it is not running, used if the log has no better reason
     */
    TrialReport report(SweepSpec spec, @Nullable String waitsFor) {
        TrialConfig config = plan.resolve(spec.training());
        return result == null
                ? TrialReport.unmeasured(config, state, attempt, reason == null ? waitsFor : reason)
                : TrialReport.completed(config, result, TrialReport.Files.NONE);
    }
}
