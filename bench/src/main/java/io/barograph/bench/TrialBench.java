package io.barograph.bench;

import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.Phase;
import io.barograph.bar.train.TeacherCache;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrialRecipe;
import io.barograph.bar.train.TrialStart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whole BAR trials of ResNet-20 on the bundled sample beside the same in PyTorch, in turn, from one dense network a seed:
 * at every budget a trial here, a trial there, and a rung of the ladder here. What is timed is teacher outputs, prune phase
 * and fine-tuning; ours with its validation and checkpoints after every epoch. Arguments: seeds, quick or full, folder of
 * the peer's scripts, work folder, JSON file or nothing.
 */
public final class TrialBench {
    private final ImageDataset data = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
    private final TrialPlan plan;
    private final Path folder;
    private final TrialRuns runs;
    private final TorchTrials peer;

    private TrialBench(TrialPlan plan, String scripts, Path folder) throws IOException {
        this.plan = plan;
        this.folder = folder;
        this.runs = new TrialRuns(folder.resolve("runs.jsonl"));
        DenseExport.data(data, folder.resolve("data.npz"));
        this.peer = new TorchTrials(plan, scripts, folder);
    }

    public static void main(String[] args) throws Exception {
        int[] seeds = Arrays.stream(args[0].trim().split(" +"))
                .mapToInt(Integer::parseInt)
                .toArray();
        TrialPlan plan = new TrialPlan(args[1].equals("quick"));
        TrialBench bench = new TrialBench(
                plan, args[2], Files.createDirectories(Path.of(args[3]).toAbsolutePath()));
        bench.peer.chooseLayout(
                seeds[0], bench.dense(seeds[0]), bench.data.train().size() / TrialPlan.BATCH);
        for (int seed : seeds) {
            bench.seed(seed);
        }
        TrialReport report = new TrialReport(plan, bench.runs, seeds, bench.peer.layout());
        report.print();
        if (args.length > 4) {
            report.write(Path.of(args[4]));
        }
        System.exit(0);
    }

    /** Every run of a seed. */
    private void seed(int seed) throws Exception {
        Path dense = dense(seed);
        DenseExport.network(dense, peer.denseOf(seed));
        TeacherCache teachers = new TeacherCache(); // shared by the rungs of a ladder, as in a sweep
        @Nullable Path rung = null;
        for (double budget : plan.budgets()) {
            Path left = folder.resolve("rung-" + seed + "-" + budget + ".zip");
            TrialStart onRung = new TrialStart(dense, rung, null, teachers);
            runs.make(
                    TrialPlan.OURS, budget, seed, () -> ours(plan.recipe(budget, seed), TrialStart.from(dense), null));
            runs.make(TrialPlan.PEER, budget, seed, () -> peer.run(seed, budget));
            if (plan.hasLadder()) {
                runs.make(TrialPlan.LADDER, budget, seed, () -> ours(plan.ladderRecipe(budget, seed), onRung, left));
                rung = left;
            }
        }
    }

    private Path dense(int seed) throws IOException {
        Path kept = folder.resolve("dense-" + seed + ".zip");
        if (Files.notExists(kept)) {
            TrainedModel model = BarTrial.run(
                    plan.recipe(1, seed), data, TrialStart.FRESH, work(), new SilentListener(), () -> false);
            Files.copy(model.model(), kept, StandardCopyOption.REPLACE_EXISTING);
        }
        return kept;
    }

    private TrialRuns.Run ours(TrialRecipe recipe, TrialStart start, @Nullable Path rung) throws IOException {
        long begun = System.nanoTime();
        long[] ended = {begun};
        TrainedModel model = BarTrial.run(
                recipe,
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

    private Path work() throws IOException {
        return Files.createDirectories(folder.resolve("work"));
    }
}
