package io.barograph.cli.folder;

import io.barograph.api.TrialReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The layout of a sweep's folder: what its user reads on top, what Barograph needs to go on in {@code .state}.
 *
 * @param path absolute
 */
public record SweepFolder(Path path) {
    public SweepFolder {
        path = path.toAbsolutePath().normalize();
    }

    /** What a user finds in it, in words. */
    public static final String CONTENT =
            "front.svg, front.png, latency.svg, latency.png, front.csv, front.json, history/, models/";

    private static final String MODELS = "models/";

    public Path lock() {
        return state().resolve("lock");
    }

    /** Database, artifacts and the spec as it was submitted. */
    public Path state() {
        return path.resolve(".state");
    }

    public Path database() {
        return state().resolve("database");
    }

    public Path artifacts() {
        return state().resolve("artifacts");
    }

    public Path work() {
        return state().resolve("work");
    }

    /** The sweep as it was first submitted, as JSON. */
    public Path spec() {
        return state().resolve("spec.json");
    }

    public Path log() {
        return path.resolve("barograph.log");
    }

    public Path frontJson() {
        return path.resolve("front.json");
    }

    public Path frontCsv() {
        return path.resolve("front.csv");
    }

    public Path frontSvg() {
        return path.resolve("front.svg");
    }

    public Path frontPng() {
        return path.resolve("front.png");
    }

    public Path history(String trial) {
        return path.resolve("history").resolve(trial + ".csv");
    }

    /** What there is to know of a model, in Markdown. */
    public Path card(String trial) {
        return path.resolve(MODELS + trial + ".md");
    }

    /** Paths of a trial's files relative to the folder, as {@code front.json} names them. */
    public static TrialReport.Files files(TrialReport trial) {
        return new TrialReport.Files(
                trial.onnxHash() == null ? null : MODELS + trial.trial() + ".onnx",
                trial.modelHash() == null ? null : MODELS + trial.trial() + ".zip");
    }

    /**
     * Makes the folder and proves that it can be written.
     *
     * @throws FolderException if it cannot
     */
    public void create() {
        try {
            Files.createDirectories(state());
            Path proof = Files.createFile(state().resolve(".writable-" + UUID.randomUUID()));
            Files.delete(proof);
        } catch (IOException e) {
            throw FolderException.unwritable(path, e);
        }
    }
}
