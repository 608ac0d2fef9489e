package io.barograph.bar.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.Compaction;
import io.barograph.bar.prune.Gates;
import io.barograph.bar.prune.TestingMasks;
import io.barograph.bar.prune.TestingNetworks;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A second reader of our files, which shares no code with ONNX Runtime: OpenCV, of Debian's python3-opencv. */
class OpenCvTest {
    private static final int MASKS = 10;
    private static final String PYTHON = "/usr/bin/python3";

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsOpenCv() throws Exception {
        Process process = new ProcessBuilder(PYTHON, "-c", "import cv2").start();
        assumeTrue(process.waitFor() == 0 || System.getenv("CI") != null, "python3-opencv is not installed");
    }

    static Stream<Arguments> architectures() {
        return TestingNetworks.architectures();
    }

    // JUnit would close the arrays, which several cases share.
    @ParameterizedTest(name = "{0}", autoCloseArguments = false)
    @MethodSource("architectures")
    void openCvComputesWhatTheCompactNetworkDoes(String name, ComputationGraphConfiguration conf, INDArray images)
            throws Exception {
        int channels = (int) images.size(1);
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        ComputationGraph gated = Gates.insert(TestingNetworks.trained(conf, 8));
        ChannelGraph graph = ChannelGraph.of(gated, height, width);
        Random random = new Random(32);
        List<float[]> expected = new ArrayList<>();
        for (int mask = 0; mask < MASKS; mask++) {
            double[][] logAlpha = TestingMasks.connected(graph, random);
            Gates.setLogAlpha(gated, graph, logAlpha);
            Gates.closeOthers(gated, graph, graph.live(Gates.open(logAlpha)));
            ComputationGraph compact =
                    Compaction.compact(gated, graph, Gates.open(logAlpha)).graph();
            for (ConvolutionInputs inputs : ConvolutionInputs.values()) {
                int number = expected.size();
                LayerGraph layers = LayerGraphReader.read(compact, channels, height, width);
                byte[] file = OnnxExport.of(layers, ParameterSet.of(compact), Map.of(), inputs);
                Files.write(folder.resolve(number + ".onnx"), file);
                Files.write(
                        folder.resolve(number + ".images"),
                        bytes(images.dup('c').data().asFloat()));
                Files.writeString(folder.resolve(number + ".shape"), height + " " + width);
                expected.add(
                        TestingNetworks.logits(compact, images).dup('c').data().asFloat());
            }
        }
        openCv((int) images.size(0), channels);
        for (int number = 0; number < expected.size(); number++) {
            float[] logits = floats(Files.readAllBytes(folder.resolve(number + ".logits")));
            OnnxExportTest.assertAgree(logits, expected.get(number));
        }
    }

    private void openCv(int batch, int channels) throws Exception {
        Path script = folder.resolve("opencv_logits.py");
        try (InputStream in = Objects.requireNonNull(OpenCvTest.class.getResourceAsStream("opencv_logits.py"))) {
            Files.copy(in, script);
        }
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(PYTHON, script.toString(), folder.toString(), "" + batch, "" + channels)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return values;
    }
}
