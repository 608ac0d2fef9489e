package io.barograph.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What workers' logs say of reports that were refused. */
final class LateReports {
    private static final Pattern REFUSED =
            Pattern.compile(" (EpochReport|TrialResult|TrialFailure|TrialRelease)\\[.*refused: STALE_ATTEMPT");

    private LateReports() {}

    /** How many reports of fenced attempts were refused, renewals of their leases not among them. */
    static long count(Path work) {
        try (Stream<Path> files = Files.walk(work, 2)) {
            List<Path> logs = files.filter(file -> file.getFileName().toString().startsWith("worker.log"))
                    .toList();
            long refused = 0;
            for (Path log : logs) {
                try (Stream<String> lines = Files.lines(log)) {
                    refused +=
                            lines.filter(line -> REFUSED.matcher(line).find()).count();
                }
            }
            return refused;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
