package io.barograph.bench;

import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.engine.TrainingExecution;
import io.barograph.bar.network.ResNets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Every width from 1 to 64 beside the next multiple of what buffers are padded to: a training step of ResNet-8, batch 64,
 * 3×16×16, the two in turn. Arguments: pairs, precision.
 */
public final class WidthBench {
    private static final int BATCH = 64;
    private static final int SIDE = 16;
    private static final int CHANNELS = 3;
    private static final int CLASSES = 10;
    private static final int LARGEST = 64;
    private static final int STEPS = 4;

    private WidthBench() {}

    public static void main(String[] args) {
        int pairs = Integer.parseInt(args[0]);
        Precision precision = Precision.valueOf(args[1].toUpperCase(Locale.ROOT));
        int vector = precision == Precision.FLOAT32 ? 8 : 16;
        double worst = 0;
        for (int full = vector; full <= LARGEST; full += vector) {
            try (Plan reference = new Plan(full, precision)) {
                StringBuilder line = new StringBuilder();
                double[] times = new double[pairs];
                for (int width = full - vector + 1; width < full; width++) {
                    Ratio ratio = compare(width, reference, precision, times);
                    worst = Math.max(worst, ratio.median());
                    line.append(String.format(Locale.ROOT, " %d: %.3f", width, ratio.median()));
                }
                System.out.printf(
                        Locale.ROOT,
                        "width %2d: %6.2f ms; narrower ones beside it:%s%n",
                        full,
                        Ratio.median(times),
                        line);
            }
        }
        System.out.printf(Locale.ROOT, "largest ratio %.3f%n", worst);
        System.exit(0);
    }

    private static Ratio compare(int width, Plan reference, Precision precision, double[] times) {
        double[] ours = new double[times.length];
        try (Plan plan = new Plan(width, precision)) {
            for (int pair = 0; pair < times.length; pair++) {
                ours[pair] = plan.millis();
                times[pair] = reference.millis();
            }
        }
        return Ratio.of(ours, times);
    }

    /** A network of some width, compiled. */
    private static final class Plan implements AutoCloseable {
        private final ParameterSet parameters;
        private final TrainingExecution execution;
        private final float[] pixels = new float[BATCH * CHANNELS * SIDE * SIDE];
        private final float[] toLogits = new float[BATCH * CLASSES];
        private final float[] gradient;

        Plan(int width, Precision precision) {
            ComputationGraph network = new ComputationGraph(ResNets.cifar(1, width, SIDE, SIDE, CHANNELS, CLASSES, 1));
            network.init();
            parameters = ParameterSet.of(network);
            gradient = new float[parameters.values().length];
            execution = Engine.oneDnn(precision).training(LayerGraphReader.read(network, CHANNELS, SIDE, SIDE), BATCH);
            fill(pixels, 1);
            fill(toLogits, 0.01f);
            millis();
        }

        private static void fill(float[] values, float scale) {
            Random random = new Random(1);
            for (int i = 0; i < values.length; i++) {
                values[i] = scale * (float) random.nextGaussian();
            }
        }

        double millis() {
            long start = System.nanoTime();
            for (int i = 0; i < STEPS; i++) {
                execution.forward(parameters, pixels, Map.of());
                execution.backward(parameters, toLogits, gradient, new HashMap<>());
            }
            return (System.nanoTime() - start) / 1e6 / STEPS;
        }

        @Override
        public void close() {
            execution.close();
        }
    }
}
