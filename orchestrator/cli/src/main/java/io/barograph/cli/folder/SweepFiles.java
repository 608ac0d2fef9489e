package io.barograph.cli.folder;

import io.barograph.api.EpochReport;
import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialReport;
import io.barograph.api.report.AtomicFile;
import io.barograph.api.report.FrontFiles;
import io.barograph.api.report.ModelCard;
import io.barograph.artifacts.ArtifactException;
import io.barograph.node.ModelReader;
import io.barograph.server.report.FrontPicture;
import io.barograph.server.report.LatencyPicture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes what a sweep leaves for its user: the front, the histories and the models. Used by one thread. */
public final class SweepFiles {
    private static final @Nullable String VERSION =
            SweepFiles.class.getPackage().getImplementationVersion();

    private final SweepFolder folder;
    private final SweepSpec spec;
    private final ArtifactSource artifacts;
    private final Set<String> written = new HashSet<>();
    private final Map<String, String> cards = new HashMap<>();
    private final Map<String, Map<String, String>> metadata = new HashMap<>();

    public SweepFiles(SweepFolder folder, SweepSpec spec, ArtifactSource artifacts) {
        this.folder = folder;
        this.spec = spec;
        this.artifacts = artifacts;
    }

    /**
     * Brings the files up to date with a report; each is whole at any moment, and {@code front.json} comes last.
     *
     * @param history the epochs of a trial by its name
     * @return the report as it was written, with the places of the models
     * @throws FolderException if a file cannot be written
     */
    public SweepReport write(SweepReport given, Function<String, List<EpochReport>> history) {
        SweepReport report = withModels(given);
        try {
            for (TrialReport trial : report.trials()) {
                if (!written.contains(trial.trial())) {
                    write(trial, history.apply(trial.trial()));
                }
            }
            for (TrialReport trial : report.trials()) {
                writeCard(report, trial);
            }
            FrontPicture.write(folder.path(), report);
            LatencyPicture.write(folder.path(), report);
            FrontFiles.write(folder.path(), report);
            return report;
        } catch (IOException e) {
            throw FolderException.unwritable(folder.path(), e);
        }
    }

    private static SweepReport withModels(SweepReport report) {
        List<TrialReport> trials = report.trials().stream()
                .map(trial -> trial.withFiles(SweepFolder.files(trial)))
                .toList();
        return SweepReport.of(
                report.sweep(),
                report.state(),
                report.createdAt(),
                report.reference(),
                report.denseVolumePixels(),
                trials);
    }

    private void write(TrialReport trial, List<EpochReport> history) throws IOException {
        if (!history.isEmpty()) {
            replace(folder.history(trial.trial()), HistoryCsv.of(history).getBytes(StandardCharsets.UTF_8));
        }
        copy(trial, trial.modelHash(), trial.model());
        copy(trial, trial.onnxHash(), trial.onnx());
        if (trial.state().terminal()) {
            written.add(trial.trial());
        }
    }

    /** Again whenever it changes: what other seeds reached is in it. */
    private void writeCard(SweepReport report, TrialReport trial) throws IOException {
        if (trial.onnxHash() == null || trial.inputs() == null) {
            return;
        }
        String card = ModelCard.of(spec, report, trial, metadata(trial, trial.onnxHash()), VERSION);
        if (card != null && !card.equals(cards.put(trial.trial(), card))) {
            replace(folder.card(trial.trial()), card.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Map<String, String> metadata(TrialReport trial, String hash) throws IOException {
        Map<String, String> known = metadata.get(hash);
        if (known == null) {
            try {
                known = ModelReader.metadata(content(trial, hash));
            } catch (IllegalArgumentException e) {
                throw new FolderException(
                        "the model of trial " + trial.trial() + " cannot be read: " + e.getMessage(), e);
            }
            metadata.put(hash, known);
        }
        return known;
    }

    private void copy(TrialReport trial, @Nullable String hash, @Nullable String name) throws IOException {
        if (hash != null && name != null) {
            replace(folder.path().resolve(name), content(trial, hash));
        }
    }

    private byte[] content(TrialReport trial, String hash) throws IOException {
        try {
            return Files.readAllBytes(artifacts.get(hash));
        } catch (ArtifactException e) {
            throw new FolderException("the model of trial " + trial.trial() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void replace(Path file, byte[] content) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        AtomicFile.write(file, content);
    }
}
