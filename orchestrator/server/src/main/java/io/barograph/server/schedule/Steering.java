package io.barograph.server.schedule;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepState;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.log.LoggedChange.PriorityChanged;
import io.barograph.server.log.LoggedChange.Resumed;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.util.ArrayList;
import java.util.List;

/** What users may do to a sweep, as pure functions of its state. */
public final class Steering {
    private Steering() {}

    /** The changes that a user's wish makes; none if it is fulfilled already. */
    @FunctionalInterface
    public interface Rule {
        /**
         * What is to be done.
         *
         * @param by name of the user
         * @throws BarographException CONFLICT if the sweep is in no state for it
         */
        List<LoggedChange> changes(SweepProjection sweep, String by);
    }

    /** Ends every trial that has not ended, and the sweep. */
    public static List<LoggedChange> cancel(SweepProjection sweep, String by) {
        if (sweep.state().terminal()) {
            return List.of();
        }
        List<LoggedChange> changes = new ArrayList<>();
        for (TrialEntry trial : sweep.trials()) {
            if (!trial.state().terminal()) {
                changes.add(new TrialCancelled(trial.trial(), trial.attempt()));
            }
        }
        changes.add(new Ended(SweepState.CANCELLED, by));
        return changes;
    }

    /** Lets no more trials start. */
    public static List<LoggedChange> pause(SweepProjection sweep, String by) {
        requireLive(sweep, "paused");
        return sweep.state() == SweepState.PAUSED ? List.of() : List.of(new Paused(by));
    }

    /** Lets trials start again. */
    public static List<LoggedChange> resume(SweepProjection sweep, String by) {
        requireLive(sweep, "resumed");
        return sweep.state() == SweepState.RUNNING ? List.of() : List.of(new Resumed(by));
    }

    /** Another priority. */
    public static Rule priority(int priority) {
        return (sweep, by) -> {
            requireLive(sweep, "given a priority");
            return sweep.priority() == priority ? List.of() : List.of(new PriorityChanged(priority, by));
        };
    }

    private static void requireLive(SweepProjection sweep, String what) {
        if (sweep.state().terminal()) {
            throw new BarographException(
                    ErrorCode.CONFLICT,
                    "sweep " + sweep.sweep() + " has ended (" + sweep.state() + ") and cannot be " + what,
                    null);
        }
    }
}
