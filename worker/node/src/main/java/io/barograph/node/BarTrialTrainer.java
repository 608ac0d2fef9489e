package io.barograph.node;

import io.barograph.api.FailureCode;
import io.barograph.api.SweepSpec;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialConfig;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.ExportedModel;
import io.barograph.bar.train.ModelExport;
import io.barograph.bar.train.TeacherCache;
import io.barograph.bar.train.TrainedModel;
import io.barograph.bar.train.TrialCancelledException;
import io.barograph.bar.train.TrialRecipe;
import io.barograph.bar.train.TrialStart;
import io.barograph.bar.train.UnusableStartException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains with the BAR library; teachers, checkpoints and models travel through an artifact store. */
public final class BarTrialTrainer implements TrialTrainer {
    private static final Logger LOG = LoggerFactory.getLogger(BarTrialTrainer.class);

    /** More than a trial of a usual network needs until its next epoch. */
    private static final long ROOM_BYTES = 64L << 20;

    private final ArtifactStore artifacts;
    private final WorkFolder workFolder;
    private final DatasetCache datasets;
    private final TeacherCache teachers = new TeacherCache();

    /** Trains alone into an artifact store, from data of this machine or of the store. */
    public BarTrialTrainer(ArtifactStore artifacts, Path workFolder) {
        this(artifacts, workFolder, DatasetCache.inMemory(artifacts));
    }

    /**
     * Trains into an artifact store.
     *
     * @param datasets where data comes from; one for all trainers of a process
     * @param workFolder holds the files of running trials; nobody else may use it, what is in it is removed
     */
    public BarTrialTrainer(ArtifactStore artifacts, Path workFolder, DatasetCache datasets) {
        this.artifacts = artifacts;
        this.datasets = datasets;
        this.workFolder = new WorkFolder(workFolder);
    }

    /**
     * Checks what can be known of a sweep's trials before any training: budgets below the cheapest path, schedules too
     * short to prune, rungs of a ladder too short for the gates that are left, a precision that this machine lacks.
     *
     * @return every problem with its place, empty if there is none
     * @throws TrialException DATA_MISSING or DATA_CORRUPT if the data cannot be used
     */
    public List<String> problems(SweepSpec spec) {
        return OwnThread.call("barograph-check", () -> findProblems(spec));
    }

    @Override
    public Set<String> labels() {
        return NativeBackend.labels();
    }

    @Override
    public Set<String> datasets() {
        return datasets.hashes();
    }

    private List<String> findProblems(SweepSpec spec) {
        List<String> problems = new ArrayList<>();
        Set<String> labels = labels();
        for (String label : spec.scheduling().requires()) {
            if (!labels.contains(label)) {
                problems.add("scheduling.requires: this machine has not got '" + label + "' but only "
                        + String.join(", ", labels) + "; run the sweep on a cluster, or take it out of the list");
            }
        }
        try {
            Engine.requireTrains(TrialRecipes.precision(spec.training().precision()));
        } catch (IllegalArgumentException e) {
            problems.add("training.precision: " + e.getMessage());
        }
        try (DatasetCache.Held held = datasets.open(DatasetRef.of(spec.dataset()), () -> false)) {
            ImageDataset data = held.dataset();
            problems.addAll(new SweepFeasibility(
                            spec,
                            trial -> requireFeasible(BarTrial::requireFeasible, trial, data),
                            trial -> requireFeasible(BarTrial::requireFeasibleRung, trial, data))
                    .problems());
            return problems;
        }
    }

    @Override
    public TrialOutcome train(TrialAssignment assignment, TrialListener listener, BooleanSupplier cancelled) {
        try (DatasetCache.Held held = datasets.open(DatasetRef.of(assignment.dataset()), cancelled)) {
            return train(assignment, held.dataset(), listener, cancelled);
        } catch (TrialCancelledException e) {
            LOG.info("trial {}: {}", assignment.config().trial(), e.getMessage());
            return new TrialOutcome.Interrupted(null);
        }
    }

    private TrialOutcome train(
            TrialAssignment assignment, ImageDataset data, TrialListener listener, BooleanSupplier cancelled) {
        long start = System.nanoTime();
        TrialRecipe recipe = TrialRecipes.of(assignment);
        requireFeasible((asked, images) -> Engine.requireTrains(asked.precision()), assignment, data);
        requireFeasible(BarTrial::requireFeasible, assignment, data);
        if (assignment.rung() != null) {
            requireFeasible(BarTrial::requireFeasibleRung, assignment, data);
        }
        String name = assignment.sweep() + "-" + assignment.config().trial() + "-" + assignment.attempt();
        Long number = assignment.sweepNumber(); // an attempt of a deleted sweep of this name may still be leaving
        requireStorage();
        try (WorkFolder folder = workFolder.attempt(number == null ? name : name + "-" + number);
                BarReports reports = new BarReports(assignment, recipe, artifacts, listener)) {
            TrialStart given = new TrialStart(
                    artifact("teacher", assignment.teacher()),
                    artifact("rung", assignment.rung()),
                    artifact("checkpoint", assignment.checkpoint()),
                    teachers);
            TrainedModel model =
                    trained(given, from -> BarTrial.run(recipe, data, from, folder.path(), reports, cancelled));
            double seconds = (System.nanoTime() - start) / 1e9;
            ExportedModel exported = ModelExport.write(
                    model, data, origin(assignment), folder.path().resolve("model.onnx"));
            return new TrialOutcome.Completed(reports.result(model, exported, data, seconds));
        } catch (TrialCancelledException e) {
            LOG.info("trial {}: {}", name, e.getMessage());
            return new TrialOutcome.Interrupted(null);
        } catch (ArithmeticException e) {
            throw new TrialException(FailureCode.DIVERGED, String.valueOf(e.getMessage()), e);
        } catch (ArtifactException e) {
            throw new TrialException(codeOf(e.problem()), String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            String message = String.valueOf(e.getMessage());
            boolean full = message.contains("No space left on device");
            throw new TrialException(full ? FailureCode.STORAGE_FULL : FailureCode.INTERNAL, message, e);
        }
    }

    @Override
    public @Nullable String storageProblem() {
        try {
            requireStorage();
            return null;
        } catch (TrialException e) {
            return e.getMessage();
        }
    }

    /** Better before an epoch is trained than after it. */
    private void requireStorage() {
        if (!workFolder.hasRoom(ROOM_BYTES)) {
            throw new TrialException(
                    FailureCode.STORAGE_FULL, "no space left on the disk of " + workFolder.path(), null);
        }
        try {
            artifacts.requireRoom(ROOM_BYTES);
        } catch (ArtifactException e) {
            throw new TrialException(codeOf(e.problem()), String.valueOf(e.getMessage()), e);
        }
    }

    /** Trains, and does the work of whatever cannot be gone on from again: that costs time, not the trial. */
    private static TrainedModel trained(TrialStart given, Function<TrialStart, TrainedModel> training) {
        TrialStart start = given;
        while (true) {
            try {
                return training.apply(start);
            } catch (UnusableStartException e) {
                String part = e.part().name().toLowerCase(Locale.ROOT);
                LOG.warn("the {} cannot be used, doing its work again: {}", part, e.getMessage());
                start = start.without(e.part());
            }
        }
    }

    /** A store that does not take a file says nothing against those that the trial was given. */
    private static FailureCode codeOf(ArtifactException.Problem problem) {
        return switch (problem) {
            case MISSING, CORRUPT -> FailureCode.ARTIFACT_UNAVAILABLE;
            case FULL -> FailureCode.STORAGE_FULL;
            case UNAUTHORISED, UNREACHABLE -> FailureCode.STORAGE_UNAVAILABLE;
            case UNREADABLE, UNWRITABLE, TOO_LARGE -> FailureCode.INTERNAL;
        };
    }

    /** Where a model comes from, as its file says. */
    private static Map<String, String> origin(TrialAssignment assignment) {
        TrialConfig config = assignment.config();
        return Map.of(
                "sweep", assignment.sweep(),
                "trial", config.trial(),
                "configuration", assignment.configuration(),
                "seed", Long.toString(config.seed()),
                "dataset", assignment.dataset().name().toString(),
                "budget", Double.toString(config.budget()));
    }

    private static void requireFeasible(
            BiConsumer<TrialRecipe, ImageDataset> check, TrialAssignment trial, ImageDataset data) {
        try {
            check.accept(TrialRecipes.of(trial), data);
        } catch (IllegalArgumentException e) {
            throw new TrialException(FailureCode.INFEASIBLE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * The file of an artifact. One that is lost or damaged costs its work again, not the trial; for a store that is away
     * the trial waits.
     */
    private @Nullable Path artifact(String what, @Nullable String hash) {
        if (hash == null) {
            return null;
        }
        try {
            return artifacts.get(hash);
        } catch (ArtifactException e) {
            if (e.ofTheStore()) {
                throw e;
            }
            LOG.warn("the {} cannot be used, doing its work again: {}", what, e.getMessage());
            return null;
        }
    }
}
