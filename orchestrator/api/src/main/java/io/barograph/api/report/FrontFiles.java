package io.barograph.api.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.barograph.api.Jackson;
import io.barograph.api.SweepReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code front.json} and {@code front.csv} of a sweep. */
public final class FrontFiles {
    public static final String JSON = "front.json";
    public static final String CSV = "front.csv";

    private FrontFiles() {}

    /**
     * Writes both files into {@code folder}, which is created if absent.
     *
     * @throws IOException if the folder cannot be written; no file is ever left half-written
     */
    public static void write(Path folder, SweepReport report) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(JSON), json(report));
        AtomicFile.write(folder.resolve(CSV), FrontCsv.of(report));
    }

    /** What {@code front.csv} holds. */
    public static String csv(SweepReport report) {
        return FrontCsv.of(report);
    }

    /** The report as indented JSON, valid by {@link SweepReport#schema()}. */
    public static String json(SweepReport report) {
        try {
            return Jackson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("report cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Reads a {@code front.json}.
     *
     * @throws IOException if the file cannot be read, or is something else or a part of one
     */
    public static SweepReport read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Jackson.mapper().readValue(in, SweepReport.class);
        } catch (JsonProcessingException e) {
            String line =
                    e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
            throw new IOException(
                    "it is not the " + JSON + " of a sweep, or only a part of it" + line
                            + ". The command that ran the sweep, given again, writes it anew",
                    e);
        }
    }
}
