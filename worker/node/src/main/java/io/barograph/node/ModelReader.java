package io.barograph.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.barograph.api.Jackson;
import io.barograph.api.ModelLayer;
import io.barograph.api.ModelReport;
import io.barograph.bar.onnx.OnnxLayer;
import io.barograph.bar.onnx.OnnxModel;
import io.barograph.bar.train.ModelExport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads model files for people who want to know what is in them. */
public final class ModelReader {
    private ModelReader() {}

    /**
     * A DeepLearning4J model file as bytes of an ONNX file.
     *
     * @param height rows of its images
     * @param width columns of its images
     * @throws IllegalArgumentException if it cannot be exported
     */
    public static byte[] onnx(Path model, int height, int width) {
        return ModelExport.onnx(model, height, width);
    }

    /**
     * What is in an ONNX file.
     *
     * @throws IllegalArgumentException if the bytes are no ONNX model, or one that cannot be run or measured
     */
    public static ModelReport read(byte[] onnx) {
        OnnxModel model = OnnxModel.read(onnx);
        Map<String, Integer> dense = denseMaps(model.metadata().get("barograph.maps.dense"));
        return new ModelReport(
                layers(model, dense), model.volume(), model.parameters(), model.macs(), onnx.length, model.metadata());
    }

    /** Layers of the file, and before each those of the dense network that would stand there. */
    private static List<ModelLayer> layers(OnnxModel model, Map<String, Integer> dense) {
        List<ModelLayer> layers = new ArrayList<>();
        Map<String, OnnxLayer> left = new LinkedHashMap<>();
        model.layers().forEach(layer -> left.put(layer.name(), layer));
        List<String> order = new ArrayList<>(dense.keySet());
        int next = 0;
        for (OnnxLayer layer : model.layers()) {
            int place = order.indexOf(layer.name());
            int until = place < 0 && !layer.convolution() ? order.size() : place;
            while (next < until) {
                String name = order.get(next++);
                if (!left.containsKey(name)) {
                    layers.add(ModelLayer.removed(name, dense.getOrDefault(name, 0)));
                }
            }
            layers.add(layer(layer, dense));
        }
        return layers;
    }

    private static ModelLayer layer(OnnxLayer layer, Map<String, Integer> dense) {
        return new ModelLayer(
                layer.name(),
                layer.convolution(),
                layer.inputMaps(),
                layer.outputMaps(),
                dense.get(layer.name()),
                layer.height(),
                layer.width(),
                layer.kernelHeight(),
                layer.kernelWidth(),
                layer.volume(),
                layer.parameters(),
                layer.macs());
    }

    private static Map<String, Integer> denseMaps(@Nullable String json) {
        try {
            return json == null
                    ? Map.of()
                    : Jackson.mapper().readValue(json, new TypeReference<LinkedHashMap<String, Integer>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its metadata barograph.maps.dense are no JSON object of numbers", e);
        }
    }
}
