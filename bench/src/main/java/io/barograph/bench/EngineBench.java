package io.barograph.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.bar.train.NetworkRecipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Training steps of the product's own loop beside PyTorch's, in turn: ours, then the peer in each of its layouts, again and
 * again. Arguments: pairs, folder of the peer's scripts, JSON file or nothing.
 */
public final class EngineBench {
    private static final int CHANNELS = 3;
    private static final int SIDE = 32;
    private static final double SECONDS_A_SAMPLE = 1.2;
    private static final List<String> LAYOUTS = List.of("contiguous", "channels-last");
    private static final Map<String, NetworkRecipe> CASES = cases();

    private final int pairs;
    private final String scripts;
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode rows = json.createArrayNode();

    private EngineBench(int pairs, String scripts) {
        this.pairs = pairs;
        this.scripts = scripts;
    }

    private static Map<String, NetworkRecipe> cases() {
        Map<String, NetworkRecipe> cases = new LinkedHashMap<>();
        cases.put("ResNet-20, width 16", new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16));
        cases.put("ResNet-20, half the channels", new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 8));
        cases.put("ResNet-20, a quarter of the channels", new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 4));
        cases.put("WRN-16-4", new NetworkRecipe(NetworkRecipe.Kind.WIDE_RESNET, 16, 4));
        return cases;
    }

    public static void main(String[] args) throws IOException {
        EngineBench bench = new EngineBench(Integer.parseInt(args[0]), args[1]);
        System.out.printf(
                "%-38s %9s %22s %9s %22s%n",
                "training step, float32, batch 64", "ours ms", "better layout ms", "ratio", "");
        for (Map.Entry<String, NetworkRecipe> entry : CASES.entrySet()) {
            bench.run(entry.getKey(), entry.getValue());
        }
        if (args.length > 2) {
            bench.json
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[2]).toFile(), bench.rows);
        }
        System.exit(0);
    }

    private void run(String name, NetworkRecipe network) {
        PeerLoop[] peers = new PeerLoop[LAYOUTS.size()];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = new PeerLoop(command(network, LAYOUTS.get(i)));
            peers[i].seconds(3);
        }
        int steps = (int) Math.max(1, Math.round(SECONDS_A_SAMPLE / (peers[0].seconds(2) / 2)));
        try (StepRunner ours = new ProductLoop(network, CHANNELS, SIDE, 10 + steps * (pairs + 1))) {
            ours.seconds(10);
            ours.seconds(steps);
            double[] own = new double[pairs];
            double[][] theirs = new double[peers.length][pairs];
            for (int pair = 0; pair < pairs; pair++) {
                own[pair] = 1e3 * ours.seconds(steps) / steps;
                for (int i = 0; i < peers.length; i++) {
                    theirs[i][pair] = 1e3 * peers[i].seconds(steps) / steps;
                }
            }
            report(name, own, theirs, peers[0].greeting());
        } finally {
            for (PeerLoop peer : peers) {
                peer.close();
            }
        }
    }

    private List<String> command(NetworkRecipe network, String layout) {
        return List.of(
                "/usr/bin/python3",
                scripts + "/steps.py",
                network.kind() == NetworkRecipe.Kind.RESNET ? "resnet" : "wide-resnet",
                Integer.toString(network.depth()),
                Integer.toString(network.width()),
                Integer.toString(CHANNELS),
                Integer.toString(SIDE),
                layout,
                "float32");
    }

    private void report(String name, double[] own, double[][] theirs, String peer) {
        int better = Ratio.median(theirs[0]) <= Ratio.median(theirs[1]) ? 0 : 1;
        Ratio ratio = Ratio.of(own, theirs[better]);
        System.out.printf(
                Locale.ROOT,
                "%-38s %9.1f %8.1f %-13s %s%n",
                name,
                Ratio.median(own),
                Ratio.median(theirs[better]),
                LAYOUTS.get(better),
                ratio);
        ObjectNode row = rows.addObject()
                .put("case", name)
                .put("ours", Ratio.median(own))
                .put("peer", Ratio.median(theirs[better]))
                .put("ratio", ratio.median())
                .put("ratioLow", ratio.low())
                .put("ratioHigh", ratio.high())
                .put("unit", "ms")
                .put("peerIs", "PyTorch " + peer.split(" ")[1] + ", " + LAYOUTS.get(better));
        row.set("oursRaw", json.valueToTree(own));
        row.set("peerRaw", json.valueToTree(theirs[better]));
    }
}
