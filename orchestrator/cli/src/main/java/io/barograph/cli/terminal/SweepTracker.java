package io.barograph.cli.terminal;

import io.barograph.api.EpochReport;
import io.barograph.api.Progress;
import io.barograph.api.Strategy;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts a sweep's events and progress together into what displays show. Thread-safe. */
public final class SweepTracker {
    private static final Set<String> KEYS_OF_DENSE =
            Set.of("batchSize", "weightDecay", "pretrain.epochs", "pretrain.learningRate");
    private static final double ENOUGH_WORK = 0.5;

    private final SweepSpec spec;
    private final Map<String, TrialTrack> trials = new LinkedHashMap<>();
    private Set<String> front = Set.of();
    private @Nullable Double hypervolume;
    private double workBefore = -1;
    private Duration workingSince = Duration.ZERO;

    /** Starts with every trial waiting; events from the first on make it what it is. */
    public SweepTracker(SweepSpec spec, SweepReport report) {
        this.spec = spec;
        for (TrialReport trial : report.trials()) {
            TrainingSpec training = spec.training().withParameters(trial.search());
            EpochPlan alone = EpochPlan.of(training, trial.budget());
            List<EpochPlan> plans = isOnRung(trial.budget())
                    ? List.of(EpochPlan.onRung(training, trial.budget()), alone)
                    : List.of(alone);
            trials.put(trial.trial(), new TrialTrack(trial, trials.size(), plans));
        }
    }

    /** Whether a trial is to go on from a looser one; if it then cannot, its progress says so. */
    private boolean isOnRung(double budget) {
        return spec.search().strategy() == Strategy.LADDER
                && spec.search().budgets().stream().anyMatch(looser -> looser < 1 && looser > budget);
    }

    public synchronized void progressed(Progress progress) {
        track(progress.trial()).progressed(progress);
    }

    public synchronized void happened(SweepEvent event) {
        SweepChange change = event.change();
        if (change instanceof SweepChange.TrialStarted started) {
            track(started.trial()).started(started.attempt());
        } else if (change instanceof SweepChange.EpochEnded ended) {
            track(ended.report().trial()).epochEnded(ended.report());
        } else if (change instanceof SweepChange.TrialReturned returned) {
            track(returned.trial()).returned(returned.reason());
        } else if (change instanceof SweepChange.TrialEnded ended) {
            track(ended.trial()).ended(ended.state(), ended.measurement(), ended.reason());
        } else if (change instanceof SweepChange.FrontChanged changed) {
            front = Set.copyOf(changed.trials());
            hypervolume = changed.hypervolume();
        }
    }

    /** The sweep as it is {@code elapsed} after the start of the command. */
    public synchronized SweepScreen screen(Duration elapsed, boolean stopping) {
        List<TrialRow> rows = trials.entrySet().stream()
                .map(entry -> entry.getValue().row(front.contains(entry.getKey())))
                .toList();
        double work = 0;
        double done = 0;
        Set<TrialTrack> pretraining = pretraining();
        for (TrialTrack trial : trials.values()) {
            work += trial.work(pretraining.contains(trial));
            done += trial.workDone(pretraining.contains(trial));
        }
        double share = work == 0 ? 1 : done / work;
        return new SweepScreen(spec, rows, elapsed, share, secondsLeft(elapsed, done, work), hypervolume, stopping);
    }

    /** The reported epochs of a trial. */
    public synchronized List<EpochReport> history(String trial) {
        return track(trial).history();
    }

    /** Trials that carry the cost of a dense network: those that trained one, else the first that will need it. */
    private Set<TrialTrack> pretraining() {
        Map<Object, List<TrialTrack>> sharing = trials.values().stream()
                .collect(Collectors.groupingBy(
                        trial -> trial.denseKey(KEYS_OF_DENSE), LinkedHashMap::new, Collectors.toList()));
        Set<TrialTrack> found = new HashSet<>();
        for (List<TrialTrack> group : sharing.values()) {
            List<TrialTrack> known =
                    new ArrayList<>(group.stream().filter(TrialTrack::pretrains).toList());
            if (known.isEmpty()) {
                known.add(group.get(0));
            }
            found.addAll(known);
        }
        return found;
    }

    private @Nullable Double secondsLeft(Duration elapsed, double done, double work) {
        if (workBefore < 0) {
            if (trials.values().stream().noneMatch(trial -> trial.row(false).phase() != null && !trial.terminal())) {
                return null;
            }
            workBefore = done; // done by earlier runs of the command, or while it started
            workingSince = elapsed;
        }
        double here = done - workBefore;
        double seconds = elapsed.minus(workingSince).toMillis() / 1000.0;
        return here < ENOUGH_WORK || seconds <= 0 ? null : seconds / here * (work - done);
    }

    private TrialTrack track(String trial) {
        TrialTrack found = trials.get(trial);
        if (found == null) {
            throw new IllegalArgumentException("trial " + trial + " is not one of the sweep " + spec.name());
        }
        return found;
    }
}
