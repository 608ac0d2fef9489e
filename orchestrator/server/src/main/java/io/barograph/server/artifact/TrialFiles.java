package io.barograph.server.artifact;

import io.barograph.api.Measurement;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepArtifact.Kind;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialResult;
import io.barograph.api.report.ModelCard;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactException.Problem;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one trial has left, as it was at one moment: nothing of it changes any more, so that other threads may read it.
 *
 * @param report for its card; null: it has none
 * @param metadata for its card
 */
record TrialFiles(
        SweepSpec spec,
        @Nullable SweepReport report,
        String trial,
        @Nullable TrialResult result,
        @Nullable String checkpoint,
        Map<String, String> metadata) {
    private static final @Nullable String VERSION =
            TrialFiles.class.getPackage().getImplementationVersion();

    static TrialFiles of(SweepProjection sweep, @Nullable SweepReport report, TrialEntry trial) {
        Map<String, String> metadata = new TreeMap<>();
        if (trial.result() != null) {
            metadata.put("barograph.configuration", sweep.assignment(trial, 1).configuration());
            String data = sweep.spec().dataset().hash();
            if (data != null) {
                metadata.put("barograph.dataset.hash", data);
            }
        }
        return new TrialFiles(
                sweep.spec(),
                report,
                trial.trial(),
                trial.result(),
                trial.state().terminal() ? null : trial.checkpoint(),
                metadata);
    }

    /** All of it. Blocks. */
    List<SweepArtifact> all(ArtifactStore store) {
        return Stream.of(Kind.values())
                .flatMap(kind -> one(kind, store).stream())
                .toList();
    }

    /** One kind of it, if it is there. Blocks. */
    Optional<SweepArtifact> one(Kind kind, ArtifactStore store) {
        Measurement measured = result == null ? null : result.measurement();
        return switch (kind) {
            case ONNX ->
                result == null || measured == null || result.onnx() == null
                        ? Optional.empty()
                        : artifact(kind, measured.fileBytes(), result.onnx());
            case MODEL ->
                result == null || measured == null
                        ? Optional.empty()
                        : artifact(kind, measured.modelFileBytes(), result.model());
            case CARD -> card().flatMap(card -> artifact(kind, card.length, sha256(card)));
            case CHECKPOINT -> checkpoint == null ? Optional.empty() : stored(kind, checkpoint, store);
        };
    }

    /** A part of what {@link #one} found. Blocks. */
    byte[] read(SweepArtifact artifact, ArtifactStore store, long offset, int length) {
        if (artifact.kind() != Kind.CARD) {
            return store.read(artifact.sha256(), offset, length);
        }
        byte[] card = card().orElseThrow();
        int from = (int) Math.min(card.length, offset);
        return Arrays.copyOfRange(card, from, (int) Math.min(card.length, offset + length));
    }

    private Optional<SweepArtifact> artifact(Kind kind, long bytes, String hash) {
        return Optional.of(SweepArtifact.of(trial, kind, bytes, hash));
    }

    /** A checkpoint may have made room for a newer one. */
    private Optional<SweepArtifact> stored(Kind kind, String hash, ArtifactStore store) {
        try {
            return artifact(kind, store.size(hash), hash);
        } catch (ArtifactException e) {
            if (e.problem() == Problem.MISSING) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<byte[]> card() {
        if (report == null) {
            return Optional.empty();
        }
        return report.trials().stream()
                .filter(one -> one.trial().equals(trial) && one.onnxHash() != null)
                .findFirst()
                .map(one -> one.withFiles(new TrialReport.Files(trial + "." + Kind.ONNX.suffix(), trial + ".zip")))
                .map(one -> ModelCard.of(spec, report, one, metadata, VERSION))
                .map(card -> card.getBytes(StandardCharsets.UTF_8));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
