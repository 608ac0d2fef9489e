package io.barograph.bench.chaos;

import io.barograph.api.EpochReport;
import io.barograph.api.TrialAssignment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What a worker says happened to it, a line each, in a file that outlives it. */
record Journal(Path file) {
    private static final String STORED = "stored ";
    private static final String BROKEN = "broken ";

    /** The scheduler confirmed a report. */
    void stored(EpochReport report) {
        write(STORED + key(report));
    }

    /** An artifact that the scheduler named could not be used. */
    void broken(TrialAssignment assignment, String reason) {
        write(BROKEN + assignment.sweep() + " " + assignment.config().trial() + " attempt " + assignment.attempt()
                + ": " + reason);
    }

    /** What {@link #stored} calls a report. */
    static String key(EpochReport report) {
        return report.sweep() + " " + report.trial() + " " + report.attempt() + " " + report.epoch();
    }

    List<String> allStored() {
        return all(STORED);
    }

    List<String> allBroken() {
        return all(BROKEN);
    }

    private synchronized void write(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A last line without an end was being written when its writer was killed. */
    private List<String> all(String kind) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            String text = Files.readString(file);
            return Stream.of(text.substring(0, text.lastIndexOf('\n') + 1).split("\n"))
                    .filter(line -> line.startsWith(kind))
                    .map(line -> line.substring(kind.length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
