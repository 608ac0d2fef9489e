package io.barograph.server.http;

import io.barograph.api.BudgetStatus;
import io.barograph.api.EpochReport;
import io.barograph.api.Measurement;
import io.barograph.api.Phase;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a trial of a small residual network looks like, made up: curves, open maps and a result that can be OVER or UNDER. All
 * trials of a sweep whose name begins with {@code over} are OVER.
 */
final class LifelikeTrial {
    private static final int PRETRAIN = 6;
    private static final int PRUNE = 14;
    private static final int FINE_TUNE = 8;
    private static final int STAGES = 3;
    private static final int BLOCKS = 6;
    private static final long DENSE = 96_000;

    private final TrialAssignment assignment;
    private final int pretrain;
    private final double volume;
    private final double accuracy;
    private final Random noise;

    LifelikeTrial(TrialAssignment assignment) {
        this.assignment = assignment;
        this.pretrain = assignment.teacher() == null ? PRETRAIN : 0;
        this.noise = new Random(
                (assignment.config().index() + 7 * assignment.config().seed()) * 0x9E3779B97F4A7C15L);
        double budget = assignment.config().budget();
        this.volume = Math.floor(reached(budget) * DENSE) / DENSE;
        double halvings = -Math.log(volume) / Math.log(2);
        this.accuracy = 0.916 - 0.0022 * halvings * halvings - Math.abs(noise.nextGaussian()) * 0.004;
    }

    private double reached(double budget) {
        double luck = noise.nextDouble();
        if (budget == 1) {
            return 1;
        }
        if (assignment.sweep().startsWith("over")) {
            return Math.min(1, budget * (1.02 + 0.2 * luck));
        }
        if (luck < 0.12) {
            return budget * 1.05;
        }
        return luck > 0.85 ? budget * 0.8 : budget * (0.95 + 0.04 * luck);
    }

    int epochs() {
        return pretrain + PRUNE + FINE_TUNE;
    }

    EpochReport epoch(int epoch) {
        Phase phase = epoch <= pretrain ? Phase.PRETRAIN : epoch <= pretrain + PRUNE ? Phase.PRUNE : Phase.FINE_TUNE;
        double through = Math.min(1, Math.max(0, (double) (epoch - pretrain) / PRUNE));
        double budget = assignment.config().budget();
        double budgetNow = 1 - (1 - budget) * Math.min(1, through * 1.2);
        double now = phase == Phase.PRETRAIN ? 1 : Math.max(volume, 1 - (1 - volume) * Math.min(1, through * 1.15));
        SortedMap<String, Double> metrics = new TreeMap<>();
        double learnt = accuracy - 0.25 * Math.exp(-epoch / 4.0) - 0.04 * through * (phase == Phase.PRUNE ? 1 : 0);
        metrics.put("loss", 0.25 + 1.4 * Math.exp(-epoch / 4.0) + 0.02 * noise.nextDouble());
        metrics.put("validationAccuracy", learnt + 0.004 * noise.nextDouble());
        metrics.put("trainAccuracy", Math.min(1, learnt + 0.02));
        metrics.put("samplesPerSecond", 4000.0);
        if (phase == Phase.PRUNE) {
            metrics.put("budgetNow", budgetNow);
            metrics.put("barrier", 1 / (1 + Math.exp(-14 * (now - budgetNow))) * 30 * through);
        }
        metrics.put("volumeRatio", now);
        openMaps(now).forEach((layer, open) -> metrics.put("openMaps." + layer, open.doubleValue()));
        return new EpochReport(
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                phase,
                epoch,
                metrics,
                null,
                phase == Phase.PRETRAIN && epoch == pretrain ? "cd".repeat(32) : null,
                null);
    }

    private static Map<String, Integer> openMaps(double volume) {
        Map<String, Integer> maps = new LinkedHashMap<>();
        for (int stage = 1; stage <= STAGES; stage++) {
            for (int block = 1; block <= BLOCKS; block++) {
                int all = 8 << stage;
                double share = Math.pow(volume, 1.25 - 0.2 * stage + 0.06 * Math.abs(block - 3));
                maps.put(String.format("stage%d-block%d", stage, block), Math.max(1, (int) Math.round(all * share)));
            }
        }
        return maps;
    }

    TrialResult result() {
        double budget = assignment.config().budget();
        long pixels = Math.round(volume * DENSE);
        double ratio = (double) pixels / DENSE;
        Measurement measurement = new Measurement(
                budget,
                ratio,
                pixels,
                DENSE,
                ratio,
                BudgetStatus.of(budget, ratio),
                accuracy,
                accuracy - 0.004,
                pixels * 3,
                pixels * 400,
                pixels * 12,
                pixels * 13,
                null,
                openMaps(ratio));
        return new TrialResult(
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                measurement,
                "ab".repeat(32),
                "ef".repeat(32),
                null,
                0,
                336,
                160 + 40 * noise.nextDouble(),
                measurement.status() == BudgetStatus.UNDER
                        ? "the smallest step went below nine tenths of the budget"
                        : null,
                null);
    }
}
