package io.barograph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.EpochReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialResult;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.node.TrialListener;
import io.barograph.node.TrialOutcome;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.ReturnCause;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.search.TeacherKeys;
import io.barograph.server.search.TrialSampler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trainer does is what the check predicts, and nothing else is. */
class StandInTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private final List<LogEntry> log = new ArrayList<>();
    private SweepSpec spec;
    private List<PlannedTrial> trials;
    private StandInTrainer trainer;

    @BeforeEach
    void submit() throws Exception {
        spec = SweepSpecReader.read(Files.writeString(
                folder.resolve("sweep.yaml"), ChaosPlan.standIns(2).first()));
        trials = TrialSampler.of(spec.search()).next(0);
        trainer = new StandInTrainer(
                ArtifactStore.folder(folder.resolve("artifacts")), new Journal(folder.resolve("journal")), 1);
        add(new Submitted("key", spec, 1, trials));
    }

    private void add(LoggedChange change) {
        log.add(new LogEntry(spec.name(), log.size() + 1, NOW, change));
    }

    /** An attempt that reports so many epochs and is lost, or ends with its result. */
    private List<EpochReport> attempt(
            int trial,
            int number,
            @Nullable String teacher,
            @Nullable String rung,
            @Nullable String checkpoint,
            int most) {
        PlannedTrial plan = trials.get(trial);
        add(new TrialStarted(
                plan.trial(), plan.budget(), number, "w", 0, number, teacher, rung, checkpoint, null, null));
        TrialAssignment assignment = new TrialAssignment(
                spec.name(),
                plan.resolve(spec.training()),
                spec.dataset(),
                spec.network(),
                number,
                1000,
                teacher,
                new TeacherKeys(spec).of(plan),
                rung,
                true,
                checkpoint,
                null);
        List<EpochReport> reports = new ArrayList<>();
        TrialOutcome outcome = trainer.train(assignment, listener(reports), () -> reports.size() >= most);
        reports.forEach(report -> add(new EpochEnded(report)));
        add(outcome.fold(
                completed -> new TrialCompleted(completed.result()),
                left -> new TrialReturned(plan.trial(), number, ReturnCause.LOST, null, "gone", null)));
        return reports;
    }

    private static TrialListener listener(List<EpochReport> reports) {
        return new TrialListener() {
            @Override
            public void onEpoch(EpochReport report, Runnable stored) {
                reports.add(report);
            }

            @Override
            public void onProgress(io.barograph.api.Progress progress) {}
        };
    }

    private void runAll() {
        List<EpochReport> first = attempt(0, 1, null, null, null, 4);
        String teacher = first.get(1).teacher();
        EpochReport last = first.get(first.size() - 1);
        List<EpochReport> second = attempt(0, 2, teacher, null, last.checkpoint(), 100);
        String rung = second.stream()
                .map(EpochReport::rung)
                .filter(found -> found != null)
                .findFirst()
                .orElseThrow();
        attempt(1, 1, teacher, rung, null, 100);
    }

    @Test
    void attemptsThatResumeAndTrialsThatGoOnFromARungAreAsPredicted() {
        runAll();
        assertThat(ChainCheck.check(log)).isEmpty();
        assertThat(new Journal(folder.resolve("journal")).allBroken()).isEmpty();
    }

    @Test
    void anEpochFromAWrongCheckpointIsFound() {
        runAll();
        assertThat(ChainCheck.check(with(EpochEnded.class, change -> {
                    EpochReport report = ((EpochEnded) change).report();
                    return report.epoch() == 5 ? null : change;
                })))
                .isNotEmpty();
    }

    @Test
    void aResultOfAnotherHistoryIsFound() {
        runAll();
        assertThat(ChainCheck.check(with(TrialCompleted.class, change -> {
                    TrialResult result = ((TrialCompleted) change).result();
                    Chain other = Chain.dense("another");
                    return new TrialCompleted(StandIn.result(
                            result.sweep(),
                            result.trial(),
                            result.attempt(),
                            result.measurement().budget(),
                            other));
                })))
                .isNotEmpty();
    }

    private List<LogEntry> with(Class<?> type, UnaryOperator<@Nullable LoggedChange> edit) {
        List<LogEntry> edited = new ArrayList<>();
        for (LogEntry entry : log) {
            LoggedChange change = type.isInstance(entry.change()) ? edit.apply(entry.change()) : entry.change();
            if (change != null) {
                edited.add(new LogEntry(entry.sweep(), entry.sequence(), entry.at(), change));
            }
        }
        return edited;
    }
}
