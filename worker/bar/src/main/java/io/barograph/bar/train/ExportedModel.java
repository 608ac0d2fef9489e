package io.barograph.bar.train;

import io.barograph.bar.onnx.OnnxModel;
import io.barograph.bar.onnx.Timing;
import java.nio.file.Path;

/**
 * A trained model as it is shipped, an ONNX file, and what was measured on that file, read afresh, in ONNX Runtime.
 *
 * @param file the ONNX file
 * @param fileBytes its size
 * @param network its layers with their volume, parameters and multiply-accumulates
 * @param validationAccuracy in [0, 1]
 * @param testAccuracy in [0, 1]
 * @param onnxBatch1 latency of one image in ONNX Runtime
 * @param onnxBatch64 latency of 64 images in ONNX Runtime
 * @param dl4jBatch1 latency of one image in DeepLearning4J, of the model it was made from
 * @param dl4jBatch64 latency of 64 images in DeepLearning4J
 */
public record ExportedModel(
        Path file,
        long fileBytes,
        OnnxModel network,
        double validationAccuracy,
        double testAccuracy,
        Timing onnxBatch1,
        Timing onnxBatch64,
        Timing dl4jBatch1,
        Timing dl4jBatch64) {}
