package io.barograph.cli;

import io.barograph.api.BudgetStatus;
import io.barograph.api.ModelReport;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.cli.folder.FolderException;
import io.barograph.node.ModelReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the files of a sweep's trials and holds them against what its {@code front.json} says of them. */
final class SweepModels {
    private final Path folder;
    private final SweepReport report;

    /** @param folder where {@code front.json} is */
    SweepModels(Path folder, SweepReport report) {
        this.folder = folder;
        this.report = report;
    }

    /** Files of one trial, all of them as they should be. */
    record Checked(byte[] onnx, byte[] model, byte[] card) {}

    /**
     * Reads and checks the files of a completed trial.
     *
     * @throws CliException {@link ExitCode#BAD_MODEL} at the first that is missing or not what it should be
     */
    Checked read(TrialReport trial) {
        if (trial.onnx() == null || trial.onnxHash() == null) {
            throw bad(
                    trial,
                    "there is no ONNX file, its sweep was run by an older Barograph. Make one of its zip file:"
                            + " barograph export MODEL.zip --image HxW --to FILE.onnx");
        }
        byte[] onnx = read(trial, trial.onnx(), trial.fileBytes(), trial.onnxHash());
        requireVolume(trial, onnx);
        byte[] model = read(trial, trial.model(), trial.modelFileBytes(), trial.modelHash());
        byte[] card = card(trial, trial.onnx().replaceFirst("(\\.onnx)?$", ".md"), trial.onnxHash());
        return new Checked(onnx, model, card);
    }

    private byte[] read(TrialReport trial, @Nullable String name, @Nullable Long bytes, @Nullable String hash) {
        if (name == null || hash == null) {
            throw bad(trial, "front.json lacks the name or the SHA-256 of a file");
        }
        byte[] content = content(trial, name, bytes);
        if (!sha256(content).equals(hash)) {
            throw bad(
                    trial,
                    name + " is not the file that the sweep left: its SHA-256 is " + sha256(content)
                            + ", front.json says " + hash);
        }
        return content;
    }

    private byte[] card(TrialReport trial, String name, String hash) {
        byte[] card = content(trial, name, null);
        if (!new String(card, StandardCharsets.UTF_8).contains(hash)) {
            throw bad(trial, name + " is the card of another model: it does not name the SHA-256 of the ONNX file");
        }
        return card;
    }

    private byte[] content(TrialReport trial, String name, @Nullable Long bytes) {
        Path file = inside(trial, name);
        try {
            if (bytes != null && Files.size(file) != bytes) {
                throw bad(trial, name + " has " + Files.size(file) + " bytes, front.json says " + bytes);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw bad(trial, "cannot read " + name + ": " + FolderException.reason(e));
        }
    }

    /** The file of a name in {@code front.json}, which may be anybody's: it must lie in the folder, also through links. */
    private Path inside(TrialReport trial, String name) {
        try {
            Path file = folder.resolve(name).normalize();
            if (!file.startsWith(folder)) {
                throw bad(trial, "front.json names " + name + ", which leads out of " + folder);
            }
            if (!Files.isRegularFile(file)) {
                throw bad(trial, name + " is missing. The command that ran the sweep, given again, restores it");
            }
            if (!file.toRealPath().startsWith(folder.toRealPath())) {
                throw bad(trial, name + " is a link that leads out of " + folder);
            }
            return file;
        } catch (InvalidPathException | IOException e) {
            throw bad(trial, "front.json names " + name + ", which is no file: " + e.getMessage());
        }
    }

    private void requireVolume(TrialReport trial, byte[] onnx) {
        long volume = measured(trial, onnx).volumePixels();
        Long dense = report.denseVolumePixels();
        if (!Objects.equals(trial.volumePixels(), volume)) {
            throw bad(
                    trial,
                    trial.onnx() + " has a volume of " + volume + " maps·pixels, front.json says "
                            + trial.volumePixels());
        }
        if (dense == null || volume < 1 || volume > dense) {
            throw bad(trial, "its volume is " + volume + " maps·pixels, of a dense network of " + dense);
        }
        if (!Objects.equals(trial.volumeRatio(), (double) volume / dense)) {
            throw bad(trial, "its volume is " + volume + " of " + dense + ", front.json says " + trial.volumeRatio());
        }
        BudgetStatus status = BudgetStatus.of(trial.budget(), (double) volume / dense);
        if (status != trial.status()) {
            throw bad(
                    trial,
                    "it is " + status + " at " + volume + " of " + dense + " maps·pixels and budget " + trial.budget()
                            + ", front.json says " + trial.status());
        }
    }

    private static ModelReport measured(TrialReport trial, byte[] onnx) {
        try {
            return ModelReader.read(onnx);
        } catch (RuntimeException e) {
            throw bad(trial, trial.onnx() + " cannot be measured: " + e.getMessage());
        }
    }

    private static CliException bad(TrialReport trial, String problem) {
        return new CliException(ExitCode.BAD_MODEL, "trial " + trial.trial() + ": " + problem);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
