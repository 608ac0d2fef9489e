package io.barograph.server.schedule;

import io.barograph.api.Ack;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.FrontPoint;
import io.barograph.api.FrontReference;
import io.barograph.api.Hypervolume;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.Measurement;
import io.barograph.api.ParetoFront;
import io.barograph.api.SweepState;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialFailure;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of scheduling, as pure functions of a sweep's state and a message. */
final class Decisions {
    /** Workers lost in a row, without an epoch between them, after which the trial is held to kill them. */
    static final int MOST_LOST_IN_A_ROW = 25;

    private Decisions() {}

    /** A trial that may start goes to the slot that asks. */
    static TrialStarted start(SweepProjection sweep, TrialEntry trial, TrialAsk ask) {
        return new TrialStarted(
                trial.trial(),
                trial.plan().budget(),
                trial.attempt() + 1,
                ask.worker(),
                ask.slot(),
                ask.askNumber(),
                sweep.teacherFor(trial),
                sweep.rungFor(trial),
                trial.checkpoint(),
                ask.incarnation());
    }

    /**
     * What follows from a worker's message.
     *
     * @param leaves why the attempt was asked to leave, or null if it was not
     */
    static Decision<Ack> on(SweepProjection sweep, TrialMessage message, @Nullable String leaves) {
        if (!message.isOfSweep(sweep.number())) {
            return Decision.answer(Ack.UNKNOWN_TRIAL); // of a deleted sweep that had this name
        }
        if (message instanceof EpochReport epoch) {
            return epoch(sweep, epoch);
        }
        if (message instanceof TrialResult result) {
            return result(sweep, result);
        }
        if (message instanceof TrialFailure failure) {
            return failure(sweep, failure);
        }
        if (message instanceof TrialRelease release) {
            return release(sweep, release, leaves == null ? "given back by its worker" : leaves);
        }
        if (message instanceof LeaseRenewal renewal) {
            return renewal(sweep, renewal);
        }
        throw new IllegalArgumentException("not a report: " + message);
    }

    private static Decision<Ack> epoch(SweepProjection sweep, EpochReport report) {
        return current(
                sweep,
                report,
                trial -> trial.hasEpoch(report.epoch())
                        ? Decision.answer(Ack.DUPLICATE)
                        : Decision.change(new EpochEnded(report.withSweepNumber(null)), Ack.OK));
    }

    private static Decision<Ack> result(SweepProjection sweep, TrialResult result) {
        return current(
                sweep, result, trial -> Decision.change(new TrialCompleted(result.withSweepNumber(null)), Ack.OK));
    }

    private static Decision<Ack> release(SweepProjection sweep, TrialRelease release, String reason) {
        return current(
                sweep,
                release,
                trial -> Decision.change(
                        new TrialReturned(
                                release.trial(),
                                release.attempt(),
                                ReturnCause.RELEASED,
                                null,
                                reason,
                                release.checkpoint()),
                        Ack.OK));
    }

    private static Decision<Ack> failure(SweepProjection sweep, TrialFailure failure) {
        return current(sweep, failure, trial -> {
            String reason = failure.code() + ": " + failure.message();
            int failures = trial.failures() + 1;
            int allowed = sweep.spec().limits().maxAttempts();
            if (failure.retryable() && failures < allowed) {
                return Decision.change(
                        new TrialReturned(
                                failure.trial(), failure.attempt(), ReturnCause.FAILED, failure.code(), reason, null),
                        Ack.OK);
            }
            String last = failure.retryable() && allowed > 1 ? "failed " + failures + " times, last " + reason : reason;
            return Decision.change(new TrialFailed(failure.trial(), failure.attempt(), failure.code(), last), Ack.OK);
        });
    }

    /** The worker of a running trial is gone; a trial that takes its worker down every time fails. */
    static LoggedChange lost(TrialEntry trial, String reason) {
        if (trial.lostInARow() + 1 >= MOST_LOST_IN_A_ROW) {
            return new TrialFailed(
                    trial.trial(),
                    trial.attempt(),
                    FailureCode.INTERNAL,
                    "lost its worker " + MOST_LOST_IN_A_ROW + " times before a single epoch ended, last: " + reason);
        }
        return new TrialReturned(trial.trial(), trial.attempt(), ReturnCause.LOST, null, reason, null);
    }

    /** The end of a running trial that has used up its time, or null if it has some left. */
    static @Nullable LoggedChange overdue(SweepProjection sweep, TrialEntry trial, Instant now) {
        Double minutes = sweep.spec().limits().maxTrialMinutes();
        if (minutes == null
                || trial.ranUntil(now).toMillis()
                        <= minutes * Duration.ofMinutes(1).toMillis()) {
            return null;
        }
        String reason = FailureCode.DEADLINE_EXCEEDED + ": ran for longer than limits.maxTrialMinutes, which is "
                + BigDecimal.valueOf(minutes).stripTrailingZeros().toPlainString();
        return new TrialFailed(trial.trial(), trial.attempt(), FailureCode.DEADLINE_EXCEEDED, reason);
    }

    /** What must follow a stored change by itself: a new front after a result, the end after the last trial. */
    static List<LoggedChange> consequences(SweepProjection sweep, LoggedChange latest) {
        List<LoggedChange> changes = new ArrayList<>();
        if (latest instanceof TrialCompleted completed) {
            ParetoFront front = frontWith(sweep, completed.result().trial());
            List<String> names = front.points().stream().map(FrontPoint::trial).toList();
            if (!names.equals(sweep.front())) {
                FrontReference reference = FrontReference.of(sweep.spec().dataset());
                changes.add(new FrontChanged(names, Hypervolume.of(front, reference)));
            }
        }
        if (sweep.allEnded() && !sweep.state().terminal()) {
            boolean any = sweep.count(TrialState.COMPLETED) + sweep.count(TrialState.STOPPED_EARLY) > 0;
            changes.add(new Ended(any ? SweepState.COMPLETED : SweepState.FAILED));
        }
        return changes;
    }

    /** The front after one more result: what is not on the front now never comes back to it. */
    private static ParetoFront frontWith(SweepProjection sweep, String trial) {
        return ParetoFront.of(Stream.concat(sweep.front().stream(), Stream.of(trial))
                .map(name -> Objects.requireNonNull(
                        Objects.requireNonNull(sweep.trial(name)).result()))
                .map(Decisions::point)
                .toList());
    }

    private static FrontPoint point(TrialResult result) {
        Measurement measured = result.measurement();
        return new FrontPoint(result.trial(), measured.budget(), measured.volumeRatio(), measured.validationAccuracy());
    }

    /** Whether this attempt still runs; renewing a lease needs no more than that. */
    private static Decision<Ack> renewal(SweepProjection sweep, LeaseRenewal renewal) {
        return current(sweep, renewal, trial -> Decision.answer(Ack.OK));
    }

    private static Decision<Ack> current(
            SweepProjection sweep, TrialMessage message, Function<TrialEntry, Decision<Ack>> whenRunning) {
        TrialEntry trial = sweep.trial(message.trial());
        if (trial == null || message.attempt() > trial.attempt()) {
            return Decision.answer(Ack.UNKNOWN_TRIAL);
        }
        if (message.attempt() < trial.attempt()) {
            return Decision.answer(Ack.STALE_ATTEMPT);
        }
        if (trial.state() == TrialState.RUNNING) {
            return whenRunning.apply(trial);
        }
        return Decision.answer(alreadyTold(trial, message) ? Ack.DUPLICATE : Ack.STALE_ATTEMPT);
    }

    /** Whether an ended attempt had said this before, so that repeating it changes nothing. */
    private static boolean alreadyTold(TrialEntry trial, TrialMessage message) {
        if (message instanceof EpochReport report) {
            return trial.hasEpoch(report.epoch());
        }
        if (message instanceof TrialResult) {
            return trial.state() == TrialState.COMPLETED;
        }
        if (message instanceof TrialFailure) {
            return trial.state() == TrialState.FAILED || trial.returned() == ReturnCause.FAILED;
        }
        return message instanceof TrialRelease && trial.returned() == ReturnCause.RELEASED;
    }
}
