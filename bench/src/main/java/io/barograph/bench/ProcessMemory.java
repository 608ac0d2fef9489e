package io.barograph.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process, in megabytes of 2^20 bytes. */
final class ProcessMemory {
    private ProcessMemory() {}

    /** The most that it has held in memory at once. */
    static double peak() throws IOException {
        return status("VmHWM:");
    }

    /** What it holds in memory now. */
    static double now() throws IOException {
        return status("VmRSS:");
    }

    /** What the JVM has taken for the heap, classes and compiled code: a process without a JVM has none of it. */
    static double ofJvm() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long bytes = memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
        return bytes / (double) (1 << 20);
    }

    private static double status(String field) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(field)) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("/proc/self/status has no " + field);
    }
}
