package io.barograph.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barograph.bar.train.TrialRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** BAR trials of a PyTorch script, each in a process of its own, on images and dense networks that were exported for it. */
final class TorchTrials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TrialPlan plan;
    private final String scripts;
    private final Path folder;
    private TorchLayout layout = TorchLayout.CHANNELS_LAST;

    /**
     * Trials on what a folder holds.
     *
     * @param scripts folder of trial.py and steps.py
     * @param folder with the images in data.npz and the networks where {@link #denseOf} says
     */
    TorchTrials(TrialPlan plan, String scripts, Path folder) {
        this.plan = plan;
        this.scripts = scripts;
        this.folder = folder;
    }

    /** Where the dense network of a seed is expected. */
    Path denseOf(int seed) {
        return folder.resolve("dense-" + seed + ".npz");
    }

    TorchLayout layout() {
        return layout;
    }

    /** Takes the faster layout, and says how much slower the script's steps are than those of a bare loop. */
    void chooseLayout(int seed, Path dense, int steps) throws IOException, InterruptedException {
        DenseExport.network(dense, denseOf(seed));
        TorchLayout[] layouts = TorchLayout.values();
        double[] seconds = new double[layouts.length];
        double[] over = new double[layouts.length];
        for (int i = 0; i < layouts.length; i++) {
            List<String> bare = List.of(
                    "/usr/bin/python3",
                    scripts + "/steps.py",
                    "resnet",
                    "20",
                    "16",
                    "1",
                    "28",
                    layouts[i].toString(),
                    "float32");
            try (StepProcess loop = StepProcess.peer(bare)) {
                loop.seconds(3);
                double before = loop.seconds(steps);
                JsonNode run = run(seed, TrialPlan.SINGLE, layouts[i], 1, 1);
                seconds[i] = run.get("seconds").asDouble();
                over[i] = run.get("pruneSeconds").asDouble() / ((before + loop.seconds(steps)) / 2) - 1;
            }
        }
        layout = TorchLayout.faster(seconds);
        System.out.printf(
                Locale.ROOT,
                "peer: %s; an epoch of its prune phase takes %+.1f %% of a bare loop of the dense network%n",
                layout,
                100 * over[layout.ordinal()]);
    }

    TrialRuns.Run run(int seed, double budget) throws IOException, InterruptedException {
        TrialRecipe recipe = plan.recipe(budget, seed);
        JsonNode run = run(
                seed, budget, layout, recipe.prune().epochs(), recipe.fineTune().epochsAt(budget));
        return new TrialRuns.Run(
                run.get("seconds").asDouble(),
                run.get("testAccuracy").asDouble(),
                run.get("volumeRatio").asDouble(),
                run.get("peakMegabytes").asDouble());
    }

    private JsonNode run(int seed, double budget, TorchLayout layout, int pruneEpochs, int tuneEpochs)
            throws IOException, InterruptedException {
        Process process = StepProcess.withoutOurWaiting(new ProcessBuilder(
                        "/usr/bin/python3",
                        scripts + "/trial.py",
                        folder.resolve("data.npz").toString(),
                        denseOf(seed).toString(),
                        Double.toString(budget),
                        Integer.toString(seed),
                        Integer.toString(pruneEpochs),
                        Integer.toString(tuneEpochs),
                        layout.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the peer has failed; its message is above");
        }
        return JSON.readTree(out);
    }
}
