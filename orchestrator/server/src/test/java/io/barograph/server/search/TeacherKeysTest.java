package io.barograph.server.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.NetworkSpec;
import io.barograph.api.Precision;
import io.barograph.api.PretrainSpec;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrainingSpec;
import io.barograph.server.TestingSpecs;
import io.barograph.server.log.PlannedTrial;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TeacherKeysTest {
    private static final SweepSpec SPEC = TestingSpecs.sweep("s");

    private static PlannedTrial trial(double budget, long seed, Map<String, Double> parameters) {
        return new PlannedTrial("t0000", 0, budget, seed, new TreeMap<>(parameters), null);
    }

    private static String key(SweepSpec spec) {
        return new TeacherKeys(spec).of(trial(1, 1, Map.of()));
    }

    @Test
    void trialsThatDifferAfterPretrainingShareTheirDenseNetwork() {
        TeacherKeys keys = new TeacherKeys(SPEC);
        assertThat(keys.of(trial(
                        0.5, 1, Map.of("prune.learningRate", 0.1, "rung.epochs", 3.0, "distillation.weight", 0.5))))
                .isEqualTo(keys.of(trial(1, 1, Map.of())))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void trialsThatDifferBeforeDoNot() {
        TeacherKeys keys = new TeacherKeys(SPEC);
        assertThat(List.of(
                        trial(1, 1, Map.of()),
                        trial(1, 2, Map.of()),
                        trial(1, 1, Map.of("pretrain.learningRate", 0.1)),
                        trial(1, 1, Map.of("pretrain.epochs", 3.0)),
                        trial(1, 1, Map.of("batchSize", 32.0)),
                        trial(1, 1, Map.of("weightDecay", 0.5))))
                .extracting(keys::of)
                .doesNotHaveDuplicates();
    }

    @Test
    void everythingThatTheDenseNetworkDependsOnChangesTheKey() {
        DatasetSpec data = SPEC.dataset();
        TrainingSpec training = SPEC.training();
        List<SweepSpec> others = List.of(
                SPEC,
                with(DatasetSpec.of(DatasetName.MNIST), SPEC.network(), training),
                with(new DatasetSpec(data.name(), "/data", null, 0.1, data.augmentation()), SPEC.network(), training),
                with(hashed(null, "ab".repeat(32)), SPEC.network(), training),
                with(hashed(null, "cd".repeat(32)), SPEC.network(), training),
                with(data, new NetworkSpec.ResNet(14, 4), training),
                with(data, new NetworkSpec.WideResNet(8, 4), training),
                with(data, new NetworkSpec.PlainCnn(4), training),
                with(data, SPEC.network(), training(Precision.BFLOAT16, training.pretrain())),
                with(data, SPEC.network(), training(Precision.FLOAT32, new PretrainSpec(11, 0.003))));
        assertThat(others).extracting(TeacherKeysTest::key).doesNotHaveDuplicates();
    }

    private static DatasetSpec hashed(@Nullable String path, String hash) {
        DatasetSpec data = SPEC.dataset();
        return new DatasetSpec(data.name(), path, hash, 0.1, data.augmentation());
    }

    @Test
    void equalDataSharesItsDenseNetworkWhereverItIsFound() {
        String hash = "ab".repeat(32);
        assertThat(key(with(hashed("/here", hash), SPEC.network(), SPEC.training())))
                .isEqualTo(key(with(hashed("/there", hash), SPEC.network(), SPEC.training())));
    }

    private static TrainingSpec training(Precision precision, PretrainSpec pretrain) {
        TrainingSpec training = SPEC.training();
        return new TrainingSpec(
                training.batchSize(),
                training.weightDecay(),
                precision,
                pretrain,
                training.prune(),
                training.rung(),
                training.fineTune(),
                training.distillation());
    }

    /** A sweep that was stored before there was a choice of precision finds its dense networks again. */
    @Test
    void float32LeavesTheKeyAsItWas() {
        assertThat(key(SPEC)).isEqualTo("637a3146f588a7ff53f43b04ce56820c61c637db33fcec211285b675d435162b");
    }

    private static SweepSpec with(DatasetSpec data, NetworkSpec network, TrainingSpec training) {
        return new SweepSpec(
                SPEC.apiVersion(),
                SPEC.kind(),
                SPEC.name(),
                data,
                network,
                SPEC.search(),
                training,
                SPEC.limits(),
                SPEC.scheduling());
    }

    @Test
    void isTheSameInEveryProcess() {
        assertThat(key(SPEC)).isEqualTo("637a3146f588a7ff53f43b04ce56820c61c637db33fcec211285b675d435162b");
    }
}
