package io.barograph.bar.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.layer.GateLayer;
import io.barograph.bar.layer.HardConcreteGate;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.network.ResNets;
import java.io.File;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class GatesTest {
    @Test
    void openGatesLeaveTheNetworkAsItWas() {
        ComputationGraph dense = dense();
        ComputationGraph gated = Gates.insert(dense);
        INDArray images = Nd4j.rand(2, 3, 8, 8);
        assertThat(gated.output(images)[0]).isEqualTo(dense.output(images)[0]);
        assertThat(gated.numParams()).isEqualTo(dense.numParams() + 4 * 3 + 8 * 3 + 16 * 3);
    }

    @Test
    void everyConvolutionsBatchNormGetsOneGate() {
        ComputationGraph gated = Gates.insert(dense());
        assertThat(gated.getConfiguration().getVertices().keySet())
                .contains("stem_gate", "s1b1_gate1", "s1b1_gate2", "s2b1_shortcut_gate", "s3b1_gate2");
        assertThat(gated.getConfiguration().getVertexInputs().get("s2b1_add"))
                .containsExactly("s2b1_gate2", "s2b1_shortcut_gate");
        assertThat(Gates.insert(TestingNetworks.initialised(PlainCnn.of(2, 8, 8, 1, 10, 1)))
                        .getLayer("gate3"))
                .isInstanceOf(HardConcreteGate.class);
    }

    @Test
    void gatedModelFileKeepsLogAlphaAndSeed(@TempDir Path folder) throws Exception {
        ComputationGraph gated = Gates.insert(dense(), 0.25, 77);
        gated.getLayer("s1b1_gate1").getParam(GateLayer.LOG_ALPHA).putScalar(2, -5.0);
        File file = folder.resolve("gated.zip").toFile();
        ModelSerializer.writeModel(gated, file, false);
        ComputationGraph read = ModelSerializer.restoreComputationGraph(file);
        assertThat(read.params()).isEqualTo(gated.params());
        assertThat(read.getConfiguration()).isEqualTo(gated.getConfiguration());
        HardConcreteGate gate = (HardConcreteGate) read.getLayer("s1b1_gate1");
        assertThat(gate.layerConf().getDrawSeed()).isEqualTo(77);
        assertThat(gate.values(false)[2]).isZero();
        assertThat(gate.values(true)).isEqualTo(((HardConcreteGate) gated.getLayer("s1b1_gate1")).values(true));
        INDArray images = Nd4j.rand(2, 3, 8, 8);
        assertThat(read.output(images)[0]).isEqualTo(gated.output(images)[0]);
    }

    @Test
    void refusesANetworkWithNothingToGate() {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer(
                        "output",
                        new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(2).build(),
                        "x")
                .setOutputs("output")
                .build());
        graph.init();
        assertThatThrownBy(() -> Gates.insert(graph)).hasMessageContaining("no batch norm");
    }

    private static ComputationGraph dense() {
        return TestingNetworks.initialised(ResNets.cifar(1, 4, 8, 8, 3, 10, 1));
    }
}
