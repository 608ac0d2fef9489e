package io.barograph.server.state;

import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.log.LoggedChange.PriorityChanged;
import io.barograph.server.log.LoggedChange.Resumed;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import java.time.Duration;
import java.time.Instant;

/** How one change turns a sweep's state into the next, and which changes are possible. */
final class Transition {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(1);

    private final SweepProjection sweep;
    private final Instant at;

    Transition(SweepProjection sweep, Instant at) {
        this.sweep = sweep;
        this.at = at;
    }

    void apply(LoggedChange change) {
        if (change instanceof TrialStarted started) {
            start(started);
        } else if (change instanceof EpochEnded ended) {
            epoch(ended.report());
        } else if (change instanceof TrialReturned returned) {
            giveBack(returned);
        } else if (change instanceof TrialCompleted completed) {
            complete(completed);
        } else if (change instanceof TrialFailed failed) {
            fail(failed);
        } else if (change instanceof TrialCancelled cancelled) {
            cancel(cancelled);
        } else if (change instanceof FrontChanged front) {
            sweep.setFront(front.trials(), at);
        } else if (change instanceof Paused) {
            turn(SweepState.RUNNING, SweepState.PAUSED);
        } else if (change instanceof Resumed) {
            turn(SweepState.PAUSED, SweepState.RUNNING);
        } else if (change instanceof PriorityChanged changed) {
            sweep.setPriority(changed.priority());
        } else if (change instanceof Ended ended) {
            end(ended.state());
        } else if (change instanceof Submitted) {
            throw impossible("submitted twice");
        } else {
            throw impossible("unknown change " + change);
        }
    }

    private void start(TrialStarted started) {
        TrialEntry trial = trial(started.trial());
        if (sweep.state() != SweepState.RUNNING) {
            throw impossible(trial.trial() + " started in state " + sweep.state());
        }
        if (trial.state != TrialState.WAITING || started.attempt() != trial.attempt + 1) {
            throw impossible("attempt " + started.attempt() + " of " + trial.trial() + " after attempt " + trial.attempt
                    + " in state " + trial.state);
        }
        TrialEntry looser = sweep.heldBy(trial);
        if (looser != null) {
            throw impossible(trial.trial() + " started before " + looser.trial() + " reached its budget");
        }
        trial.attempt = started.attempt();
        trial.started = started;
        trial.startedAt = at;
        trial.epochs.clear();
        trial.returned = null;
        trial.reason = null;
        sweep.move(trial, TrialState.RUNNING);
    }

    private void epoch(EpochReport report) {
        TrialEntry trial = runningAttempt(report.trial(), report.attempt());
        if (!trial.epochs.add(report.epoch())) {
            throw impossible("epoch " + report.epoch() + " of " + report.trial() + " twice in one attempt");
        }
        trial.lostInARow = 0;
        trial.withoutData = 0;
        sweep.tellData(trial, true);
        if (report.checkpoint() != null) {
            trial.checkpoint = report.checkpoint();
        }
        if (report.teacher() != null) {
            sweep.group(trial).setTeacher(report.teacher());
        }
        if (report.rung() != null) {
            sweep.leaveRung(trial, report.rung());
        }
    }

    private void giveBack(TrialReturned returned) {
        TrialEntry trial = runningAttempt(returned.trial(), returned.attempt());
        trial.ran = trial.ranUntil(at);
        trial.reason = returned.reason();
        trial.returned = returned.cause();
        if (returned.checkpoint() != null) {
            trial.checkpoint = returned.checkpoint();
        }
        if (returned.cause() == ReturnCause.LOST) {
            trial.lostInARow++;
        }
        if (returned.cause() == ReturnCause.WITHOUT_DATA) {
            trial.withoutData++;
            sweep.tellData(trial, false);
        }
        if (returned.cause() == ReturnCause.FAILED) {
            trial.failures++;
            trial.notBefore = at.plus(backoff(trial.failures));
            if (returned.code() == FailureCode.ARTIFACT_UNAVAILABLE) {
                forgetArtifact(trial);
            }
        }
        sweep.move(trial, TrialState.WAITING);
    }

    /** The checkpoint first, then the rung; if there was neither, it was the dense network that could not be had. */
    private void forgetArtifact(TrialEntry trial) {
        TrialStarted started = trial.started;
        if (started != null && started.checkpoint() == null) {
            if (started.rung() != null) {
                sweep.forgetRung(trial, started.rung());
            } else if (started.teacher() != null) {
                sweep.group(trial).setTeacher(null);
            }
        }
        trial.checkpoint = null;
    }

    private void complete(TrialCompleted completed) {
        TrialEntry trial =
                runningAttempt(completed.result().trial(), completed.result().attempt());
        trial.result = completed.result();
        sweep.move(trial, TrialState.COMPLETED);
    }

    /** One that waits because its data was not there may fail too: nobody is left who could have it. */
    private void fail(TrialFailed failed) {
        TrialEntry trial = trial(failed.trial());
        boolean waits = trial.state == TrialState.WAITING
                && trial.attempt == failed.attempt()
                && trial.returned == ReturnCause.WITHOUT_DATA
                && failed.code().ofData();
        if (!waits) {
            runningAttempt(failed.trial(), failed.attempt());
            if (failed.code().ofData()) {
                sweep.tellData(trial, false);
            }
        }
        trial.reason = failed.reason();
        sweep.move(trial, TrialState.FAILED);
    }

    private void cancel(TrialCancelled cancelled) {
        TrialEntry trial = trial(cancelled.trial());
        if (trial.state.terminal() || cancelled.attempt() != trial.attempt) {
            throw impossible(
                    "cancel of attempt " + cancelled.attempt() + " of " + trial.trial() + " in state " + trial.state);
        }
        trial.reason = "cancelled";
        sweep.move(trial, TrialState.CANCELLED);
    }

    private void turn(SweepState from, SweepState to) {
        if (sweep.state() != from) {
            throw impossible("from " + sweep.state() + " to " + to);
        }
        sweep.turn(to);
    }

    private void end(SweepState state) {
        if (!state.terminal() || !sweep.allEnded()) {
            throw impossible("ended " + state + " with trials " + sweep.view().trials());
        }
        sweep.turn(state);
    }

    private TrialEntry runningAttempt(String name, int attempt) {
        TrialEntry trial = trial(name);
        if (trial.state != TrialState.RUNNING || trial.attempt != attempt) {
            throw impossible("report of attempt " + attempt + " of " + name + ", which is in attempt " + trial.attempt
                    + " in state " + trial.state);
        }
        return trial;
    }

    private TrialEntry trial(String name) {
        TrialEntry trial = sweep.trial(name);
        if (trial == null) {
            throw impossible("unknown trial " + name);
        }
        return trial;
    }

    private static Duration backoff(int failures) {
        Duration grown = FIRST_BACKOFF.multipliedBy(1L << Math.min(failures - 1, 10));
        return grown.compareTo(LONGEST_BACKOFF) < 0 ? grown : LONGEST_BACKOFF;
    }

    private IllegalStateException impossible(String what) {
        return new IllegalStateException("impossible change of " + sweep.sweep() + ": " + what);
    }
}
