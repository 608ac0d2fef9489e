package io.barograph.server.schedule;

import io.barograph.api.FailureCode;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Submitted;
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

/** Which cases of a ladder the log of one had, so that a test can tell whether its faults were bad enough. */
final class LadderCases {
    private final Map<String, PlannedTrial> plan = new HashMap<>();
    private final Map<String, String> rungs = new HashMap<>();
    private final Map<String, TrialStarted> starts = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    private LadderCases(List<LogEntry> log) {
        ((Submitted) log.get(0).change()).trials().forEach(trial -> plan.put(trial.trial(), trial));
        log.forEach(entry -> follow(entry.change()));
    }

    static Set<String> in(List<LogEntry> log) {
        return new LadderCases(log).seen;
    }

    private void follow(LoggedChange change) {
        if (change instanceof TrialStarted start) {
            starts.put(start.trial(), start);
            String after = after(start.trial());
            if (after != null) {
                boolean next = start.rung() != null && start.rung().equals(rungs.get(after));
                String fresh = "fresh in spite of a looser one";
                seen.add(start.rung() == null ? fresh : next ? "next looser" : "looser still");
            }
        } else if (change instanceof EpochEnded epoch && epoch.report().rung() != null) {
            rungs.put(epoch.report().trial(), epoch.report().rung());
        } else if (change instanceof TrialReturned back) {
            TrialStarted start = Objects.requireNonNull(starts.get(back.trial()));
            if (back.code() == FailureCode.ARTIFACT_UNAVAILABLE && start.checkpoint() == null && start.rung() != null) {
                seen.add("forgotten rung");
                rungs.values().remove(start.rung());
            }
        }
    }

    private @Nullable String after(String trial) {
        return Objects.requireNonNull(plan.get(trial)).after();
    }
}
