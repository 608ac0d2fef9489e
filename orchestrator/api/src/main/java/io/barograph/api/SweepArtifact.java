package io.barograph.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file that a trial has left.
 *
 * @param name the trial and its kind's suffix, such as {@code t0003.onnx}: a file name without any folder
 * @param bytes its size
 * @param sha256 of its content
 */
public record SweepArtifact(String trial, Kind kind, String name, long bytes, String sha256) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.("
            + Arrays.stream(Kind.values()).map(Kind::suffix).collect(Collectors.joining("|")) + ")");

    /** What a file is to its trial. */
    public enum Kind {
        /** The ONNX file of a completed trial. */
        ONNX("onnx"),
        /** The DeepLearning4J file of a completed trial. */
        MODEL("zip"),
        /** What there is to know of a model, in Markdown; changes when other trials of its sweep complete. */
        CARD("md"),
        /** What a trial that has not ended goes on from; changes with every epoch. */
        CHECKPOINT("checkpoint");

        private final String suffix;

        Kind(String suffix) {
            this.suffix = suffix;
        }

        /** What names of this kind end with, after a dot. */
        public String suffix() {
            return suffix;
        }
    }

    public SweepArtifact {
        Checks.name("trial", trial);
        Checks.require(name.equals(name(trial, kind)), name, "name", name, "be " + name(trial, kind));
        Checks.atLeast("bytes", 0L, bytes);
        Checks.hash("sha256", sha256);
    }

    /** An artifact with its name. */
    public static SweepArtifact of(String trial, Kind kind, long bytes, String sha256) {
        return new SweepArtifact(trial, kind, name(trial, kind), bytes, sha256);
    }

    /** Its kind in words. */
    public String described() {
        return kind.name().toLowerCase(Locale.ROOT) + " of trial " + trial;
    }

    static String name(String trial, Kind kind) {
        return trial + "." + kind.suffix;
    }

    static String requireName(String name) {
        return Checks.require(NAME.matcher(name).matches(), name, "name", name, "be of a trial and a known suffix");
    }
}
