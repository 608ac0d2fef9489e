package io.barograph.server.schedule;

import io.barograph.api.Ack;
import io.barograph.api.DatasetSpec;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules of scheduling, as pure functions of a sweep's state and a message. */
final class Decisions {
    /** Workers lost in a row, without an epoch between them, after which the trial is held to kill them. */
    static final int MOST_LOST_IN_A_ROW = 25;

    /** Attempts in a row, without an epoch between them, whose workers lacked the data, after which the trial fails. */
    static final int MOST_WITHOUT_DATA = 25;

    private static final int MOST_NAMES = 20;

    private Decisions() {}

    /** A trial that may start goes to the slot that asks. */
    static TrialStarted start(SweepProjection sweep, TrialEntry trial, TrialAsk ask) {
        String hash = sweep.spec().dataset().hash();
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
                ask.incarnation(),
                hash != null && ask.datasets().contains(hash) ? hash : null);
    }

    /**
     * What follows from a worker's message.
     *
     * @param leaves why the attempt was asked to leave, or null if it was not
     * @param mayBeElsewhere whether another worker than the attempt's may have the data of the sweep
     */
    static Decision<Ack> on(
            SweepProjection sweep, TrialMessage message, @Nullable String leaves, BooleanSupplier mayBeElsewhere) {
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
            return failure.code().ofData() ? dataFailure(sweep, failure, mayBeElsewhere) : failure(sweep, failure);
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

    private static Decision<Ack> dataFailure(
            SweepProjection sweep, TrialFailure failure, BooleanSupplier mayBeElsewhere) {
        return current(sweep, failure, trial -> {
            String worker = Objects.requireNonNull(trial.started()).worker();
            String reason = failure.code() + " at worker " + worker + ": " + failure.message();
            boolean more = trial.withoutData() + 1 < MOST_WITHOUT_DATA && mayBeElsewhere.getAsBoolean();
            LoggedChange change = more
                    ? new TrialReturned(
                            failure.trial(), failure.attempt(), ReturnCause.WITHOUT_DATA, failure.code(), reason, null)
                    : new TrialFailed(
                            failure.trial(), failure.attempt(), failure.code(), nobodyHas(sweep, worker, reason));
            return Decision.change(change, Ack.OK);
        });
    }

    /** The end of a trial that waits because its data was not there, when nobody is left who may have it. */
    static TrialFailed withoutData(SweepProjection sweep, TrialEntry trial) {
        String worker = Objects.requireNonNull(trial.started()).worker();
        String last = String.valueOf(trial.reason());
        return new TrialFailed(
                trial.trial(), trial.attempt(), FailureCode.DATA_MISSING, nobodyHas(sweep, worker, last));
    }

    private static String nobodyHas(SweepProjection sweep, String worker, String last) {
        Set<String> tried = new TreeSet<>(sweep.withoutData());
        tried.add(worker);
        DatasetSpec data = sweep.spec().dataset();
        String names = tried.stream().limit(MOST_NAMES).collect(Collectors.joining(", "))
                + (tried.size() > MOST_NAMES ? " and " + (tried.size() - MOST_NAMES) + " others" : "");
        return "no live worker has data set " + data.name() + (data.hash() == null ? "" : " with hash " + data.hash())
                + "; tried by " + names + "; last " + last;
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
            return trial.state() == TrialState.FAILED
                    || trial.returned() == ReturnCause.FAILED
                    || trial.returned() == ReturnCause.WITHOUT_DATA;
        }
        return message instanceof TrialRelease && trial.returned() == ReturnCause.RELEASED;
    }
}
