package io.barograph.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.FailureCode;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a log by itself, without the state that the scheduler keeps: a trial of a ladder never starts before its looser
 * neighbour left a rung or ended, and gets the rung of the nearest looser trial that left one.
 */
final class LadderCheck {
    private final Map<String, PlannedTrial> plan = new HashMap<>();
    private final Map<String, String> rungs = new HashMap<>();
    private final Map<String, TrialStarted> starts = new HashMap<>();
    private final Set<String> leftOrEnded = new HashSet<>();
    private final Set<String> seen = new HashSet<>();

    LadderCheck(List<LogEntry> log) {
        ((Submitted) log.get(0).change()).trials().forEach(trial -> plan.put(trial.trial(), trial));
        log.forEach(entry -> follow(entry.change()));
    }

    /** Which cases the log had. */
    Set<String> seen() {
        return seen;
    }

    private void follow(LoggedChange change) {
        if (change instanceof TrialStarted start) {
            check(start);
            starts.put(start.trial(), start);
        } else if (change instanceof EpochEnded epoch) {
            String rung = epoch.report().rung();
            if (rung != null) {
                rungs.put(epoch.report().trial(), rung);
                leftOrEnded.add(epoch.report().trial());
            }
        } else if (change instanceof TrialReturned back) {
            TrialStarted start = Objects.requireNonNull(starts.get(back.trial()));
            if (back.code() == FailureCode.ARTIFACT_UNAVAILABLE && start.checkpoint() == null && start.rung() != null) {
                seen.add("forgotten rung");
                rungs.values().remove(start.rung());
            }
        } else if (change instanceof TrialCompleted end) {
            leftOrEnded.add(end.result().trial());
        } else if (change instanceof TrialFailed end) {
            leftOrEnded.add(end.trial());
        } else if (change instanceof TrialCancelled end) {
            leftOrEnded.add(end.trial());
        }
    }

    private void check(TrialStarted start) {
        String after = after(start.trial());
        if (after != null) {
            assertThat(leftOrEnded).as("before %s", start).contains(after);
        }
        String expected = null;
        for (String from = after; from != null && expected == null; from = after(from)) {
            expected = rungs.get(from);
        }
        assertThat(start.rung()).as("rung of %s", start).isEqualTo(expected);
        if (after != null) {
            boolean next = expected != null && expected.equals(rungs.get(after));
            seen.add(expected == null ? "fresh in spite of a looser one" : next ? "next looser" : "looser still");
        }
    }

    private @Nullable String after(String trial) {
        return Objects.requireNonNull(plan.get(trial)).after();
    }
}
