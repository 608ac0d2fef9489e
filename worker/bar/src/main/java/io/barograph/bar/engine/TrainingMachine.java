package io.barograph.bar.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * All of a machine that the last bits of a training step depend on: kernels are chosen by CPU and library, sums are split
 * by threads.
 *
 * @param cpu model of the CPU
 * @param libraries native libraries with their versions and the instructions that they use
 * @param threads of OpenMP that compute a step
 */
public record TrainingMachine(String cpu, String libraries, int threads) {
    private static final Path CPUS = Path.of("/proc/cpuinfo");
    private static final String ND4J = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";

    /** This machine, as the calling thread would train on it. */
    public static TrainingMachine here() {
        return new TrainingMachine(
                cpuModel(),
                libraryVersions(),
                NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
    }

    /** In words, for a sentence. */
    public String described() {
        return cpu + " with " + libraries + " and " + threads + (threads == 1 ? " thread" : " threads");
    }

    private static String cpuModel() {
        try (Stream<String> lines = Files.lines(CPUS, StandardCharsets.UTF_8)) {
            Map<String, String> first = new LinkedHashMap<>();
            lines.takeWhile(line -> !line.isBlank())
                    .map(line -> line.split(":", 2))
                    .filter(pair -> pair.length == 2)
                    .forEach(pair -> first.put(pair[0].trim(), pair[1].trim()));
            return first.getOrDefault("model name", System.getProperty("os.arch")) + " (family "
                    + first.getOrDefault("cpu family", "?") + ", model " + first.getOrDefault("model", "?") + ")";
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }

    private static String libraryVersions() {
        String nd4j = "ND4J " + nd4jVersion();
        if (Engine.onGpu()) {
            return nd4j + " on CUDA";
        }
        dnnl_version_t version = dnnl.dnnl_version();
        return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch() + " ("
                + dnnl.get_effective_cpu_isa() + "), " + nd4j;
    }

    private static String nd4jVersion() {
        Properties properties = new Properties();
        try (InputStream in = TrainingMachine.class.getResourceAsStream(ND4J)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            return "of unknown version";
        }
        return properties.getProperty("version", "of unknown version");
    }
}
