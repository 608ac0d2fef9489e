package io.barograph.bench.chaos;

import io.barograph.api.TrialState;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.verify.StoredSweep;
import io.barograph.server.verify.SweepSnapshot;
import io.barograph.server.verify.Verification;
import io.barograph.server.verify.Verifier;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold when the sweeps of a run have ended. */
final class Checks {
    private final Cluster cluster;
    private final List<String> violations = new ArrayList<>();

    Checks(Cluster cluster) {
        this.cluster = cluster;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    void violated(String sentence) {
        violations.add(sentence);
    }

    /**
     * Checks a sweep that has ended.
     *
     * @param chains whether its trainers were stand-ins
     * @return its log
     */
    List<LogEntry> sweep(String name, boolean chains) {
        StoredSweep stored = SweepSnapshot.read(cluster.database.config(), name);
        if (stored == null) {
            violations.add("sweep " + name + " was submitted and is not stored");
            return List.of();
        }
        Verification verified = Verifier.verify(stored, ArtifactStore.folder(cluster.artifacts.path()), null);
        verified.violations().forEach(violation -> violations.add(name + ": " + violation));
        List<LogEntry> log = log(name);
        Timeline.write(cluster.control.resolve(name + ".events"), log);
        everyTrialCompletedOnce(name, log);
        if (chains) {
            ChainCheck.check(log).forEach(wrong -> violations.add(name + ": " + wrong));
        }
        return log;
    }

    private void everyTrialCompletedOnce(String name, List<LogEntry> log) {
        SweepProjection sweep = SweepProjection.replay(log);
        sweep.trials().stream()
                .filter(trial -> trial.state() != TrialState.COMPLETED)
                .forEach(trial ->
                        violations.add(name + ": " + trial.trial() + " is " + trial.state() + ", " + trial.reason()));
        long results = log.stream()
                .filter(entry -> entry.change() instanceof TrialCompleted)
                .count();
        if (results != sweep.trials().size()) {
            violations.add(
                    name + ": " + results + " results of " + sweep.trials().size() + " trials");
        }
    }

    /** What was confirmed to a worker is stored. */
    void confirmations(List<List<LogEntry>> logs) {
        Set<String> stored = new HashSet<>();
        for (List<LogEntry> log : logs) {
            for (LogEntry entry : log) {
                if (entry.change() instanceof EpochEnded epoch) {
                    stored.add(Journal.key(epoch.report()));
                }
            }
        }
        for (Member worker : cluster.workers) {
            Journal journal = ChaosWorker.journal(cluster.control, worker.name());
            for (String key : journal.allStored()) {
                if (!stored.contains(key)) {
                    violations.add("an epoch was confirmed to " + worker.name() + " and is not stored: " + key);
                }
            }
            journal.allBroken().forEach(line -> violations.add(worker.name() + ": " + line));
        }
    }

    private List<LogEntry> log(String sweep) {
        String sql = "select sequence, at, type, schema_version, payload from event where sweep = ? order by sequence";
        PostgresConfig config = cluster.database.config();
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, sweep);
            List<LogEntry> entries = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(new LogEntry(
                            sweep,
                            row.getLong(1),
                            row.getObject(2, OffsetDateTime.class).toInstant(),
                            LogCodec.read(row.getString(3), row.getInt(4), row.getString(5))));
                }
            }
            return entries;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
