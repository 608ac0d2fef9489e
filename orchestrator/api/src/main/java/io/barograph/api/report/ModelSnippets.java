package io.barograph.api.report;

import io.barograph.api.ModelInterface;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Programs that load an ONNX model and name the class of one image file. */
final class ModelSnippets {
    private final ModelInterface inputs;

    ModelSnippets(ModelInterface inputs) {
        this.inputs = inputs;
    }

    /** Java with ONNX Runtime; arguments: the model, an image file of the model's size. */
    String java() {
        return fill(
                """
                import ai.onnxruntime.OnnxTensor;
                import ai.onnxruntime.OrtEnvironment;
                import java.io.File;
                import java.nio.FloatBuffer;
                import java.util.Map;
                import javax.imageio.ImageIO;

                public class Classify {
                    static final String[] CLASSES = {$CLASSES};
                    static final float[] MEAN = {$MEAN_F};
                    static final float[] DEVIATION = {$DEVIATION_F};

                    public static void main(String[] args) throws Exception {
                        var image = ImageIO.read(new File(args[1])).getRaster();
                        var pixels = FloatBuffer.allocate($CHANNELS * $HEIGHT * $WIDTH);
                        for (int c = 0; c < $CHANNELS; c++) {
                            for (int y = 0; y < $HEIGHT; y++) {
                                for (int x = 0; x < $WIDTH; x++) {
                                    pixels.put((image.getSample(x, y, c) / 255f - MEAN[c]) / DEVIATION[c]);
                                }
                            }
                        }
                        var environment = OrtEnvironment.getEnvironment();
                        try (var session = environment.createSession(args[0]);
                                var tensor = OnnxTensor.createTensor(
                                        environment, pixels.rewind(), new long[] {1, $CHANNELS, $HEIGHT, $WIDTH});
                                var result = session.run(Map.of("image", tensor))) {
                            float[] logits = ((float[][]) result.get(0).getValue())[0];
                            int best = 0;
                            for (int k = 1; k < logits.length; k++) {
                                best = logits[k] > logits[best] ? k : best;
                            }
                            System.out.println(CLASSES[best]);
                        }
                    }
                }
                """);
    }

    /** The same in Kotlin. */
    String kotlin() {
        return fill(
                """
                import ai.onnxruntime.OnnxTensor
                import ai.onnxruntime.OrtEnvironment
                import java.io.File
                import java.nio.FloatBuffer
                import javax.imageio.ImageIO

                val classes = listOf($CLASSES)
                val mean = floatArrayOf($MEAN_F)
                val deviation = floatArrayOf($DEVIATION_F)

                fun main(args: Array<String>) {
                    val image = ImageIO.read(File(args[1])).raster
                    val pixels = FloatArray($CHANNELS * $HEIGHT * $WIDTH) { i ->
                        val c = i / ($HEIGHT * $WIDTH)
                        (image.getSample(i % $WIDTH, i / $WIDTH % $HEIGHT, c) / 255f - mean[c]) / deviation[c]
                    }
                    val environment = OrtEnvironment.getEnvironment()
                    environment.createSession(args[0]).use { session ->
                        val shape = longArrayOf(1, $CHANNELS, $HEIGHT, $WIDTH)
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), shape).use { tensor ->
                            session.run(mapOf("image" to tensor)).use { result ->
                                val logits = (result[0].value as Array<*>)[0] as FloatArray
                                println(classes[logits.indices.maxBy { logits[it] }])
                            }
                        }
                    }
                }
                """);
    }

    /** Python with OpenCV, without ONNX Runtime. */
    String python() {
        return fill(
                """
                import sys

                import cv2
                import numpy

                CLASSES = [$CLASSES]
                MEAN = numpy.array([$MEAN]).reshape($CHANNELS, 1, 1)
                DEVIATION = numpy.array([$DEVIATION]).reshape($CHANNELS, 1, 1)

                image = cv2.imread(sys.argv[2], $READ)
                pixels = numpy.atleast_3d(image)[:, :, ::-1].transpose(2, 0, 1)  # OpenCV reads blue, green, red
                network = cv2.dnn.readNetFromONNX(sys.argv[1])
                network.setInput((((pixels / 255) - MEAN) / DEVIATION).astype(numpy.float32)[None])
                print(CLASSES[int(network.forward().argmax())])
                """);
    }

    private String fill(String program) {
        return program.replace(
                        "$CLASSES",
                        joined(inputs.classes().stream()
                                .map(ModelSnippets::quoted)
                                .toList()))
                .replace("$MEAN_F", joined(numbers(inputs.mean(), "f")))
                .replace("$DEVIATION_F", joined(numbers(inputs.deviation(), "f")))
                .replace("$MEAN", joined(numbers(inputs.mean(), "")))
                .replace("$DEVIATION", joined(numbers(inputs.deviation(), "")))
                .replace("$CHANNELS", Integer.toString(inputs.channels()))
                .replace("$HEIGHT", Integer.toString(inputs.height()))
                .replace("$WIDTH", Integer.toString(inputs.width()))
                .replace("$READ", inputs.channels() == 1 ? "cv2.IMREAD_GRAYSCALE" : "cv2.IMREAD_COLOR");
    }

    private static String joined(List<String> parts) {
        return String.join(", ", parts);
    }

    private static List<String> numbers(List<Double> values, String suffix) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.6f%s", value, suffix))
                .collect(Collectors.toList());
    }

    /** A string literal of all three languages. */
    private static String quoted(String text) {
        String oneLine = text.replaceAll("\\p{Cntrl}", " ");
        String escaped = oneLine.replace("\\", "\\\\").replace("\"", "\\\"");
        return "\"" + escaped.replace("$", "\\u0024") + "\"";
    }
}
