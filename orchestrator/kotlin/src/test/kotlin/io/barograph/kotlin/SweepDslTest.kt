package io.barograph.kotlin

import io.barograph.api.DatasetName
import io.barograph.api.NetworkSpec
import io.barograph.api.ParameterSpec
import io.barograph.api.Precision
import io.barograph.api.RungSpec
import io.barograph.api.Sampler
import io.barograph.api.Strategy
import io.barograph.api.spec.SweepSpecReader
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.Test
import java.nio.file.Path

class SweepDslTest {
    @Test
    fun writesTheQuickstartAsTheYamlDoes() {
        val spec = sweep("quickstart") {
            dataset(DatasetName.FASHION_MNIST_SAMPLE)
            network = NetworkSpec.ResNet(20, 16)
            grid(1.0, 0.5, 0.25, 0.125, 0.0625)
        }
        assertThat(spec).isEqualTo(SweepSpecReader.read(Path.of("../../examples/quickstart.yaml")))
    }

    @Test
    fun setsEveryPart() {
        val spec = sweep("all") {
            dataset(DatasetName.IMAGE_FOLDER) {
                path = "/data/flowers"
                hash = "ab".repeat(32)
                validationFraction = 0.2
                flip = false
                shiftPixels = 3
            }
            network = NetworkSpec.WideResNet(26, 12)
            random(trials = 40, 0.5, 0.25, seed = 9) {
                seeds(1, 2, 3)
                choose("batchSize", 64.0, 128.0)
                draw("prune.learningRate", 1e-4..1e-2, log = true)
            }
            training {
                batchSize = 32
                pretrain { epochs = 30 }
                prune { gateDistance = 60.0 }
                fineTune { epochsPerHalving = 2.5 }
                distillation(weight = 0.0)
            }
            maxAttempts = 5
        }
        assertThat(spec.dataset.path).isEqualTo("/data/flowers")
        assertThat(spec.dataset.hash).isEqualTo("ab".repeat(32))
        assertThat(spec.dataset.augmentation.shiftPixels).isEqualTo(3)
        assertThat(spec.search.sampler).isEqualTo(Sampler.RANDOM)
        assertThat(spec.search.trials).isEqualTo(40)
        assertThat(spec.search.seeds).containsExactly(1L, 2L, 3L)
        assertThat(spec.search.parameters["prune.learningRate"]).isEqualTo(ParameterSpec.Range(1e-4, 1e-2, true))
        assertThat(spec.training.pretrain.epochs).isEqualTo(30)
        assertThat(spec.training.pretrain.learningRate).isEqualTo(0.003)
        assertThat(spec.training.prune.gateDistance).isEqualTo(60.0)
        assertThat(spec.training.fineTune.epochsPerHalving).isEqualTo(2.5)
        assertThat(spec.training.distillation.weight).isZero()
        assertThat(spec.limits.maxAttempts).isEqualTo(5)
    }

    @Test
    fun writesALadder() {
        val spec = sweep("ladder") {
            dataset(DatasetName.FASHION_MNIST_SAMPLE)
            network = NetworkSpec.ResNet(20, 16)
            grid(1.0, 0.5, 0.25) { strategy = Strategy.LADDER }
            training {
                precision = Precision.BFLOAT16
                rung { epochs = 3 }
            }
        }
        assertThat(spec.search.strategy).isEqualTo(Strategy.LADDER)
        assertThat(spec.training.precision).isEqualTo(Precision.BFLOAT16)
        assertThat(spec.training.rung).isEqualTo(RungSpec(3, 30.0, 0.5))
        assertThatThrownBy { sweep("l") { random(trials = 2, 0.5) { strategy = Strategy.LADDER } } }
            .hasMessageContaining("search.strategy")
    }

    @Test
    fun refusesAMissingPartAndAValueOutOfRange() {
        assertThatThrownBy { sweep("none") { network = NetworkSpec.PlainCnn(8) } }
            .isInstanceOf(IllegalArgumentException::class.java)
            .hasMessage("sweep none has no dataset")
        assertThatThrownBy { sweep("over") { grid(2.0) } }.hasMessageContaining("(0, 1]")
    }
}
