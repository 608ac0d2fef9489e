package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.BudgetStatus;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.FineTuneSpec;
import io.barograph.api.LimitsSpec;
import io.barograph.api.ModelLayer;
import io.barograph.api.ModelReport;
import io.barograph.api.NetworkSpec;
import io.barograph.api.ParameterSpec;
import io.barograph.api.Phase;
import io.barograph.api.Precision;
import io.barograph.api.PretrainSpec;
import io.barograph.api.Progress;
import io.barograph.api.PruneSpec;
import io.barograph.api.RungSpec;
import io.barograph.api.Sampler;
import io.barograph.api.SchedulingSpec;
import io.barograph.api.SearchSpec;
import io.barograph.api.Strategy;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import io.barograph.api.TrialResult;
import io.barograph.artifacts.ArtifactStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BarTrialTrainerIT {
    static final TrainingSpec SHORT = new TrainingSpec(
            64,
            0.02,
            Precision.FLOAT32,
            new PretrainSpec(2, 0.003),
            new PruneSpec(2, 0.002, 45, 0.024, 10_000),
            new RungSpec(1, 30, 1),
            new FineTuneSpec(1, 0, 0.003),
            TrainingSpec.DEFAULT.distillation());

    @TempDir
    Path folder;

    private ArtifactStore artifacts;
    private BarTrialTrainer trainer;
    private final List<EpochReport> epochs = new ArrayList<>();
    private final Set<Integer> totals = new HashSet<>();
    private int cancelAfter = Integer.MAX_VALUE;

    @BeforeEach
    void open() {
        artifacts = ArtifactStore.folder(folder.resolve("artifacts"));
        trainer = new BarTrialTrainer(artifacts, folder.resolve("work"));
    }

    @Test
    void trainsMeasuresAndLeavesItsFilesInTheStore() {
        TrialResult result = train(assignment(0.5, 1, null, null));

        assertThat(result.measurement().status()).isEqualTo(BudgetStatus.MET);
        assertThat(result.measurement().validationAccuracy()).isGreaterThan(0.5);
        assertThat(result.prunableMaps()).isPositive();
        assertThat(artifacts.get(result.model())).isNotEmptyFile();
        assertThat(Objects.requireNonNull(result.measurement().latency())
                        .onnxBatch1()
                        .medianMillis())
                .isPositive();
        assertThat(epochs).extracting(EpochReport::epoch).containsExactly(1, 2, 3, 4, 5);
        assertThat(epochs)
                .extracting(EpochReport::phase)
                .containsExactly(Phase.PRETRAIN, Phase.PRETRAIN, Phase.PRUNE, Phase.PRUNE, Phase.FINE_TUNE);
        assertThat(epochs.get(1).teacher()).isNotNull();
        assertThat(folder.resolve("work")).isEmptyDirectory();
    }

    @Test
    void theOnnxFileSaysWhereItComesFromAndHoldsTheBudget() throws Exception {
        TrialAssignment assignment = assignment(0.5, 1, null, null);
        TrialResult result = train(assignment);
        byte[] file = Files.readAllBytes(artifacts.get(Objects.requireNonNull(result.onnx())));
        ModelReport report = ModelReader.read(file);
        assertThat(report.volumePixels()).isEqualTo(result.measurement().volumePixels());
        assertThat(report.parameters()).isEqualTo(result.measurement().parameters());
        assertThat(report.macs()).isEqualTo(result.measurement().macs());
        assertThat(report.fileBytes()).isEqualTo(result.measurement().fileBytes());
        assertThat(report.metadata())
                .containsEntry("barograph.sweep", assignment.sweep())
                .containsEntry("barograph.trial", assignment.config().trial())
                .containsEntry("barograph.seed", "" + assignment.config().seed())
                .containsEntry("barograph.budget", "0.5")
                .containsEntry("barograph.volume", "" + report.volumePixels())
                .containsEntry(
                        "barograph.volume.dense", "" + result.measurement().denseVolumePixels())
                .hasEntrySatisfying(
                        "barograph.configuration", hash -> assertThat(hash).hasSize(64))
                .hasEntrySatisfying(
                        "barograph.dataset.hash", hash -> assertThat(hash).hasSize(64));
        Map<String, Integer> left = new TreeMap<>();
        report.layers().stream()
                .filter(ModelLayer::convolution)
                .forEach(layer -> left.put(layer.name(), layer.outputMaps()));
        assertThat(left).isEqualTo(result.measurement().openMapsPerLayer());
        assertThat(report.layers())
                .filteredOn(ModelLayer::convolution)
                .allSatisfy(layer -> assertThat(layer.denseMaps()).isGreaterThanOrEqualTo(layer.outputMaps()));
    }

    @Test
    void trainsInBfloat16WhereTheCpuHasItAndSaysSoWhereNot() {
        TrialAssignment assignment = inBfloat16(assignment(0.5, 1, null, null));
        if (io.barograph.bar.engine.Precision.BFLOAT16.isSupported()) {
            TrialResult result = train(assignment);
            assertThat(result.measurement().status()).isEqualTo(BudgetStatus.MET);
            assertThat(result.measurement().validationAccuracy()).isGreaterThan(0.5);
        } else {
            assertThatThrownBy(() -> train(assignment))
                    .hasMessageContaining("AVX-512 BF16")
                    .asInstanceOf(InstanceOfAssertFactories.type(TrialException.class))
                    .returns(FailureCode.INFEASIBLE, TrialException::code);
        }
    }

    @Test
    void goesOnFromItsCheckpointToTheSameEnd() {
        TrialResult whole = train(assignment(0.5, 1, null, null));
        String teacher = epochs.get(1).teacher();
        epochs.clear();

        cancelAfter = 3;
        TrialAssignment first = assignment(0.5, 1, null, null);
        TrialOutcome left = trainer.train(first, listener(), this::cancelled);
        assertThat(left).isInstanceOf(TrialOutcome.Interrupted.class);
        EpochReport last = epochs.get(epochs.size() - 1);
        assertThat(last.epoch()).isEqualTo(3);

        epochs.clear();
        cancelAfter = Integer.MAX_VALUE;
        TrialResult resumed = train(assignment(0.5, 2, teacher, last.checkpoint()));
        assertThat(epochs).extracting(EpochReport::epoch).containsExactly(4, 5);
        assertThat(resumed.measurement().volumePixels())
                .isEqualTo(whole.measurement().volumePixels());
        assertThat(resumed.measurement().openMapsPerLayer())
                .isEqualTo(whole.measurement().openMapsPerLayer());
    }

    @Test
    void goesOnFromTheRungThatALooserTrialLeft() {
        train(onRung(0.5, null, null, true));
        assertThat(epochs.stream().map(EpochReport::rung).map(Objects::nonNull))
                .as("rung in the last report of the prune phase alone")
                .containsExactly(false, false, false, true, false);
        assertThat(totals).containsOnly(5);
        String teacher = epochs.get(1).teacher();
        String rung = Objects.requireNonNull(epochs.get(3).rung());
        assertThat(artifacts.get(rung)).isNotEmptyFile();

        epochs.clear();
        totals.clear();
        TrialResult tighter = train(onRung(0.25, teacher, rung, false));
        assertThat(epochs).extracting(EpochReport::phase).containsExactly(Phase.PRUNE, Phase.FINE_TUNE);
        assertThat(epochs).extracting(EpochReport::epoch).containsExactly(3, 4);
        assertThat(epochs.get(0).rung()).as("nobody wants it").isNull();
        assertThat(totals).containsOnly(4);
        assertThat(tighter.measurement().volumeRatio()).isLessThanOrEqualTo(0.25);
        assertThat(artifacts.contains(rung)).as("kept for another attempt").isTrue();
    }

    @Test
    void prunesFromTheDenseNetworkWhenTheRungIsLost() {
        train(assignment(1, 1, null, null));
        String teacher = epochs.get(1).teacher();
        epochs.clear();
        totals.clear();
        train(onRung(0.5, teacher, TestingTrials.HASH, false));
        assertThat(epochs).extracting(EpochReport::epoch).containsExactly(3, 4, 5);
        assertThat(totals).containsOnly(5);
    }

    @Test
    void refusesRungsThatAreTooShortInTheTrialsThatGoOnFromThem() {
        SweepSpec independent = spec(
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                List.of(0.25, 1.0, 0.5, 0.0001),
                Map.of("batchSize", new ParameterSpec.Choices(List.of(64.0, 100.0))));
        assertThat(trainer.problems(independent)).hasSize(2);
        SweepSpec ladder = new SweepSpec(
                independent.apiVersion(),
                independent.kind(),
                "ladder",
                independent.dataset(),
                independent.network(),
                independent.search().withStrategy(Strategy.LADDER),
                independent.training(),
                independent.limits(),
                independent.scheduling());
        assertThat(trainer.problems(ladder)).hasSize(3).anySatisfy(problem -> assertThat(problem)
                .startsWith("search.budgets 0.25, 1.0E-4: rung.epochs 1 gives ")
                .contains("at least 100"));
    }

    @Test
    void startsAgainWhenItsCheckpointIsLost() {
        TrialResult result = train(assignment(1, 2, null, TestingTrials.HASH));
        assertThat(epochs).extracting(EpochReport::epoch).containsExactly(1, 2);
        assertThat(result.measurement().volumeRatio()).isEqualTo(1);
    }

    @Test
    void namesEveryBudgetAndScheduleThatCannotWork() {
        SweepSpec spec = spec(
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                List.of(1.0, 0.5, 0.0001),
                Map.of("batchSize", new ParameterSpec.Choices(List.of(64.0, 512.0))));
        assertThat(trainer.problems(spec))
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("search.budgets 1.0E-4: ")
                        .contains("cheapest path"))
                .anySatisfy(problem ->
                        assertThat(problem).startsWith("search.budgets 0.5: ").contains("prune.epochs 2 gives 30"));
    }

    @Test
    void findsNothingWrongWithASweepThatCanWork() {
        SweepSpec spec = spec(DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE), List.of(1.0, 0.125), Map.of());
        assertThat(trainer.problems(spec)).isEmpty();
    }

    @Test
    void namesTheDataThatIsMissing() {
        DatasetSpec usual = DatasetSpec.of(DatasetName.MNIST);
        DatasetSpec nowhere = new DatasetSpec(
                DatasetName.MNIST, folder.resolve("nowhere").toString(), null, 0.1, usual.augmentation());
        SweepSpec spec = spec(nowhere, List.of(1.0), Map.of());
        assertThatThrownBy(() -> trainer.problems(spec))
                .hasMessageContaining("nowhere")
                .asInstanceOf(InstanceOfAssertFactories.type(TrialException.class))
                .returns(FailureCode.DATA_MISSING, TrialException::code);
    }

    private static SweepSpec spec(DatasetSpec dataset, List<Double> budgets, Map<String, ParameterSpec> parameters) {
        return new SweepSpec(
                SweepSpec.API_VERSION,
                SweepSpec.KIND,
                "sweep",
                dataset,
                new NetworkSpec.PlainCnn(8),
                new SearchSpec(
                        Sampler.GRID, Strategy.INDEPENDENT, budgets, List.of(1L), new TreeMap<>(parameters), null, 1),
                SHORT,
                LimitsSpec.DEFAULT,
                SchedulingSpec.DEFAULT);
    }

    private TrialResult train(TrialAssignment assignment) {
        TrialOutcome outcome = trainer.train(assignment, listener(), this::cancelled);
        return ((TrialOutcome.Completed) outcome).result();
    }

    private boolean cancelled() {
        return epochs.size() >= cancelAfter;
    }

    private TrialListener listener() {
        return new TrialListener() {
            @Override
            public void onEpoch(EpochReport report, Runnable stored) {
                epochs.add(report);
                assertThat(artifacts.contains(Objects.requireNonNull(report.checkpoint())))
                        .isTrue();
                stored.run();
            }

            @Override
            public void onProgress(Progress progress) {
                assertThat(progress.epoch()).isBetween(1, progress.epochs());
                totals.add(progress.epochs());
            }
        };
    }

    static TrialAssignment assignment(
            double budget, int attempt, @Nullable String teacher, @Nullable String checkpoint) {
        return new TrialAssignment(
                "sweep",
                new TrialConfig("t0001", 0, budget, 1, new TreeMap<>(), SHORT),
                DatasetSpec.of(DatasetName.FASHION_MNIST_SAMPLE),
                new NetworkSpec.PlainCnn(8),
                attempt,
                60_000,
                teacher,
                "dense",
                null,
                false,
                checkpoint,
                null);
    }

    private static TrialAssignment inBfloat16(TrialAssignment plain) {
        TrialConfig config = plain.config();
        TrainingSpec training = new TrainingSpec(
                SHORT.batchSize(),
                SHORT.weightDecay(),
                Precision.BFLOAT16,
                SHORT.pretrain(),
                SHORT.prune(),
                SHORT.rung(),
                SHORT.fineTune(),
                SHORT.distillation());
        return new TrialAssignment(
                plain.sweep(),
                new TrialConfig(
                        config.trial(), config.index(), config.budget(), config.seed(), new TreeMap<>(), training),
                plain.dataset(),
                plain.network(),
                plain.attempt(),
                plain.leaseMillis(),
                plain.teacher(),
                plain.teacherKey(),
                plain.rung(),
                plain.leavesRung(),
                plain.checkpoint(),
                null);
    }

    private static TrialAssignment onRung(
            double budget, @Nullable String teacher, @Nullable String rung, boolean leavesRung) {
        TrialAssignment plain = assignment(budget, 1, teacher, null);
        return new TrialAssignment(
                plain.sweep(),
                plain.config(),
                plain.dataset(),
                plain.network(),
                plain.attempt(),
                plain.leaseMillis(),
                teacher,
                plain.teacherKey(),
                rung,
                leavesRung,
                null,
                null);
    }
}
