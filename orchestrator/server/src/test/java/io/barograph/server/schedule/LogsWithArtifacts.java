package io.barograph.server.schedule;

import io.barograph.api.CanonicalJson;
import io.barograph.api.EpochReport;
import io.barograph.api.Jackson;
import io.barograph.api.ParameterSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialResult;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whole logs of the simulator, in which every attempt leaves artifacts of its own. */
public final class LogsWithArtifacts {
    private static final Duration LONGEST = Duration.ofDays(10);

    private LogsWithArtifacts() {}

    public static List<LogEntry> underManyFaults(long seed, Strategy strategy) {
        return log(seed, strategy, Faults.MANY);
    }

    public static List<LogEntry> withoutFaults(long seed, Strategy strategy) {
        return log(seed, strategy, Faults.NONE);
    }

    private static List<LogEntry> log(long seed, Strategy strategy, Faults faults) {
        SweepSpec plain = TestingSpecs.sweep(
                "simulated",
                TestingSpecs.grid(
                        TestingSpecs.FIVE_BUDGETS,
                        List.of(1L, 2L),
                        Map.of("prune.learningRate", new ParameterSpec.Choices(List.of(0.001, 0.002)))));
        SimulatedCluster cluster = new SimulatedCluster(seed, 5, faults);
        cluster.submit(TestingSpecs.sweep("simulated", plain.search().withStrategy(strategy)));
        return renamed(cluster.run("simulated", LONGEST));
    }

    /** The simulator names artifacts so that they tell what they are, and many alike; here each has a name of its own. */
    private static List<LogEntry> renamed(List<LogEntry> log) {
        SweepProjection sweep = new SweepProjection(log.get(0));
        List<LogEntry> renamed = new ArrayList<>(log.subList(0, 1));
        for (LogEntry entry : log.subList(1, log.size())) {
            LogEntry changed =
                    new LogEntry(entry.sweep(), entry.sequence(), entry.at(), renamed(sweep, entry.change()));
            sweep.apply(changed);
            renamed.add(changed);
        }
        return renamed;
    }

    private static LoggedChange renamed(SweepProjection sweep, LoggedChange change) {
        if (change instanceof EpochEnded ended) {
            return new EpochEnded(renamed(ended.report()));
        }
        if (change instanceof TrialCompleted completed) {
            return new TrialCompleted(renamed(completed.result()));
        }
        return change instanceof TrialStarted started ? renamed(sweep, started) : change;
    }

    private static EpochReport renamed(EpochReport report) {
        String what = report.trial() + " " + report.attempt() + " " + report.epoch();
        return new EpochReport(
                report.sweep(),
                report.trial(),
                report.attempt(),
                report.phase(),
                report.epoch(),
                report.metrics(),
                report.checkpoint() == null ? null : hash("checkpoint " + what),
                report.teacher() == null ? null : hash("teacher " + what),
                report.rung() == null ? null : hash("rung " + what));
    }

    private static TrialResult renamed(TrialResult result) {
        return new TrialResult(
                result.sweep(),
                result.trial(),
                result.attempt(),
                result.measurement(),
                hash("model " + result.trial()),
                hash("export " + result.trial()),
                result.inputs(),
                result.mapsClosedByForce(),
                result.prunableMaps(),
                result.seconds(),
                result.note(),
                null);
    }

    /** What the scheduler gives, from the same state with the new names. */
    private static TrialStarted renamed(SweepProjection sweep, TrialStarted started) {
        TrialEntry trial = Objects.requireNonNull(sweep.trial(started.trial()));
        return new TrialStarted(
                started.trial(),
                started.budget(),
                started.attempt(),
                started.worker(),
                started.slot(),
                started.askNumber(),
                sweep.teacherFor(trial),
                sweep.rungFor(trial),
                trial.checkpoint(),
                started.incarnation(),
                started.data());
    }

    private static String hash(String name) {
        return CanonicalJson.sha256(Jackson.mapper().createObjectNode().put("name", name));
    }
}
