package io.barograph.bar.train;

import io.barograph.bar.data.Batches;
import java.util.LinkedHashMap;
import java.util.Map;

/** Adds up an epoch's figures and reports progress a few times a second, and at the end of the epoch. */
final class EpochMeter {
    private static final long BETWEEN_REPORTS_NANOS = 250_000_000;

    private final TrialRun run;
    private final Phase phase;
    private final int epoch;
    private final Batches batches;
    private final long started = System.nanoTime();
    private long lastReport = started;
    private int steps;
    private long images;
    private long correct;
    private double lossSum;

    EpochMeter(TrialRun run, Phase phase, int epochsDone, Batches batches) {
        this.run = run;
        this.phase = phase;
        this.batches = batches;
        this.epoch = run.epochsBefore(phase) + epochsDone + 1;
    }

    int epoch() {
        return epoch;
    }

    void add(Learner.StepResult result, int size, Map<String, Double> live) {
        steps++;
        images += size;
        correct += result.correct();
        lossSum += result.loss();
        long now = System.nanoTime();
        if (now - lastReport >= BETWEEN_REPORTS_NANOS || steps == run.stepsPerEpoch()) {
            lastReport = now;
            double fraction = (double) steps / run.stepsPerEpoch();
            double perEpoch = (now - started) / 1e9 / fraction;
            int epochs = run.recipe().totalEpochs();
            double epochsLeft = epochs - epoch + 1 - fraction;
            Map<String, Double> values = figures();
            values.putAll(live);
            run.listener().onProgress(phase, epoch, epochs, fraction, values, Math.max(0, epochsLeft * perEpoch));
        }
    }

    /** Loss, training accuracy, speed, and the share of the time that was spent waiting for images, so far. */
    Map<String, Double> figures() {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("loss", lossSum / Math.max(1, steps));
        values.put("trainAccuracy", (double) correct / Math.max(1, images));
        double nanos = Math.max(1, System.nanoTime() - started);
        values.put("samplesPerSecond", images / nanos * 1e9);
        values.put("dataWaitShare", batches.waitedNanos() / nanos);
        return values;
    }
}
