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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whole BAR trials of ResNet-20 on the bundled sample beside the same in PyTorch, in turn, from one dense network a seed:
 * at every budget a trial here, a rung of the ladder here, and a trial there. What is timed is teacher outputs, prune phase
 * and fine-tuning; ours with its validation and checkpoints after every epoch. Arguments: seeds, quick or full, folder of
 * the peer's scripts, work folder, JSON file or nothing.
 */
public final class TrialBench {
    private static final double[] BUDGETS = {0.5, 0.25, 0.125, 0.0625};
    private static final int BATCH = 64;
    private static final double SINGLE = 0.125;
    private static final String OURS = "ours";
    private static final String LADDER = "our ladder";
    private static final String PEER = "peer";
    private static final List<String> LAYOUTS = List.of("contiguous", "channels-last");

    private final ImageDataset data = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode rows = json.createArrayNode();
    private final boolean quick;
    private final String scripts;
    private final Path folder;
    private final TrialRuns runs;
    private String layout = LAYOUTS.get(1);

    private TrialBench(boolean quick, String scripts, Path folder) throws IOException {
        this.quick = quick;
        this.scripts = scripts;
        this.folder = folder;
        this.runs = new TrialRuns(folder.resolve("runs.jsonl"));
    }

    public static void main(String[] args) throws Exception {
        Path folder = Files.createDirectories(Path.of(args[3]).toAbsolutePath());
        TrialBench bench = new TrialBench(args[1].equals("quick"), args[2], folder);
        DenseExport.data(bench.data, folder.resolve("data.npz"));
        int[] seeds = Arrays.stream(args[0].trim().split(" +"))
                .mapToInt(Integer::parseInt)
                .toArray();
        Map<String, TrialRuns.Run[]> all = new LinkedHashMap<>();
        for (int i = 0; i < seeds.length; i++) {
            bench.seed(seeds[i], i == 0, i, seeds.length, all);
        }
        bench.report(all);
        if (args.length > 4) {
            bench.json
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[4]).toFile(), bench.rows);
        }
        System.exit(0);
    }

    /** Every run of a seed, filed under its side and budget. */
    private void seed(int seed, boolean first, int at, int seeds, Map<String, TrialRuns.Run[]> all) throws Exception {
        Path dense = dense(seed);
        DenseExport.network(dense, folder.resolve("dense-" + seed + ".npz"));
        if (first) {
            chooseLayout(seed);
        }
        @Nullable Path rung = null;
        for (double budget : quick ? new double[] {SINGLE} : BUDGETS) {
            Path left = folder.resolve("rung-" + seed + "-" + budget + ".zip");
            TrialStart onRung = new TrialStart(dense, rung, null);
            file(all, OURS, budget, seeds)[at] =
                    runs.get(OURS, budget, seed, () -> ours(budget, seed, TrialStart.from(dense), null));
            file(all, PEER, budget, seeds)[at] = runs.get(PEER, budget, seed, () -> peer(seed, budget));
            if (!quick) {
                file(all, LADDER, budget, seeds)[at] =
                        runs.get(LADDER, budget, seed, () -> ours(budget, seed, onRung, left));
                rung = left;
            }
        }
    }

    private static TrialRuns.Run[] file(Map<String, TrialRuns.Run[]> all, String side, double budget, int seeds) {
        return all.computeIfAbsent(side + budget, key -> new TrialRuns.Run[seeds]);
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

    /** Takes the peer's faster layout, and says how much slower its steps are than those of a bare loop. */
    private void chooseLayout(int seed) throws Exception {
        double[] seconds = new double[LAYOUTS.size()];
        double[] over = new double[LAYOUTS.size()];
        int steps = data.train().size() / BATCH;
        for (int i = 0; i < seconds.length; i++) {
            List<String> bare = List.of(
                    "/usr/bin/python3",
                    scripts + "/steps.py",
                    "resnet",
                    "20",
                    "16",
                    "1",
                    "28",
                    LAYOUTS.get(i),
                    "float32");
            try (StepProcess loop = StepProcess.peer(bare)) {
                loop.seconds(3);
                double before = loop.seconds(steps);
                JsonNode run = peer(seed, SINGLE, LAYOUTS.get(i), 1, 1);
                seconds[i] = run.get("seconds").asDouble();
                over[i] = run.get("pruneSeconds").asDouble() / ((before + loop.seconds(steps)) / 2) - 1;
            }
        }
        int better = seconds[0] <= seconds[1] ? 0 : 1;
        layout = LAYOUTS.get(better);
        System.out.printf(
                Locale.ROOT,
                "peer: %s; an epoch of its prune phase takes %+.1f %% of a bare loop of the dense network%n",
                layout,
                100 * over[better]);
    }

    private TrialRuns.Run ours(double budget, int seed, TrialStart start, @Nullable Path rung) throws IOException {
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
        return new TrialRuns.Run(
                (ended[0] - begun) / 1e9,
                model.testAccuracy(),
                model.volumeRatio(),
                ProcessMemory.of(ProcessHandle.current().pid()).peak());
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

    private TrialRuns.Run peer(int seed, double budget) throws Exception {
        TrialRecipe recipe = recipe(budget, seed);
        JsonNode run = peer(
                seed, budget, layout, recipe.prune().epochs(), recipe.fineTune().epochsAt(budget));
        return new TrialRuns.Run(
                run.get("seconds").asDouble(),
                run.get("testAccuracy").asDouble(),
                run.get("volumeRatio").asDouble(),
                run.get("peakMegabytes").asDouble());
    }

    private JsonNode peer(int seed, double budget, String layout, int pruneEpochs, int tuneEpochs)
            throws IOException, InterruptedException {
        Process process = StepProcess.withoutOurWaiting(new ProcessBuilder(
                        "/usr/bin/python3",
                        scripts + "/trial.py",
                        folder.resolve("data.npz").toString(),
                        folder.resolve("dense-" + seed + ".npz").toString(),
                        Double.toString(budget),
                        Integer.toString(seed),
                        Integer.toString(pruneEpochs),
                        Integer.toString(tuneEpochs),
                        layout))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the peer has failed; its message is above");
        }
        return json.readTree(out);
    }

    private void report(Map<String, TrialRuns.Run[]> all) {
        compare("a trial at 1/8", all, OURS, new double[] {SINGLE});
        if (!quick) {
            compare("four trials", all, OURS, BUDGETS);
            compare("ladder of four budgets", all, LADDER, BUDGETS);
            for (double budget : BUDGETS) {
                System.out.printf(
                        Locale.ROOT,
                        "at %-6s accuracy in points: ours - peer %s, ladder - ours %s%n",
                        budget,
                        gains(of(all, OURS, budget), of(all, PEER, budget)),
                        gains(of(all, LADDER, budget), of(all, OURS, budget)));
            }
        }
        System.out.printf(
                Locale.ROOT,
                "peak memory: ours %.0f MB, of which the JVM's heap, classes and code %.0f MB; peer %.0f MB%n",
                peak(all, OURS),
                ProcessMemory.ofJvm(),
                peak(all, PEER));
    }

    private static TrialRuns.Run[] of(Map<String, TrialRuns.Run[]> all, String side, double budget) {
        return Objects.requireNonNull(all.get(side + budget));
    }

    private static double peak(Map<String, TrialRuns.Run[]> all, String side) {
        return all.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(side))
                .flatMap(entry -> Arrays.stream(entry.getValue()))
                .mapToDouble(TrialRuns.Run::peakMegabytes)
                .max()
                .orElse(Double.NaN);
    }

    private static Paired gains(TrialRuns.Run[] ours, TrialRuns.Run[] other) {
        List<Double> gains = new ArrayList<>();
        for (int i = 0; i < ours.length; i++) {
            gains.add(100 * (ours[i].accuracy() - other[i].accuracy()));
        }
        return Paired.of(gains);
    }

    /** The time that one side takes for some budgets beside the peer's for the same. */
    private void compare(String name, Map<String, TrialRuns.Run[]> all, String side, double[] budgets) {
        double[] ours = seconds(all, side, budgets);
        double[] peer = seconds(all, PEER, budgets);
        Ratio ratio = Ratio.of(ours, peer);
        int epochs = Arrays.stream(budgets)
                .mapToInt(budget -> epochs(side, budget, budgets[0]))
                .sum();
        Paired gain = gains(of(all, side, SINGLE), of(all, PEER, SINGLE));
        System.out.printf(
                Locale.ROOT,
                "%-24s ours %.1f s (%d epochs), peer %.1f s (%d epochs, %s), ratio %s; at 1/8 %s points%n",
                name,
                Ratio.median(ours),
                epochs,
                Ratio.median(peer),
                Arrays.stream(budgets).mapToInt(b -> epochs(PEER, b, b)).sum(),
                layout,
                ratio,
                gain);
        ObjectNode row = rows.addObject()
                .put("case", name)
                .put("ours", Ratio.median(ours))
                .put("peer", Ratio.median(peer))
                .put("ratio", ratio.median())
                .put("unit", "s")
                .put("peerLayout", layout)
                .put("accuracyDifference", gain.mean());
        row.set("oursRaw", json.valueToTree(ours));
        row.set("peerRaw", json.valueToTree(peer));
    }

    private int epochs(String side, double budget, double loosest) {
        TrialRecipe recipe = recipe(budget, 1);
        int pruning = side.equals(LADDER) && budget < loosest
                ? recipe.rung().epochs()
                : recipe.prune().epochs();
        return pruning + recipe.fineTune().epochsAt(budget);
    }

    private static double[] seconds(Map<String, TrialRuns.Run[]> all, String side, double[] budgets) {
        double[] sum = new double[of(all, side, budgets[0]).length];
        for (double budget : budgets) {
            TrialRuns.Run[] some = of(all, side, budget);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += some[i].seconds();
            }
        }
        return sum;
    }

    private Path work() throws IOException {
        return Files.createDirectories(folder.resolve("work"));
    }

    private TrialRecipe recipe(double budget, int seed) {
        return new TrialRecipe(
                new NetworkRecipe(NetworkRecipe.Kind.RESNET, 20, 16),
                budget,
                seed,
                BATCH,
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
