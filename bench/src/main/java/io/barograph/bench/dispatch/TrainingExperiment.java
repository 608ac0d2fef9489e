package io.barograph.bench.dispatch;

import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.EpochReport;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Progress;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import io.barograph.metrics.Meters;
import io.barograph.metrics.SlotGauges;
import io.barograph.node.BarTrialTrainer;
import io.barograph.node.MeteredTrainer;
import io.barograph.node.TrialListener;
import io.barograph.node.TrialTrainer;
import io.barograph.server.artifact.ArtifactMeters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What metrics cost a worker: the same trial, in turns with a slot that is measured and scraped and without. */
final class TrainingExperiment {
    private static final int PAIRS = 4; // for each repeat
    private static final double ASKED_PERCENT = 1;

    private static final TrialListener NOBODY = new TrialListener() {
        @Override
        public void onEpoch(EpochReport report, Runnable stored) {
            stored.run();
        }

        @Override
        public void onProgress(Progress progress) {}
    };

    private TrainingExperiment() {}

    static Outcome run(Plan plan) {
        int pairs = PAIRS * plan.repeats() + 1;
        Outcome outcome =
                new Outcome("Metrics of a worker: a trial of a plain network of width 8, " + pairs + " pairs");
        Meters meters = ScrapedMeters.start();
        train(plan.folder().resolve("warm-up"), null);
        List<Double> costs = new ArrayList<>();
        OtherLoad others = new OtherLoad();
        for (int pair = 0; pair < pairs; pair++) {
            Path folder = plan.folder().resolve("pair-" + pair);
            boolean first = pair % 2 == 0;
            double before = train(folder.resolve("first"), first ? null : meters);
            double after = train(folder.resolve("second"), first ? meters : null);
            costs.add(100 * ((first ? after / before : before / after) - 1));
        }
        Sample cost = Sample.of(costs);
        outcome.add(Figure.of("more time of a trial that is measured, median", cost.median(), "%")
                .atMost(ASKED_PERCENT));
        outcome.add(Figure.of("the same, 25th percentile", cost.quantile(0.25), "%"));
        outcome.add(Figure.of("the same, 75th percentile", cost.quantile(0.75), "%"));
        outcome.add(others.figure());
        return outcome;
    }

    /** Seconds of a whole trial; scraping goes on in both kinds, only one has anything to say. */
    private static double train(Path folder, @Nullable Meters meters) {
        ArtifactStore store = ArtifactStore.folder(folder.resolve("artifacts"));
        ArtifactStore used = meters == null ? store : ArtifactMeters.timing(store, meters);
        TrialTrainer plain = new BarTrialTrainer(used, folder.resolve("work"));
        TrialTrainer trainer = meters == null ? plain : new MeteredTrainer(plain, new SlotGauges(meters), 0);
        TrialConfig config = new TrialConfig("t0000", 0, 0.5, 1, new TreeMap<>(), TrainingSpec.DEFAULT);
        TrialAssignment assignment = new TrialAssignment(
                "measured",
                config,
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.PlainCnn(8),
                1,
                60_000,
                null,
                "dense",
                null,
                false,
                null,
                null);
        long begin = System.nanoTime();
        trainer.train(assignment, NOBODY, () -> false);
        return (System.nanoTime() - begin) / 1e9;
    }
}
