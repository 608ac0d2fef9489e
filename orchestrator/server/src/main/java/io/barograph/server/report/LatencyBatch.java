package io.barograph.server.report;

import io.barograph.api.Latencies;
import io.barograph.api.Latency;

/** How many images a network takes at once. */
enum LatencyBatch {
    ONE("1 image"),
    MANY("64 images");

    private final String words;

    LatencyBatch(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    Latency of(Latencies latencies, LatencySeries series) {
        return switch (series) {
            case ONNX -> this == ONE ? latencies.onnxBatch1() : latencies.onnxBatch64();
            case DL4J -> this == ONE ? latencies.dl4jBatch1() : latencies.dl4jBatch64();
        };
    }
}
