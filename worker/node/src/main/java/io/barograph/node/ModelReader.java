package io.barograph.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.barograph.api.Jackson;
import io.barograph.api.ModelLayer;
import io.barograph.api.ModelReport;
import io.barograph.bar.onnx.OnnxLayer;
import io.barograph.bar.onnx.OnnxModel;
import io.barograph.bar.train.ModelExport;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads model files, which may come from anywhere, for people who want to know what is in them. */
public final class ModelReader {
    private static final String BAD_MAPS = "its metadata barograph.maps.dense are no JSON object of numbers above 0";

    private ModelReader() {}

    /**
     * A DeepLearning4J model file as bytes of an ONNX file.
     *
     * @param height rows of its images
     * @param width columns of its images
     * @throws IllegalArgumentException if it is no such file or cannot be exported; the message is one line
     */
    public static byte[] onnx(Path model, int height, int width) {
        return understood(() -> ModelExport.onnx(model, height, width));
    }

    /**
     * What is in an ONNX file.
     *
     * @throws IllegalArgumentException if the bytes are no ONNX model, or one that cannot be run or measured; the message
     *     is one line
     */
    public static ModelReport read(byte[] onnx) {
        return understood(() -> report(onnx));
    }

    /**
     * What an ONNX file says of itself; the model is not run.
     *
     * @throws IllegalArgumentException if the bytes are no ONNX model; the message is one line
     */
    public static SortedMap<String, String> metadata(byte[] onnx) {
        return understood(() -> OnnxModel.metadata(onnx));
    }

    /** There is no telling what the libraries throw on a file that is broken or means harm. */
    private static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (UncheckedIOException e) {
            throw new IllegalArgumentException(sentence(Objects.requireNonNullElse(e.getCause(), e)), e);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(sentence(e), e);
        }
    }

    private static String sentence(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.replaceAll("[\\s\\p{C}]+", " ")
                .replaceAll("Error code - \\w+ - message: ", "")
                .trim();
    }

    private static ModelReport report(byte[] onnx) {
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
        if (json == null) {
            return Map.of();
        }
        try {
            Map<String, @Nullable Integer> maps =
                    Jackson.mapper().readValue(json, new TypeReference<LinkedHashMap<String, @Nullable Integer>>() {});
            Map<String, Integer> dense = new LinkedHashMap<>();
            maps.forEach((layer, count) -> dense.put(layer, requireCount(count)));
            return dense;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(BAD_MAPS, e);
        }
    }

    private static int requireCount(@Nullable Integer count) {
        if (count == null || count < 1) {
            throw new IllegalArgumentException(BAD_MAPS);
        }
        return count;
    }
}
