package io.barograph.server.verify;

import io.barograph.api.TrialResult;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models of all results are in an artifact store. Reads every one of them. */
final class ModelCheck {
    private final Findings findings;
    private final ArtifactStore artifacts;
    private final Map<String, String> problems = new HashMap<>();

    ModelCheck(Findings findings, ArtifactStore artifacts) {
        this.findings = findings;
        this.artifacts = artifacts;
    }

    void check(History history) {
        for (TrialHistory trial : history.trials()) {
            TrialResult result = trial.result;
            if (result != null) {
                check(trial, "DeepLearning4J file", result.model());
                check(trial, "ONNX file", result.onnx());
            }
        }
    }

    private void check(TrialHistory trial, String what, @Nullable String hash) {
        if (hash != null) {
            String problem = problems.computeIfAbsent(hash, this::problem);
            findings.require(
                    problem.isEmpty(), Invariant.MODEL, "trial " + trial.name(), () -> "its " + what + ": " + problem);
        }
    }

    private String problem(String hash) {
        try {
            artifacts.get(hash);
            return "";
        } catch (ArtifactException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
