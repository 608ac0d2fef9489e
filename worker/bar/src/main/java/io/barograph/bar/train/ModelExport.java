package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.data.ImageSplit;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.LayerGraphReader;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.onnx.ConvolutionInputs;
import io.barograph.bar.onnx.OnnxExport;
import io.barograph.bar.onnx.OnnxModel;
import io.barograph.bar.onnx.OnnxNetwork;
import io.barograph.bar.onnx.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Makes the ONNX file of a trained model and measures it. */
public final class ModelExport {
    private static final int EVALUATION_BATCH = 100;
    private static final double LARGEST_DIFFERENCE = 0.002;
    private static final String PREFIX = "barograph.";

    private final TrainedModel model;
    private final ImageDataset data;

    private ModelExport(TrainedModel model, ImageDataset data) {
        this.model = model;
        this.data = data;
    }

    /**
     * A DeepLearning4J model file, without gates, as bytes of an ONNX file.
     *
     * @param height rows of the images
     * @param width columns of the images
     * @throws IllegalArgumentException if it is no such file or cannot be exported
     */
    public static byte[] onnx(Path model, int height, int width) {
        ComputationGraph graph = ModelFiles.read(model);
        return onnx(LayerGraphReader.read(graph, imageChannels(graph), height, width), graph, Map.of());
    }

    /** In the form that is shipped. */
    private static byte[] onnx(LayerGraph layers, ComputationGraph graph, Map<String, String> metadata) {
        return OnnxExport.of(layers, ParameterSet.of(graph), metadata, ConvolutionInputs.FOURS);
    }

    private static int imageChannels(ComputationGraph graph) {
        ComputationGraphConfiguration configuration = graph.getConfiguration();
        return configuration.getVertexInputs().entrySet().stream()
                .filter(entry -> entry.getValue().equals(configuration.getNetworkInputs()))
                .map(entry -> configuration.getVertices().get(entry.getKey()))
                .filter(vertex -> vertex instanceof LayerVertex layer
                        && layer.getLayerConf().getLayer() instanceof ConvolutionLayer)
                .mapToInt(vertex -> Math.toIntExact(((ConvolutionLayer)
                                ((LayerVertex) vertex).getLayerConf().getLayer())
                        .getNIn()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no convolution reads the image"));
    }

    /**
     * Writes a model as an ONNX file whose metadata say where it comes from and how images are to be prepared.
     *
     * @param data images it was trained on
     * @param origin further metadata, keys without prefix
     * @param file where to write; appears whole or not at all
     * @throws IllegalStateException if the file does not compute what the model computes
     */
    public static ExportedModel write(TrainedModel model, ImageDataset data, Map<String, String> origin, Path file) {
        return new ModelExport(model, data).write(origin, file);
    }

    private ExportedModel write(Map<String, String> origin, Path file) {
        ComputationGraph graph = ModelFiles.read(model.model());
        LayerGraph layers = LayerGraphReader.read(graph, data.channels(), data.height(), data.width());
        ModelFiles.write(onnx(layers, graph, metadata(origin)), file);
        byte[] written = read(file);
        OnnxModel network = OnnxModel.read(written);
        double validation = accuracy(written, data.validation());
        double test = accuracy(written, data.test());
        requireSame("volume", network.volume(), model.physicalVolume(), 0);
        requireSame("validation accuracy", validation, model.validationAccuracy(), rounding(data.validation()));
        requireSame("test accuracy", test, model.testAccuracy(), rounding(data.test()));
        return new ExportedModel(
                file,
                written.length,
                network,
                validation,
                test,
                onnxLatency(written, 1),
                onnxLatency(written, 64),
                dl4jLatency(graph, 1),
                dl4jLatency(graph, 64));
    }

    private Map<String, String> metadata(Map<String, String> origin) {
        Map<String, String> all = new TreeMap<>();
        origin.forEach((key, value) -> all.put(PREFIX + key, value));
        all.put(PREFIX + "dataset.hash", data.contentHash());
        all.put(PREFIX + "classes", json(data.classNames()));
        all.put(PREFIX + "mean", json(data.normalization().mean()));
        all.put(PREFIX + "deviation", json(data.normalization().deviation()));
        all.put(PREFIX + "volume", Long.toString(model.physicalVolume()));
        all.put(PREFIX + "volume.dense", Long.toString(model.denseVolume()));
        all.put(PREFIX + "maps", json(model.openMaps()));
        all.put(PREFIX + "maps.dense", json(model.denseMaps()));
        return all;
    }

    private static String json(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void requireSame(String what, double exported, double trained, double tolerance) {
        if (Math.abs(exported - trained) > tolerance) {
            throw new IllegalStateException("the exported file has a " + what + " of " + exported + ", the model of "
                    + trained + ": the export is wrong");
        }
    }

    /** Another order of sums may change the answer to an image on the edge of two classes. */
    private static double rounding(ImageSplit split) {
        return LARGEST_DIFFERENCE + 1.0 / split.size();
    }

    private double accuracy(byte[] written, ImageSplit split) {
        try (OnnxNetwork network = OnnxNetwork.open(written, EVALUATION_BATCH, threads())) {
            return Accuracy.of(network, data, split);
        }
    }

    private Timing onnxLatency(byte[] written, int batch) {
        float[] pixels = new float[batch * data.shape().values()];
        try (OnnxNetwork network = OnnxNetwork.open(written, batch, threads())) {
            return Timing.of(() -> network.logits(pixels));
        }
    }

    private Timing dl4jLatency(ComputationGraph graph, int batch) {
        INDArray images = Nd4j.zeros(batch, data.channels(), data.height(), data.width());
        return Timing.of(() -> graph.output(false, images));
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
