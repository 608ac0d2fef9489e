package io.barograph.bench.dispatch;

import io.barograph.api.TrialState;
import io.barograph.bench.dispatch.SlotJournal.Confirmed;
import io.barograph.bench.dispatch.SlotJournal.Epoch;
import io.barograph.bench.dispatch.SlotJournal.Training;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.SweepStore;
import io.barograph.server.verify.StoredSweep;
import io.barograph.server.verify.SweepSnapshot;
import io.barograph.server.verify.Verifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What the store holds of a sweep after its end, and what of it is missing or there twice. */
final class SweepCheck {
    private static final int PAGE = 1000;

    private final List<LogEntry> log;
    private final int results;
    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, Integer> ends = new HashMap<>();
    private final Set<Epoch> epochs = new HashSet<>();
    private final List<String> violations = new ArrayList<>();

    private SweepCheck(List<LogEntry> log, int results) {
        this.log = log;
        this.results = results;
        log.forEach(this::count);
    }

    /** Reads the log, the results, and with the product's own verifier everything else that is stored. */
    static SweepCheck read(SweepStore store, PostgresConfig postgres, String sweep) {
        List<LogEntry> log = new ArrayList<>();
        List<LogEntry> page;
        do {
            page = Waiting.on(store.log(sweep, log.size(), PAGE));
            log.addAll(page);
        } while (!page.isEmpty());
        SweepCheck check = new SweepCheck(log, Waiting.on(store.results(sweep)).size());
        StoredSweep stored = Objects.requireNonNull(SweepSnapshot.read(postgres, sweep));
        Verifier.verify(stored).violations().forEach(violation -> check.violations.add(violation.toString()));
        return check;
    }

    private void count(LogEntry entry) {
        if (entry.change() instanceof TrialStarted start) {
            starts.merge(start.trial(), 1, Integer::sum);
        } else if (entry.change() instanceof TrialCompleted end) {
            ends.merge(end.result().trial(), 1, Integer::sum);
        } else if (entry.change() instanceof EpochEnded end && !epochs.add(Epoch.of(end.report()))) {
            violations.add(end.report() + " is stored twice");
        }
    }

    int entries() {
        return log.size();
    }

    int epochCount() {
        return epochs.size();
    }

    /**
     * Whatever is lost or doubled.
     *
     * @param trials that the sweep must have
     * @param epochsOfTrial that each of them must have reported; those that trained a dense network at least one
     * @param journal what the slots did
     */
    List<String> violations(int trials, int epochsOfTrial, SlotJournal journal) {
        SweepProjection sweep = SweepProjection.replay(log);
        if (sweep.count(TrialState.COMPLETED) != trials || results != trials) {
            violations.add(sweep.count(TrialState.COMPLETED) + " trials completed and " + results
                    + " results are stored, of " + trials);
        }
        for (TrialEntry trial : sweep.trials()) {
            String name = trial.trial();
            if (starts.getOrDefault(name, 0) != 1 || ends.getOrDefault(name, 0) != 1) {
                violations.add(name + " started " + starts.getOrDefault(name, 0) + " times and completed "
                        + ends.getOrDefault(name, 0) + " times");
            }
            for (int epoch = 1; epoch <= epochsOfTrial; epoch++) {
                if (!epochs.contains(new Epoch(name, trial.attempt(), epoch))) {
                    violations.add("epoch " + epoch + " of " + name + " is missing");
                }
            }
        }
        compare(sweep, journal);
        return violations;
    }

    private void compare(SweepProjection sweep, SlotJournal journal) {
        Set<String> trained = new HashSet<>();
        for (Training training : journal.trainings(sweep.sweep())) {
            if (!trained.add(training.trial())) {
                violations.add(training.trial() + " was trained twice");
            }
        }
        if (trained.size() != sweep.trials().size()) {
            violations.add(
                    trained.size() + " trials were trained of " + sweep.trials().size());
        }
        for (Confirmed confirmed : journal.confirmed(sweep.sweep())) {
            if (!epochs.contains(confirmed.epoch())) {
                violations.add(confirmed.epoch() + " was acknowledged and is not stored");
            }
        }
    }
}
