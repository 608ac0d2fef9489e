package io.barograph.server.verify;

import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.search.TeacherKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a log tells, derived anew rather than by the server's own fold, so that a mistake there does not vouch for itself.
 * Never refuses an entry: what cannot follow changes as little as possible.
 */
final class History implements ChangeHandler {
    private static final long LONGEST_BACKOFF_SECONDS = 60;

    private final LogEntry first;
    private final Submitted submission;
    private final List<TrialHistory> trials = new ArrayList<>();
    private final Map<String, TrialHistory> byName = new HashMap<>();
    private final Map<String, Network> networks = new HashMap<>();
    private final Set<TrialHistory> running = new LinkedHashSet<>();
    private final Set<String> withoutData = new TreeSet<>();
    private int open;
    private int fronts;
    private int unchecked;
    private boolean paused;
    private @Nullable SweepState ended;
    private Instant now;

    /** A dense network that trials share. */
    static final class Network {
        @Nullable
        String hash;

        int running;
    }

    History(LogEntry first, Submitted submission) {
        this.first = first;
        this.submission = submission;
        now = first.at();
        TeacherKeys keys = new TeacherKeys(submission.spec());
        for (PlannedTrial plan : submission.trials()) {
            TrialHistory looser = plan.after() == null ? null : byName.get(plan.after());
            TrialHistory trial = new TrialHistory(plan, trials.size(), key(keys, plan), looser);
            trials.add(trial);
            byName.putIfAbsent(plan.trial(), trial);
        }
        open = trials.size();
    }

    private static String key(TeacherKeys keys, PlannedTrial plan) {
        try {
            return keys.of(plan);
        } catch (RuntimeException e) {
            return "of " + plan.trial() + " alone, which cannot be resolved";
        }
    }

    LogEntry first() {
        return first;
    }

    Submitted submission() {
        return submission;
    }

    SweepSpec spec() {
        return submission.spec();
    }

    /** In the order of the plan. */
    List<TrialHistory> trials() {
        return Collections.unmodifiableList(trials);
    }

    @Nullable
    TrialHistory trial(String name) {
        return byName.get(name);
    }

    Collection<TrialHistory> running() {
        return Collections.unmodifiableCollection(running);
    }

    /** Workers that could not have the data when they last tried. */
    Set<String> withoutData() {
        return Collections.unmodifiableSet(withoutData);
    }

    Network network(TrialHistory trial) {
        return networks.computeIfAbsent(trial.teacherKey, key -> new Network());
    }

    boolean allEnded() {
        return open == 0;
    }

    /** The state that the sweep is in. */
    SweepState state() {
        if (ended != null) {
            return ended;
        }
        return paused ? SweepState.PAUSED : SweepState.RUNNING;
    }

    /** How the sweep ended, or null if it goes on. */
    @Nullable
    SweepState ended() {
        return ended;
    }

    int fronts() {
        return fronts;
    }

    int unchecked() {
        return unchecked;
    }

    void apply(LogEntry entry) {
        now = entry.at();
        ChangeHandler.dispatch(entry.change(), this);
    }

    private void move(TrialHistory trial, TrialState to) {
        if (trial.state.terminal()) {
            return;
        }
        network(trial).running += (to == TrialState.RUNNING ? 1 : 0) - (trial.state == TrialState.RUNNING ? 1 : 0);
        trial.state = to;
        running.remove(trial);
        if (to == TrialState.RUNNING) {
            running.add(trial);
        }
        if (to.terminal()) {
            open--;
            trial.passed = true;
        }
    }

    @Override
    public void started(TrialStarted change) {
        TrialHistory trial = trial(change.trial());
        if (trial == null) {
            return;
        }
        trial.attempts.putIfAbsent(change.attempt(), new TrialHistory.Attempt(change, now, trial.checkpointEpoch));
        if (!trial.state.terminal()) {
            trial.attempt = change.attempt();
            trial.reason = null;
            move(trial, TrialState.RUNNING);
        }
    }

    @Override
    public void epoch(EpochReport report) {
        TrialHistory trial = trial(report.trial());
        TrialHistory.Attempt attempt = trial == null ? null : trial.attempts.get(report.attempt());
        if (trial == null || attempt == null) {
            return;
        }
        attempt.epochs.putIfAbsent(report.epoch(), new TrialHistory.Epoch(report, now));
        attempt.latest = report;
        if (!trial.isLive(report.attempt())) {
            return;
        }
        trial.lostInARow = 0;
        trial.withoutData = 0;
        withoutData.remove(attempt.started.worker());
        trial.leaves(report.checkpoint(), report.epoch());
        if (report.teacher() != null) {
            network(trial).hash = report.teacher();
        }
        if (report.rung() != null) {
            trial.rung = report.rung();
            trial.passed = true;
        }
    }

    @Override
    public void returned(TrialReturned change) {
        TrialHistory trial = trial(change.trial());
        if (trial == null || !trial.isLive(change.attempt())) {
            return;
        }
        endAttempt(trial, change.attempt(), change.cause().name());
        trial.reason = change.reason();
        trial.leaves(change.checkpoint(), null);
        if (change.cause() == ReturnCause.LOST) {
            trial.lostInARow++;
        }
        if (change.cause() == ReturnCause.WITHOUT_DATA) {
            trial.withoutData++;
            lacksData(trial.newest());
        }
        if (change.cause() == ReturnCause.FAILED) {
            trial.failures++;
            trial.notBefore = now.plusSeconds(backoffSeconds(trial.failures));
            TrialHistory.Attempt attempt = trial.newest();
            boolean unavailable = change.code() == FailureCode.ARTIFACT_UNAVAILABLE;
            if (unavailable && trial.forgetsNeither() && attempt != null && attempt.started.teacher() != null) {
                network(trial).hash = null;
            }
        }
        move(trial, TrialState.WAITING);
    }

    private void lacksData(TrialHistory.@Nullable Attempt attempt) {
        if (attempt != null) {
            withoutData.add(attempt.started.worker());
        }
    }

    private static long backoffSeconds(int failures) {
        return failures > 6 ? LONGEST_BACKOFF_SECONDS : Math.min(LONGEST_BACKOFF_SECONDS, 1L << (failures - 1));
    }

    @Override
    public void completed(TrialResult result) {
        TrialHistory trial = trial(result.trial());
        if (trial != null && !trial.state.terminal()) {
            trial.result = result;
            trial.resultAt = now;
            trial.reason = null;
            endTrial(trial, result.attempt(), TrialState.COMPLETED);
        }
    }

    @Override
    public void failed(TrialFailed change) {
        TrialHistory trial = trial(change.trial());
        if (trial != null && !trial.state.terminal()) {
            if (change.code().ofData() && trial.isLive(change.attempt())) {
                lacksData(trial.newest());
            }
            trial.reason = change.reason();
            endTrial(trial, change.attempt(), TrialState.FAILED);
        }
    }

    @Override
    public void cancelled(TrialCancelled change) {
        TrialHistory trial = trial(change.trial());
        if (trial != null && !trial.state.terminal()) {
            trial.reason = "cancelled";
            endTrial(trial, change.attempt(), TrialState.CANCELLED);
        }
    }

    private void endTrial(TrialHistory trial, int attempt, TrialState how) {
        endAttempt(trial, attempt, how.name());
        move(trial, how);
    }

    private void endAttempt(TrialHistory trial, int number, String outcome) {
        TrialHistory.Attempt attempt = trial.attempts.get(number);
        if (attempt != null) {
            attempt.end(now, outcome);
        }
    }

    @Override
    public void front(FrontChanged change) {
        fronts++;
    }

    @Override
    public void paused() {
        paused = true;
    }

    @Override
    public void resumed() {
        paused = false;
    }

    @Override
    public void ended(SweepState state) {
        ended = ended == null ? state : ended;
    }

    @Override
    public void other(LoggedChange change) {
        unchecked++;
    }
}
