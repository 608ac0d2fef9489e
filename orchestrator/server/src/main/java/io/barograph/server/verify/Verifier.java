package io.barograph.server.verify;

import io.barograph.api.FrontReference;
import io.barograph.api.SweepState;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.state.SweepProjection;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replays the log of a sweep and tells everything in it, and in the state beside it, that is not as it must be. Whatever was
 * stored, it never fails. Blocks while it reads models.
 */
public final class Verifier {
    private final Findings findings = new Findings();
    private @Nullable History history;
    private @Nullable SweepProjection fold;

    private Verifier() {}

    /** Verifies a log alone, from its first entry to its last so far. */
    public static Verification verify(List<LogEntry> log) {
        Verifier verifier = new Verifier();
        SequenceCheck sequence = new SequenceCheck(verifier.findings);
        log.forEach(entry -> sequence.number(entry.sequence()));
        verifier.replay(log);
        return verifier.verification(log.isEmpty() ? "" : log.get(0).sweep(), log.size());
    }

    /** Verifies what a database holds of a sweep. */
    public static Verification verify(StoredSweep stored) {
        return verify(stored, null, null);
    }

    /**
     * As {@link #verify(StoredSweep)}, with what lies outside of the database.
     *
     * @param artifacts where the models must be, or null: they are not looked for
     * @param frontJson a {@code front.json} of the sweep, or null
     */
    public static Verification verify(StoredSweep stored, @Nullable ArtifactStore artifacts, @Nullable Path frontJson) {
        Verifier verifier = new Verifier();
        verifier.verifyRows(stored);
        verifier.verifyFiles(artifacts, frontJson);
        return verifier.verification(stored.sweep(), stored.events().size());
    }

    private void verifyRows(StoredSweep stored) {
        SequenceCheck sequence = new SequenceCheck(findings);
        stored.events().forEach(event -> sequence.number(event.sequence()));
        List<StoredRow> heads = stored.rows(Table.SWEEP);
        sequence.end(heads.isEmpty() ? null : (Long) heads.get(0).value("sequence"));
        replay(LogReading.entries(stored, findings));
        History told = history;
        if (told != null) {
            long last = stored.events().get(stored.events().size() - 1).sequence();
            new RowsCheck(findings).check(stored, ExpectedRows.of(told, last));
        }
    }

    private void verifyFiles(@Nullable ArtifactStore artifacts, @Nullable Path frontJson) {
        History told = history;
        SweepProjection folded = fold;
        if (artifacts != null && told != null) {
            new ModelCheck(findings, artifacts).check(told);
        }
        if (frontJson != null && folded != null) {
            findings.guarded("front.json", () -> new FrontFileCheck(findings, folded).check(frontJson));
        }
    }

    private void replay(List<LogEntry> log) {
        findings.guarded("the log", () -> replayFrom(log));
    }

    private void replayFrom(List<LogEntry> log) {
        LogEntry first = log.isEmpty() ? null : log.get(0);
        if (first == null || !(first.change() instanceof Submitted submission)) {
            findings.require(
                    false,
                    Invariant.SUBMISSION,
                    first == null ? "the log" : Findings.entry(first.sequence()),
                    () -> "the log does not begin with a submission, without which nothing in it can be checked");
            return;
        }
        String place = Findings.entry(first.sequence());
        History told = new History(first, submission);
        history = told;
        findings.guarded(place, () -> new PlanCheck(findings, place).check(submission));
        FoldCheck folding = new FoldCheck(findings, first);
        List<LogCheck> checks = List.of(
                new OrderCheck(findings, first, submission),
                new StartCheck(findings),
                new SteeringCheck(findings),
                new DataCheck(findings),
                new ReportCheck(findings),
                new ResultCheck(findings),
                new FrontCheck(findings, FrontReference.of(submission.spec().dataset())),
                new EndCheck(findings),
                folding);
        for (LogEntry entry : log.subList(1, log.size())) {
            for (LogCheck check : checks) {
                findings.guarded(Findings.entry(entry.sequence()), () -> check.entry(entry, told));
            }
            findings.guarded(Findings.entry(entry.sequence()), () -> told.apply(entry));
        }
        checks.forEach(check -> findings.guarded("the end", () -> check.end(told)));
        fold = folding.projection();
    }

    private Verification verification(String sweep, int entries) {
        History told = history;
        SweepState ended = told == null ? null : told.ended();
        return new Verification(
                sweep,
                ended == null ? SweepState.RUNNING : ended,
                found(told, entries),
                findings.checked(),
                findings.violations());
    }

    private static Verification.Found found(@Nullable History told, int entries) {
        if (told == null) {
            return new Verification.Found(entries, 0, 0, 0, 0, 0, 0);
        }
        int attempts = 0;
        int epochs = 0;
        int results = 0;
        for (TrialHistory trial : told.trials()) {
            attempts += trial.attempts.size();
            results += trial.result == null ? 0 : 1;
            for (TrialHistory.Attempt attempt : trial.attempts.values()) {
                epochs += attempt.epochs.size();
            }
        }
        return new Verification.Found(
                entries, told.trials().size(), attempts, epochs, results, told.fronts(), told.unchecked());
    }
}
