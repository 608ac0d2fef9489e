package io.barograph.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.NetworkRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Training steps of the product's own loop beside PyTorch's: all contenders of a network take turns, again and again; a
 * peer runs in the faster of its layouts, which is found first. Arguments: pairs, folder of the peer's scripts, class path
 * of the PyTorch 2 steps or "none", JSON file or nothing.
 */
public final class EngineBench {
    private static final int CHANNELS = 3;
    private static final int SIDE = 32;
    private static final double SECONDS_A_SAMPLE = 1;
    private static final int WARM_UP = 40;
    private static final int ENDURANCE = 1000;
    private static final int PAIRS_OF_A_FULL_RUN = 15;
    private static final int TRIES_OF_A_LAYOUT = 5;

    private final int pairs;
    private final Peers peers;
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode rows = json.createArrayNode();

    private EngineBench(int pairs, Peers peers) {
        this.pairs = pairs;
        this.peers = peers;
    }

    public static void main(String[] args) throws IOException {
        EngineBench bench = new EngineBench(Integer.parseInt(args[0]), new Peers(args[1], args[2]));
        System.out.printf(
                "%-37s %-9s %7s  %-41s %7s %7s%n",
                "step of 64 images of 3×32×32", "ours", "ms", "beside", "ms", "ratio");
        for (Map.Entry<String, NetworkRecipe> entry : networks().entrySet()) {
            bench.run(entry.getKey(), entry.getValue());
        }
        if (args.length > 3) {
            bench.json
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[3]).toFile(), bench.rows);
        }
        System.exit(0);
    }

    private static Map<String, NetworkRecipe> networks() {
        Map<String, NetworkRecipe> networks = new LinkedHashMap<>();
        networks.put("ResNet-20, width 16", new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16));
        networks.put("ResNet-20, half the channels", new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 8));
        networks.put("ResNet-20, a quarter of the channels", new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 4));
        networks.put("WRN-16-4", new NetworkRecipe(NetworkRecipe.Kind.WIDE_RESNET, 16, 4));
        return networks;
    }

    /** The commands of the peers: PyTorch 1.13 of Debian and, where there is a class path, PyTorch 2. */
    private record Peers(String scripts, String classPath) {
        List<String> command(boolean second, NetworkRecipe network, TorchLayout layout, String type) {
            List<String> command = new ArrayList<>(
                    second
                            ? List.of(
                                    "java",
                                    "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                                    "-cp",
                                    classPath,
                                    "io.barograph.bench.pytorch.TorchSteps")
                            : List.of("/usr/bin/python3", scripts + "/steps.py"));
            command.addAll(List.of(
                    network.kind() == NetworkRecipe.Kind.RESNET ? "resnet" : "wide-resnet",
                    Integer.toString(network.depth()),
                    Integer.toString(network.width()),
                    Integer.toString(CHANNELS),
                    Integer.toString(SIDE),
                    layout.toString(),
                    type));
            return command;
        }

        boolean hasSecond() {
            return !classPath.equals("none");
        }
    }

    /** What takes its turn, under the name that it is reported by. */
    private record Contender(String name, StepProcess process, double[] millis) {
        void run(int pair, int steps) {
            millis[pair] = 1e3 * process.seconds(steps) / steps;
        }
    }

    private void run(String name, NetworkRecipe network) {
        List<Contender> contenders = new ArrayList<>();
        try {
            Contender peer = peer(network, false, "float32");
            contenders.add(peer);
            int steps = (int) Math.max(1, Math.round(SECONDS_A_SAMPLE / (peer.process.seconds(5) / 5)));
            Contender ours = ours(network, Precision.FLOAT32, steps);
            contenders.add(ours);
            boolean half = Precision.BFLOAT16.isSupported();
            if (half) {
                contenders.add(ours(network, Precision.BFLOAT16, steps));
            }
            if (peers.hasSecond()) {
                contenders.add(peer(network, true, "float32"));
            }
            if (half && peers.hasSecond()) {
                contenders.add(peer(network, false, "bfloat16"));
                contenders.add(peer(network, true, "bfloat16"));
            }
            for (int pair = 0; pair < pairs; pair++) {
                for (Contender contender : contenders) {
                    contender.run(pair, steps);
                }
            }
            report(name, contenders);
            if (pairs >= PAIRS_OF_A_FULL_RUN && network.kind() == NetworkRecipe.Kind.RESNET) {
                endurance(contenders);
            }
        } finally {
            contenders.forEach(contender -> contender.process.close());
        }
    }

    private Contender ours(NetworkRecipe network, Precision precision, int steps) {
        StepProcess process = StepProcess.ours(
                OwnSteps.command(network, CHANNELS, SIDE, precision, WARM_UP + steps * (pairs + 1) + ENDURANCE));
        process.seconds(WARM_UP);
        process.seconds(steps);
        return new Contender(ourName(precision), process, new double[pairs]);
    }

    private static String ourName(Precision precision) {
        return precision.name().toLowerCase(Locale.ROOT);
    }

    /** A peer in the layout that is the faster one for this network; the other one is closed. */
    private Contender peer(NetworkRecipe network, boolean second, String type) {
        TorchLayout[] layouts = TorchLayout.values();
        StepProcess[] loops = new StepProcess[layouts.length];
        double[][] seconds = new double[loops.length][TRIES_OF_A_LAYOUT];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = StepProcess.peer(peers.command(second, network, layouts[i], type));
            loops[i].seconds(3);
        }
        int steps = (int) Math.max(1, Math.round(SECONDS_A_SAMPLE / 2 / (loops[0].seconds(2) / 2)));
        for (int n = 0; n < TRIES_OF_A_LAYOUT; n++) {
            for (int i = 0; i < loops.length; i++) {
                seconds[i][n] = loops[i].seconds(steps);
            }
        }
        TorchLayout faster = TorchLayout.faster(
                Arrays.stream(seconds).mapToDouble(Ratio::median).toArray());
        int better = faster.ordinal();
        loops[1 - better].close();
        String version = loops[better].greeting().split(" ")[1].replaceAll("[a-z-].*", "");
        String name = "PyTorch " + version + ", " + type + ", " + faster;
        return new Contender(name, loops[better], new double[pairs]);
    }

    /** Ours in float32 beside every peer in float32; ours in bfloat16 beside it and beside every peer. */
    private void report(String name, List<Contender> contenders) {
        Contender full = named(contenders, ourName(Precision.FLOAT32));
        for (Contender other : contenders) {
            if (other.name.startsWith("PyTorch") && other.name.contains(ourName(Precision.FLOAT32))) {
                report(name, full, other);
            }
        }
        if (Precision.BFLOAT16.isSupported()) {
            Contender half = named(contenders, ourName(Precision.BFLOAT16));
            report(name, half, full);
            contenders.stream()
                    .filter(other -> other.name.startsWith("PyTorch"))
                    .forEach(other -> report(name, half, other));
        }
    }

    /** Whether a long run grows, how much memory it needs beside the first peer, and how long it waits for images. */
    private static void endurance(List<Contender> contenders) {
        Contender peer = contenders.get(0);
        StepProcess ours = named(contenders, ourName(Precision.FLOAT32)).process;
        double before = ours.memory().now();
        ours.seconds(ENDURANCE);
        System.out.printf(
                Locale.ROOT,
                "    memory, MB: %.0f, %d steps later %.0f; peak %.0f, the JVM's own share %.0f; peak of %s %.0f;"
                        + " waited for images %.2f %% of the time%n",
                before,
                ENDURANCE,
                ours.memory().now(),
                ours.memory().peak(),
                ours.ask("jvm"),
                peer.name,
                peer.process.memory().peak(),
                100 * ours.ask("wait"));
    }

    private static Contender named(List<Contender> contenders, String name) {
        return contenders.stream().filter(c -> c.name.equals(name)).findFirst().orElseThrow();
    }

    private void report(String name, Contender ours, Contender other) {
        Ratio ratio = Ratio.of(ours.millis, other.millis);
        String beside = other.name.startsWith("PyTorch") ? other.name : "ours, " + other.name;
        System.out.printf(
                Locale.ROOT,
                "%-37s %-9s %7.1f  %-41s %7.1f  %s%n",
                name,
                ours.name,
                Ratio.median(ours.millis),
                beside,
                Ratio.median(other.millis),
                ratio);
        ObjectNode row = rows.addObject()
                .put("case", name + ", " + ours.name + " beside " + beside)
                .put("ours", Ratio.median(ours.millis))
                .put("peer", Ratio.median(other.millis))
                .put("ratio", ratio.median())
                .put("ratioLow", ratio.low())
                .put("ratioHigh", ratio.high())
                .put("unit", "ms");
        row.set("oursRaw", json.valueToTree(ours.millis));
        row.set("peerRaw", json.valueToTree(other.millis));
    }
}
