package io.barograph.cli;

import io.barograph.cli.terminal.Style;
import io.barograph.node.NativeBackend;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Checks whether this machine can run Barograph well. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks Java, processor, memory, disk and native libraries.")
final class DoctorCommand implements Callable<Integer> {
    private static final int WANTED_JAVA = 17;
    private static final double WANTED_GIGABYTES = 2;
    private static final double GIGABYTE = 1e9;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** One thing looked at, and what to do if it is not good. */
    private record Finding(String what, boolean good, String found, String advice) {}

    @Override
    public Integer call() {
        List<Finding> findings = List.of(java(), processor(), memory(), disk(), natives());
        PrintWriter out = spec.commandLine().getOut();
        boolean colours = CommandOutput.colours();
        for (Finding finding : findings) {
            String mark = finding.good() ? Style.GREEN.paint("✓", colours) : Style.RED.paint("✗", colours);
            out.printf(Locale.ROOT, "%s %-10s %s%n", mark, finding.what(), finding.found());
            if (!finding.good()) {
                out.printf(Locale.ROOT, "  %-10s %s%n", "", finding.advice());
            }
        }
        boolean good = findings.stream().allMatch(Finding::good);
        out.println(good ? "Everything is fine." : "Barograph will not run well here.");
        return code(good).number();
    }

    private static ExitCode code(boolean good) {
        if (NativeBackend.missingGpu() != null) {
            return ExitCode.GPU;
        }
        return good ? ExitCode.OK : ExitCode.MACHINE;
    }

    private static Finding java() {
        String found =
                Runtime.version() + " (" + System.getProperty("java.vm.name") + "), " + System.getProperty("java.home");
        return new Finding(
                "Java",
                Runtime.version().feature() == WANTED_JAVA,
                found,
                "install a JDK 17 and point JAVA_HOME to it");
    }

    private static Finding processor() {
        String name = "unknown processor";
        Set<String> flags = Set.of();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
                String value = line.substring(line.indexOf(':') + 1).trim();
                if (line.startsWith("model name")) {
                    name = value;
                } else if (line.startsWith("flags")) {
                    flags = Set.copyOf(Arrays.asList(value.split(" ")));
                }
            }
        } catch (IOException e) {
            return new Finding("Processor", false, "/proc/cpuinfo: " + e.getMessage(), "run on Linux");
        }
        List<String> kinds = new ArrayList<>();
        for (String kind : List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16")) {
            if (flags.contains(kind)) {
                kinds.add(kind);
            }
        }
        String threads = System.getenv().getOrDefault("OMP_NUM_THREADS", "all");
        String found = name + ", " + Runtime.getRuntime().availableProcessors() + " cores (" + threads
                + " used for training), " + String.join(" ", kinds);
        return new Finding("Processor", kinds.contains("avx2"), found, "a processor with AVX2 is needed");
    }

    private static Finding memory() {
        double available = 0;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"), StandardCharsets.UTF_8)) {
                if (line.startsWith("MemAvailable:")) {
                    available = 1024 * Double.parseDouble(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            return new Finding("Memory", false, "/proc/meminfo: " + e.getMessage(), "run on Linux");
        }
        double heap = Runtime.getRuntime().maxMemory();
        String found = String.format(
                Locale.ROOT, "%.1f GB available, Java may use %.1f GB", available / GIGABYTE, heap / GIGABYTE);
        return new Finding("Memory", available >= WANTED_GIGABYTES * GIGABYTE, found, "close other programs");
    }

    private static Finding disk() {
        Path here = Path.of("").toAbsolutePath();
        double free = here.toFile().getUsableSpace();
        String found = String.format(Locale.ROOT, "%.1f GB free in %s", free / GIGABYTE, here);
        return new Finding("Disk", free >= WANTED_GIGABYTES * GIGABYTE, found, "make room, or work in another folder");
    }

    private static Finding natives() {
        String missingGpu = NativeBackend.missingGpu();
        if (missingGpu != null) {
            return new Finding("Native", false, missingGpu, "see docs/how-to/cuda.md");
        }
        try {
            return new Finding("Native", true, NativeBackend.describe(), "");
        } catch (RuntimeException | LinkageError e) {
            return new Finding("Native", false, String.valueOf(e), "see docs/quick-start.md, section Trouble");
        }
    }
}
