package io.barograph.bench.chaos;

import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The log of a sweep as text, for whoever wants to know what happened when. */
final class Timeline {
    private static final int WIDEST = 300;

    private Timeline() {}

    static void write(Path file, List<LogEntry> log) {
        List<String> lines = log.stream()
                .map(entry -> entry.at() + " " + entry.sequence() + " " + LogCodec.type(entry.change()) + " "
                        + LogCodec.write(entry.change()))
                .map(line -> line.substring(0, Math.min(line.length(), WIDEST)))
                .toList();
        try {
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
