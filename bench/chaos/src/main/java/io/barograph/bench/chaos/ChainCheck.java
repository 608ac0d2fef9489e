package io.barograph.bench.chaos;

import io.barograph.api.EpochReport;
import io.barograph.api.TrialResult;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.search.TeacherKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Predicts from the log of a sweep every checkpoint, dense network, rung and result that its stand-ins should have stored, and
 * tells which they did not.
 */
final class ChainCheck {
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Chain> stored = new HashMap<>(); // by hash
    private final Map<String, Chain> states = new HashMap<>(); // by trial, of its newest attempt
    private final Map<String, TrialStarted> starts = new HashMap<>();
    private final Map<String, String> teacherKeys = new HashMap<>();
    private final Map<String, Double> budgets = new HashMap<>();

    private ChainCheck() {}

    /** What is wrong, in sentences. */
    static List<String> check(List<LogEntry> log) {
        ChainCheck check = new ChainCheck();
        log.forEach(check::entry);
        return check.wrong;
    }

    private void entry(LogEntry entry) {
        if (entry.change() instanceof Submitted submitted) {
            TeacherKeys keys = new TeacherKeys(submitted.spec());
            submitted.trials().forEach(trial -> {
                teacherKeys.put(trial.trial(), keys.of(trial));
                budgets.put(trial.trial(), trial.budget());
            });
        } else if (entry.change() instanceof TrialStarted start) {
            starts.put(start.trial(), start);
            states.put(
                    start.trial(),
                    StandIn.start(
                            StandIn.name(entry.sweep(), start.trial()),
                            key(start.trial()),
                            known(start.teacher()),
                            known(start.rung()),
                            known(start.checkpoint())));
        } else if (entry.change() instanceof EpochEnded epoch) {
            epoch(epoch.report());
        } else if (entry.change() instanceof TrialCompleted completed) {
            result(completed.result());
        }
    }

    private void epoch(EpochReport report) {
        String trial = report.trial();
        String name = StandIn.name(report.sweep(), trial);
        Chain done = state(trial).next();
        require(report, "epoch", done.epoch(), report.epoch());
        artifact(report, report.checkpoint(), done, Chain.Kind.CHECKPOINT, name);
        if (report.teacher() != null) {
            artifact(report, report.teacher(), done, Chain.Kind.TEACHER, key(trial));
        }
        if (report.rung() != null) {
            artifact(report, report.rung(), done, Chain.Kind.RUNG, name);
        }
        states.put(trial, StandIn.after(name, done, known(start(trial).rung())));
    }

    private void artifact(EpochReport report, @Nullable String hash, Chain chain, Chain.Kind kind, String name) {
        require(report, kind.name(), chain.hash(kind, name), hash);
        if (hash != null) {
            stored.put(hash, chain);
        }
    }

    private void result(TrialResult result) {
        Chain end = state(result.trial());
        double budget = Objects.requireNonNull(budgets.get(result.trial()));
        TrialResult expected = StandIn.result(result.sweep(), result.trial(), result.attempt(), budget, end);
        require(result, "result", expected, result);
        require(result, "last epoch", StandIn.EPOCHS, end.epoch());
    }

    private @Nullable Chain known(@Nullable String hash) {
        if (hash == null) {
            return null;
        }
        Chain chain = stored.get(hash);
        if (chain == null) {
            wrong.add("artifact " + hash + " was given to a trial and never reported");
        }
        return chain;
    }

    private Chain state(String trial) {
        return Objects.requireNonNull(states.get(trial), "a report of a trial that did not start");
    }

    private TrialStarted start(String trial) {
        return Objects.requireNonNull(starts.get(trial));
    }

    private String key(String trial) {
        return Objects.requireNonNull(teacherKeys.get(trial));
    }

    private void require(Object of, String what, Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            wrong.add(what + " must be " + expected + ", was " + found + " in " + of);
        }
    }
}
