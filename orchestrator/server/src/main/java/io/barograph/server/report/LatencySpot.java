package io.barograph.server.report;

import io.barograph.api.Latencies;
import io.barograph.api.Latency;
import io.barograph.api.TrialReport;

/**
 * One latency of a trial in a panel.
 *
 * @param latency in the series of the spot
 * @param other in the other series
 */
record LatencySpot(TrialReport trial, double volumeRatio, LatencySeries series, Latency latency, Latency other) {
    static LatencySpot of(
            TrialReport trial, double volumeRatio, LatencySeries series, Latencies latencies, LatencyBatch batch) {
        LatencySeries other = series == LatencySeries.ONNX ? LatencySeries.DL4J : LatencySeries.ONNX;
        return new LatencySpot(trial, volumeRatio, series, batch.of(latencies, series), batch.of(latencies, other));
    }

    boolean onFront() {
        return trial.onFront();
    }
}
