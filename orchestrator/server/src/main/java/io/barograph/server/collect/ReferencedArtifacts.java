package io.barograph.server.collect;

import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The artifacts that a sweep still needs, from its stored state alone: whatever its trials may be given from now on, what
 * running attempts were given, and its results. What a worker has stored and not yet reported is not among them.
 */
public record ReferencedArtifacts(Map<ArtifactKind, Set<String>> byKind) {
    /** The references of a sweep as it is now. */
    public static ReferencedArtifacts of(SweepProjection sweep) {
        ReferencedArtifacts found = new ReferencedArtifacts(new EnumMap<>(ArtifactKind.class));
        sweep.trials().forEach(trial -> found.addTrial(sweep, trial));
        return found;
    }

    /** The references of a sweep that has ended with these results. */
    public static ReferencedArtifacts of(Collection<TrialResult> results) {
        ReferencedArtifacts found = new ReferencedArtifacts(new EnumMap<>(ArtifactKind.class));
        results.forEach(found::addResult);
        return found;
    }

    /** All of them. */
    public Set<String> hashes() {
        return byKind.values().stream().flatMap(Collection::stream).collect(Collectors.toUnmodifiableSet());
    }

    private void addTrial(SweepProjection sweep, TrialEntry trial) {
        TrialResult result = trial.result();
        if (result != null) {
            addResult(result);
        }
        if (trial.state().terminal()) {
            return;
        }
        add(ArtifactKind.CHECKPOINT, trial.checkpoint());
        add(ArtifactKind.TEACHER, sweep.teacherFor(trial));
        sweep.rungsBefore(trial).forEach(rung -> add(ArtifactKind.RUNG, rung));
        TrialStarted started = trial.started();
        if (started != null && trial.state() == TrialState.RUNNING) {
            add(ArtifactKind.CHECKPOINT, started.checkpoint());
            add(ArtifactKind.TEACHER, started.teacher());
            add(ArtifactKind.RUNG, started.rung());
        }
    }

    private void addResult(TrialResult result) {
        add(ArtifactKind.MODEL, result.model());
        add(ArtifactKind.EXPORT, result.onnx());
    }

    private void add(ArtifactKind kind, @Nullable String hash) {
        if (hash != null) {
            byKind.computeIfAbsent(kind, none -> new TreeSet<>()).add(hash);
        }
    }
}
