package io.barograph.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.DiskSpaceMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What every process says of itself: its version, clock, memory, disks and Java machine. */
public final class ProcessMeters implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final double KIBIBYTE = 1024;

    private final JvmGcMetrics collections = new JvmGcMetrics();

    private ProcessMeters() {}

    /**
     * @param version of Barograph
     * @param folders whose file systems are watched
     */
    public static ProcessMeters bind(Meters meters, String version, List<Path> folders) {
        meters.gauge(Metric.BUILD_INFO, () -> 1, version, Runtime.version().toString());
        meters.gauge(Metric.CLOCK, () -> System.currentTimeMillis() / 1e3);
        meters.gauge(Metric.PROCESS_MEMORY, ProcessMeters::residentBytes);
        MeterRegistry registry = meters.registry();
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        folders.forEach(folder -> new DiskSpaceMetrics(folder.toFile()).bindTo(registry));
        ProcessMeters bound = new ProcessMeters();
        bound.collections.bindTo(registry);
        return bound;
    }

    /** Resident memory that is not the Java machine's, in bytes. */
    public static double nativeBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        double java = (double) memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
        return Math.max(0, residentBytes() - java); // what is committed need not be resident
    }

    private static double residentBytes() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT))
                    .mapToDouble(line -> KIBIBYTE * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN; // of another system
        }
    }

    @Override
    public void close() {
        collections.close();
    }
}
