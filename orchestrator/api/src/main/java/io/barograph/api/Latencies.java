package io.barograph.api;

/**
 * How long a trial's network takes on the worker that trained it, in both of its forms.
 *
 * @param onnxBatch1 one image in ONNX Runtime
 * @param onnxBatch64 64 images in ONNX Runtime
 * @param dl4jBatch1 one image in DeepLearning4J
 * @param dl4jBatch64 64 images in DeepLearning4J
 */
public record Latencies(Latency onnxBatch1, Latency onnxBatch64, Latency dl4jBatch1, Latency dl4jBatch64) {}
