package io.barograph.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of a process, in megabytes of 2^20 bytes.
 *
 * @param now what it holds in memory
 * @param peak the most that it has held in memory at once
 */
record ProcessMemory(double now, double peak) {
    static ProcessMemory of(long pid) {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/" + pid + "/status"));
            return new ProcessMemory(field(lines, "VmRSS:"), field(lines, "VmHWM:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the JVM of this process has taken for the heap, classes and compiled code: a process without a JVM has none of it. */
    static double ofJvm() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long bytes = memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
        return bytes / (double) (1 << 20);
    }

    private static double field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }
}
