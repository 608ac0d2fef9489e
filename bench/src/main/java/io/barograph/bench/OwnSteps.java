package io.barograph.bench;

import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.NetworkRecipe;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Steps of the product's training loop in a process of their own, as a peer's: a line with a number on standard input runs
 * that many and answers with the seconds; "jvm" answers with the megabytes that the JVM takes for itself, "wait" with the
 * share of the time that was spent waiting for images. Arguments: kind, depth, width, channels, side, precision, most steps.
 */
public final class OwnSteps {
    private OwnSteps() {}

    /** The command that starts it; the JVM has the launcher's collector and heap. */
    static String[] command(NetworkRecipe network, int channels, int side, Precision precision, int steps) {
        return new String[] {
            System.getProperty("java.home") + "/bin/java",
            "-Xmx4g",
            "-XX:+UseParallelGC",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-cp",
            System.getProperty("java.class.path"),
            OwnSteps.class.getName(),
            network.kind().name(),
            Integer.toString(network.depth()),
            Integer.toString(network.width()),
            Integer.toString(channels),
            Integer.toString(side),
            precision.name(),
            Integer.toString(steps)
        };
    }

    public static void main(String[] args) throws IOException {
        NetworkRecipe network = new NetworkRecipe(
                NetworkRecipe.Kind.valueOf(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        int channels = Integer.parseInt(args[3]);
        int side = Integer.parseInt(args[4]);
        ProductLoop loop =
                new ProductLoop(network, Precision.valueOf(args[5]), channels, side, Integer.parseInt(args[6]));
        System.out.println("ready");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            double answer =
                    switch (line) {
                        case "jvm" -> ProcessMemory.ofJvm();
                        case "wait" -> loop.dataWaitShare();
                        default -> loop.seconds(Integer.parseInt(line));
                    };
            System.out.printf(Locale.ROOT, "%.9f%n", answer);
        }
        System.exit(0);
    }
}
