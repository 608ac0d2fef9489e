package io.barograph.bench;

import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.engine.TrainingExecution;
import io.barograph.bar.network.ResNets;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;

/**
 * Where the time of a training step goes, and how near it comes to what this CPU can do: oneDNN's kernels by the time they take,
 * and the step's arithmetic and memory traffic against the limits that {@link CpuLimits} measures. ResNet-20, batch 64.
 * Arguments: width or a model file, image channels, image side, precision.
 */
public final class StepProfile {
    private static final int BATCH = 64;
    private static final int CLASSES = 10;
    private static final int STEPS = 20;
    private static final int WARM_UP = 8;
    private static final String IN_CHILD = "barograph.profiled";

    private final String model;
    private final int channels;
    private final int side;
    private final Precision precision;

    private StepProfile(String model, int channels, int side, Precision precision) {
        this.model = model;
        this.precision = precision;
        this.channels = channels;
        this.side = side;
    }

    public static void main(String[] args) throws Exception {
        StepProfile profile = new StepProfile(
                args[0],
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                Precision.valueOf(args[3].toUpperCase(Locale.ROOT)));
        if (Boolean.getBoolean(IN_CHILD)) {
            profile.steps();
            return;
        }
        double millis = profile.steps();
        System.out.printf(
                Locale.ROOT,
                "ResNet-20, %s, %s, batch %d, %d×%d×%d: %.1f ms a step without the optimizer (median of %d)%n%n",
                profile.isFile() ? profile.model : "width " + profile.model,
                profile.precision.name().toLowerCase(Locale.ROOT),
                BATCH,
                profile.channels,
                profile.side,
                profile.side,
                millis,
                STEPS);
        profile.kernels(args);
        StepWork work = StepWork.of(profile.graph(profile.network()), BATCH);
        System.out.println(work.against(CpuLimits.measured(), millis));
    }

    private boolean isFile() {
        return !model.matches("\\d+");
    }

    private ComputationGraph network() throws IOException {
        if (isFile()) {
            return ModelSerializer.restoreComputationGraph(new File(model), false);
        }
        int width = Integer.parseInt(model);
        ComputationGraph network = new ComputationGraph(ResNets.cifar(3, width, side, side, channels, CLASSES, 1));
        network.init();
        return network;
    }

    private LayerGraph graph(ComputationGraph network) {
        return LayerGraphReader.read(network, channels, side, side);
    }

    /** Median time of a step in ms. */
    private double steps() throws IOException {
        ComputationGraph network = network();
        ParameterSet parameters = ParameterSet.of(network);
        Random random = new Random(1);
        float[] pixels = gaussian(random, BATCH * channels * side * side, 1);
        float[] toLogits = gaussian(random, BATCH * CLASSES, 0.01f);
        float[] gradient = new float[parameters.values().length];
        double[] millis = new double[STEPS];
        try (TrainingExecution execution = Engine.oneDnn(precision).training(graph(network), BATCH)) {
            for (int step = -WARM_UP; step < STEPS; step++) {
                long start = System.nanoTime();
                execution.forward(parameters, pixels, Map.of());
                execution.backward(parameters, toLogits, gradient, new HashMap<>());
                if (step >= 0) {
                    millis[step] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        Arrays.sort(millis);
        return millis[STEPS / 2];
    }

    private static float[] gaussian(Random random, int count, float scale) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = scale * (float) random.nextGaussian();
        }
        return values;
    }

    /** Runs the steps once more in a process whose oneDNN tells of every kernel it runs. */
    private void kernels(String[] args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-D" + IN_CHILD + "=true",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                System.getProperty("java.class.path"),
                StepProfile.class.getName()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ONEDNN_VERBOSE", "1");
        Process process = builder.start();
        Map<String, Map<String, List<Double>>> times = new HashMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] fields = line.split(",");
                int exec = Arrays.asList(fields).indexOf("exec");
                if (fields[0].startsWith("onednn_verbose") && exec >= 0) {
                    String kernel = fields[exec + 2] + ", " + fields[exec + 4] + ", " + fields[exec + 3];
                    String problem = fields[fields.length - 2];
                    times.computeIfAbsent(kernel, k -> new HashMap<>())
                            .computeIfAbsent(problem, k -> new ArrayList<>())
                            .add(Double.parseDouble(fields[fields.length - 1]));
                }
            }
        }
        process.waitFor();
        double all =
                times.values().stream().mapToDouble(StepProfile::millisAStep).sum();
        System.out.printf("%-76s %8s %8s %7s%n", "kernel (medians by shape)", "a step", "ms", "share");
        times.entrySet().stream()
                .sorted(Comparator.comparingDouble(e -> -millisAStep(e.getValue())))
                .filter(e -> millisAStep(e.getValue()) > 0.005 * all)
                .forEach(e -> System.out.printf(
                        Locale.ROOT,
                        "%-76s %8.1f %8.2f %6.1f%%%n",
                        e.getKey(),
                        e.getValue().values().stream().mapToInt(List::size).sum() / (double) (STEPS + WARM_UP),
                        millisAStep(e.getValue()),
                        100 * millisAStep(e.getValue()) / all));
        System.out.printf(Locale.ROOT, "%-76s %8s %8.2f%n%n", "all kernels", "", all);
    }

    /** Time of a kernel in a step: for every shape the median, which leaves out what the first steps cost. */
    private static double millisAStep(Map<String, List<Double>> byShape) {
        return byShape.values().stream()
                .mapToDouble(times ->
                        Ratio.median(times.stream().mapToDouble(t -> t).toArray()) * times.size() / (STEPS + WARM_UP))
                .sum();
    }
}
