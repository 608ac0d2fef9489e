package io.barograph.bench.dispatch;

import io.barograph.bench.report.Figure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What processes that are not the bench's took of the processors since this was made; its own must be alive when asked. */
final class OtherLoad {
    private static final double TICKS_PER_SECOND = 100;
    private static final int IDLE = 4;
    private static final int WAITING_FOR_DISK = 5;
    private static final int STEAL = 8;

    private final long begin = System.nanoTime();
    private final double busySeconds = busySeconds();
    private final double ownSeconds = ownSeconds();

    Figure figure() {
        return figure(percent());
    }

    static Figure figure(double percent) {
        return Figure.of("processors taken by other programs meanwhile", percent, "%");
    }

    /** Of all processors, so far. */
    double percent() {
        double seconds =
                (System.nanoTime() - begin) / 1e9 * Runtime.getRuntime().availableProcessors();
        double others = busySeconds() - busySeconds - (ownSeconds() - ownSeconds);
        return 100 * Math.max(0, others) / seconds;
    }

    /** The first line of the file: cpu, then ticks by kind. */
    private static double busySeconds() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/stat"), StandardCharsets.UTF_8)) {
            String[] ticks = lines.findFirst().orElseThrow().split("\\s+");
            double busy = 0;
            for (int kind = 1; kind <= STEAL; kind++) {
                busy += kind == IDLE || kind == WAITING_FOR_DISK ? 0 : Double.parseDouble(ticks[kind]);
            }
            return busy / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double ownSeconds() {
        return Stream.concat(
                        Stream.of(ProcessHandle.current()),
                        ProcessHandle.current().descendants())
                .mapToDouble(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3)
                .sum();
    }
}
