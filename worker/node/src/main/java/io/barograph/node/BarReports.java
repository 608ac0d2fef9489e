package io.barograph.node;

import io.barograph.api.BudgetStatus;
import io.barograph.api.EpochReport;
import io.barograph.api.Latencies;
import io.barograph.api.Latency;
import io.barograph.api.Measurement;
import io.barograph.api.ModelInterface;
import io.barograph.api.Progress;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialResult;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.onnx.Timing;
import io.barograph.bar.train.ExportedModel;
import io.barograph.bar.train.Phase;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrainingListener;
import io.barograph.bar.train.TrialRecipe;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what the BAR library tells of a trial into reports. Used on the training thread. */
final class BarReports implements TrainingListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BarReports.class);
    private static final String ACCURACY = "validationAccuracy";
    private static final String VOLUME = "volumeRatio";
    private static final String BUDGET_NOW = "budgetNow";

    private final TrialAssignment assignment;
    private final TrialRecipe recipe;
    private final ArtifactStore artifacts;
    private final TrialListener listener;
    private final Queue<String> storedCheckpoints = new ConcurrentLinkedQueue<>();
    private @Nullable EpochReport lastOfDense;
    private @Nullable String rung;
    private @Nullable Double accuracy;

    BarReports(TrialAssignment assignment, TrialRecipe recipe, ArtifactStore artifacts, TrialListener listener) {
        this.assignment = assignment;
        this.recipe = recipe;
        this.artifacts = artifacts;
        this.listener = listener;
    }

    @Override
    public void onEpoch(
            Phase phase, int epoch, Map<String, Double> values, Map<String, Integer> openMaps, Path checkpoint) {
        SortedMap<String, Double> metrics = new TreeMap<>();
        values.forEach((name, value) -> {
            if (Double.isFinite(value)) {
                metrics.put(name, value);
            }
        });
        openMaps.forEach((layer, maps) -> metrics.put("openMaps." + layer, maps.doubleValue()));
        accuracy = metrics.getOrDefault(ACCURACY, accuracy);
        EpochReport report = report(phase, epoch, metrics, artifacts.put(checkpoint), null, rung);
        rung = null;
        forgetOldCheckpoints();
        if (phase == Phase.PRETRAIN && epoch == recipe.pretrain().epochs()) {
            lastOfDense = report; // goes out with the dense network, which follows
        } else {
            tell(report);
        }
    }

    /** Kept in the store until the sweep ends; who goes on from it, and when, the worker does not know. */
    @Override
    public void onRung(Path snapshot) {
        if (assignment.leavesRung()) {
            rung = artifacts.put(snapshot); // goes out with the last epoch of the phase, which follows
        }
    }

    @Override
    public void onDense(Path model) {
        EpochReport last = lastOfDense;
        lastOfDense = null;
        SortedMap<String, Double> metrics = last == null ? new TreeMap<>() : last.metrics();
        String checkpoint = last == null ? null : last.checkpoint();
        tell(report(Phase.PRETRAIN, recipe.pretrain().epochs(), metrics, checkpoint, artifacts.put(model), null));
    }

    @Override
    public void onProgress(
            Phase phase, int epoch, int epochs, double fraction, Map<String, Double> values, double secondsLeft) {
        listener.onProgress(new Progress(
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                of(phase),
                epoch,
                Math.max(epoch, epochs),
                Math.min(1, Math.max(0, fraction)),
                values.getOrDefault(ACCURACY, accuracy),
                values.getOrDefault(VOLUME, 1.0),
                values.getOrDefault(BUDGET_NOW, 1.0),
                Double.isFinite(secondsLeft) ? secondsLeft : null,
                null));
    }

    /** Sends what was held back. */
    @Override
    public void close() {
        EpochReport last = lastOfDense;
        lastOfDense = null;
        if (last != null) {
            tell(last);
        }
    }

    TrialResult result(TrainedModel model, ExportedModel exported, ImageDataset data, double seconds) {
        double ratio = (double) exported.network().volume() / model.denseVolume();
        double budget = assignment.config().budget();
        BudgetStatus status = BudgetStatus.of(budget, ratio);
        Measurement measurement = new Measurement(
                budget,
                (double) model.maskVolume() / model.denseVolume(),
                exported.network().volume(),
                model.denseVolume(),
                ratio,
                status,
                exported.validationAccuracy(),
                exported.testAccuracy(),
                exported.network().parameters(),
                exported.network().macs(),
                exported.fileBytes(),
                model.fileBytes(),
                new Latencies(
                        of(exported.onnxBatch1()),
                        of(exported.onnxBatch64()),
                        of(exported.dl4jBatch1()),
                        of(exported.dl4jBatch64())),
                model.openMaps());
        return new TrialResult(
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                measurement,
                artifacts.put(model.model()),
                artifacts.put(exported.file()),
                new ModelInterface(
                        data.channels(),
                        data.height(),
                        data.width(),
                        data.normalization().mean(),
                        data.normalization().deviation(),
                        data.classNames()),
                model.closedByForce(),
                model.prunableMaps(),
                seconds,
                note(status, ratio),
                null);
    }

    private static Latency of(Timing measured) {
        return new Latency(measured.median(), measured.low(), measured.high());
    }

    private static @Nullable String note(BudgetStatus status, double ratio) {
        return status == BudgetStatus.UNDER
                ? String.format(
                        Locale.ROOT,
                        "the gates closed more than the budget asked: volume %.4f; a longer prune phase follows it closer",
                        ratio)
                : null;
    }

    private void tell(EpochReport report) {
        String checkpoint = report.checkpoint();
        listener.onEpoch(report, () -> {
            if (checkpoint != null) {
                storedCheckpoints.add(checkpoint);
            }
        });
    }

    /** Keeps the latest checkpoint that the scheduler knows; it never asks for an earlier one. */
    private void forgetOldCheckpoints() {
        while (storedCheckpoints.size() > 1) {
            String old = storedCheckpoints.remove();
            if (!storedCheckpoints.contains(old)) {
                delete(old);
            }
        }
    }

    private void delete(String checkpoint) {
        try {
            artifacts.delete(checkpoint);
        } catch (ArtifactException e) {
            LOG.info("an old checkpoint stays: {}", e.getMessage());
        }
    }

    private EpochReport report(
            Phase phase,
            int epoch,
            SortedMap<String, Double> metrics,
            @Nullable String checkpoint,
            @Nullable String teacher,
            @Nullable String left) {
        return new EpochReport(
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                of(phase),
                epoch,
                metrics,
                checkpoint,
                teacher,
                left);
    }

    private static io.barograph.api.Phase of(Phase phase) {
        return switch (phase) {
            case PRETRAIN -> io.barograph.api.Phase.PRETRAIN;
            case PRUNE -> io.barograph.api.Phase.PRUNE;
            case COMPACT -> io.barograph.api.Phase.COMPACT;
            case FINE_TUNE -> io.barograph.api.Phase.FINE_TUNE;
        };
    }
}
