package io.barograph.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.Phase;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrialRecipe;
import io.barograph.bar.train.TrialStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole BAR trials of ResNet-20 on the bundled sample beside the same in PyTorch, in turn, from one dense network a seed:
 * a trial at 1/8, and the four pruned budgets, as a ladder here and one after another there. What is timed is teacher outputs,
 * prune phase and fine-tuning; ours with its validation and checkpoints after every epoch. Arguments: seeds, quick or full,
 * folder of the peer's scripts, work folder, JSON file or nothing.
 */
public final class TrialBench {
    private static final double[] BUDGETS = {0.5, 0.25, 0.125, 0.0625};
    private static final double SINGLE = 0.125;
    private static final List<String> LAYOUTS = List.of("contiguous", "channels-last");

    private final ImageDataset data = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode rows = json.createArrayNode();
    private final boolean quick;
    private final String scripts;
    private final Path folder;
    private String layout = LAYOUTS.get(1);

    private TrialBench(boolean quick, String scripts, Path folder) {
        this.quick = quick;
        this.scripts = scripts;
        this.folder = folder;
    }

    /** One run of either side. */
    private record Run(double seconds, double accuracy, double volume) {
        Run and(Run other) {
            return new Run(seconds + other.seconds, accuracy, volume);
        }
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[3]).toAbsolutePath());
        TrialBench bench = new TrialBench(args[1].equals("quick"), args[2], folder);
        DenseExport.data(bench.data, folder.resolve("data.npz"));
        String[] seeds = args[0].trim().split(" +");
        Comparison single = new Comparison("trial at 1/8", seeds.length);
        Comparison ladder = new Comparison("four budgets: ladder / trials", seeds.length);
        for (int i = 0; i < seeds.length; i++) {
            int seed = Integer.parseInt(seeds[i]);
            Path dense = bench.dense(seed);
            DenseExport.network(dense, folder.resolve("dense-" + seed + ".npz"));
            if (i == 0) {
                bench.chooseLayout(seed);
            }
            bench.single(seed, dense, single, i);
            if (!bench.quick) {
                bench.ladder(seed, dense, ladder, i, single);
            }
        }
        bench.report(single);
        if (!bench.quick) {
            bench.report(ladder);
        }
        if (args.length > 4) {
            bench.json
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[4]).toFile(), bench.rows);
        }
        System.exit(0);
    }

    /** Seconds and accuracy of both sides by seed. */
    private record Comparison(String name, double[] ours, double[] peer, double[] ourAccuracy, double[] peerAccuracy) {
        Comparison(String name, int seeds) {
            this(name, new double[seeds], new double[seeds], new double[seeds], new double[seeds]);
        }

        void put(int i, Run mine, Run theirs) {
            ours[i] = mine.seconds;
            peer[i] = theirs.seconds;
            ourAccuracy[i] = mine.accuracy;
            peerAccuracy[i] = theirs.accuracy;
        }
    }

    private Path dense(int seed) throws IOException {
        Path kept = folder.resolve("dense-" + seed + ".zip");
        if (Files.notExists(kept)) {
            TrainedModel model =
                    BarTrial.run(recipe(1, seed), data, TrialStart.FRESH, work(), new SilentListener(), () -> false);
            Files.copy(model.model(), kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return kept;
    }

    private void chooseLayout(int seed) throws Exception {
        double best = Double.POSITIVE_INFINITY;
        for (String candidate : LAYOUTS) {
            JsonNode run = peer(seed, SINGLE, candidate, 1, 1);
            if (run.get("seconds").asDouble() < best) {
                best = run.get("seconds").asDouble();
                layout = candidate;
            }
        }
    }

    private void single(int seed, Path dense, Comparison into, int i) throws Exception {
        Run ours = ours(SINGLE, seed, new TrialStart(dense, null, null), null);
        Run theirs = peer(seed, SINGLE);
        say("1/8", seed, ours, theirs);
        into.put(i, ours, theirs);
    }

    private void ladder(int seed, Path dense, Comparison into, int i, Comparison single) throws Exception {
        @Nullable Run ours = null;
        @Nullable Run theirs = null;
        @Nullable Path rung = null;
        for (double budget : BUDGETS) {
            Path left = folder.resolve("rung-" + seed + "-" + budget + ".zip");
            Run mine = ours(budget, seed, new TrialStart(dense, rung, null), left);
            Run other = budget == SINGLE ? new Run(single.peer[i], single.peerAccuracy[i], budget) : peer(seed, budget);
            say("ladder, " + budget, seed, mine, other);
            ours = ours == null ? mine : mine.and(ours);
            theirs = theirs == null ? other : other.and(theirs);
            rung = left;
        }
        if (ours != null && theirs != null) {
            into.put(i, ours, theirs);
        }
    }

    private Run ours(double budget, int seed, TrialStart start, @Nullable Path rung) throws IOException {
        long begun = System.nanoTime();
        long[] ended = {begun};
        TrainedModel model = BarTrial.run(
                recipe(budget, seed),
                data,
                start,
                work(),
                new SilentListener() {
                    @Override
                    public void onEpoch(
                            Phase phase,
                            int epoch,
                            Map<String, Double> values,
                            Map<String, Integer> maps,
                            Path checkpoint) {
                        ended[0] = System.nanoTime();
                    }

                    @Override
                    public void onRung(Path snapshot) {
                        copy(snapshot, rung);
                    }
                },
                () -> false);
        return new Run((ended[0] - begun) / 1e9, model.testAccuracy(), model.volumeRatio());
    }

    private static void copy(Path from, @Nullable Path to) {
        if (to != null) {
            try {
                Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Run peer(int seed, double budget) throws Exception {
        TrialRecipe recipe = recipe(budget, seed);
        JsonNode run = peer(
                seed, budget, layout, recipe.prune().epochs(), recipe.fineTune().epochsAt(budget));
        return new Run(
                run.get("seconds").asDouble(),
                run.get("testAccuracy").asDouble(),
                run.get("volumeRatio").asDouble());
    }

    private JsonNode peer(int seed, double budget, String layout, int pruneEpochs, int tuneEpochs)
            throws IOException, InterruptedException {
        Process process = PeerProcess.start(List.of(
                "/usr/bin/python3",
                scripts + "/trial.py",
                folder.resolve("data.npz").toString(),
                folder.resolve("dense-" + seed + ".npz").toString(),
                Double.toString(budget),
                Integer.toString(seed),
                Integer.toString(pruneEpochs),
                Integer.toString(tuneEpochs),
                layout));
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the peer has failed; its message is above");
        }
        return json.readTree(out);
    }

    private static void say(String what, int seed, Run ours, Run theirs) {
        System.out.printf(
                Locale.ROOT,
                "seed %d, %s: ours %.1f s, %.2f %%, volume %.4f; peer %.1f s, %.2f %%, volume %.4f%n",
                seed,
                what,
                ours.seconds,
                100 * ours.accuracy,
                ours.volume,
                theirs.seconds,
                100 * theirs.accuracy,
                theirs.volume);
    }

    private void report(Comparison c) {
        Ratio ratio = Ratio.of(c.ours, c.peer);
        List<Double> gains = new ArrayList<>();
        for (int i = 0; i < c.ours.length; i++) {
            gains.add(100 * (c.ourAccuracy[i] - c.peerAccuracy[i]));
        }
        System.out.printf(
                Locale.ROOT,
                "%-32s ours %.1f s, peer %.1f s (%s), ratio %s, accuracy ours - peer %s points%n",
                c.name,
                Ratio.median(c.ours),
                Ratio.median(c.peer),
                layout,
                ratio,
                Paired.of(gains));
        ObjectNode row = rows.addObject()
                .put("case", c.name)
                .put("ours", Ratio.median(c.ours))
                .put("peer", Ratio.median(c.peer))
                .put("ratio", ratio.median())
                .put("unit", "s")
                .put("peerLayout", layout)
                .put("accuracyDifference", Paired.of(gains).mean());
        row.set("oursRaw", json.valueToTree(c.ours));
        row.set("peerRaw", json.valueToTree(c.peer));
        row.set("oursAccuracy", json.valueToTree(c.ourAccuracy));
        row.set("peerAccuracy", json.valueToTree(c.peerAccuracy));
    }

    private Path work() throws IOException {
        return Files.createDirectories(folder.resolve("work"));
    }

    private TrialRecipe recipe(double budget, int seed) {
        return new TrialRecipe(
                new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16),
                budget,
                seed,
                64,
                0.02,
                Precision.FLOAT32,
                new Augmentation(true, 0),
                new TrialRecipe.Pretrain(quick ? 2 : 10, 3e-3),
                new TrialRecipe.Prune(quick ? 2 : 5, 2e-3, 45, 0.024, 2e4),
                new TrialRecipe.Rung(2, 30),
                quick ? new TrialRecipe.FineTune(2, 0, 3e-3) : new TrialRecipe.FineTune(4, 6, 3e-3),
                new TrialRecipe.Distillation(4, 0.9));
    }
}
