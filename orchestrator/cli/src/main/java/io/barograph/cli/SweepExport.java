package io.barograph.cli;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import io.barograph.api.report.FrontFiles;
import io.barograph.cli.folder.FolderException;
import io.barograph.cli.folder.NewFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects models of a sweep, checked, in a folder of their own. */
final class SweepExport {
    private final Path folder;
    private final SweepReport report;

    private SweepExport(Path folder, SweepReport report) {
        this.folder = folder;
        this.report = report;
    }

    /**
     * Opens a sweep.
     *
     * @param path its folder, or the {@code front.json} in it
     * @throws CliException if there is no result that can be read
     */
    static SweepExport of(Path path) {
        Path json = (Files.isDirectory(path) ? path.resolve(FrontFiles.JSON) : path)
                .toAbsolutePath()
                .normalize();
        Path folder = json.getParent();
        if (folder == null || !Files.isRegularFile(json)) {
            throw new CliException(
                    ExitCode.FOLDER, "there is no result of a sweep in " + path + " (no " + FrontFiles.JSON + ")");
        }
        try {
            SweepReport read = FrontFiles.read(json);
            return new SweepExport(folder, withTrials(read, read.trials()));
        } catch (IOException e) {
            throw new CliException(ExitCode.FOLDER, "cannot read " + json + ": " + FolderException.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.FOLDER, "cannot read " + json + ": " + e.getMessage(), e);
        }
    }

    SweepReport report() {
        return report;
    }

    /** Where its models go unless told otherwise. */
    Path defaultTarget() {
        return folder.resolve("export");
    }

    /**
     * The trials of these names, or those on the front if there are none.
     *
     * @throws CliException naming everything that cannot be exported
     */
    List<TrialReport> choose(Set<String> names) {
        if (names.isEmpty()) {
            if (report.points().isEmpty()) {
                throw new CliException(ExitCode.FOLDER, "no trial of sweep " + report.sweep() + " has a model yet");
            }
            return report.points();
        }
        Map<String, TrialReport> known = new TreeMap<>();
        report.trials().forEach(trial -> known.put(trial.trial(), trial));
        List<String> problems = new ArrayList<>();
        Set<String> unknown = new TreeSet<>(names);
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty()) {
            problems.add(
                    "it has no trial " + String.join(", ", unknown) + ", only " + String.join(", ", known.keySet()));
        }
        List<TrialReport> chosen = known.values().stream()
                .filter(trial -> names.contains(trial.trial()))
                .toList();
        chosen.stream()
                .filter(trial -> trial.state() != TrialState.COMPLETED)
                .forEach(trial -> problems.add(trial.trial() + " has no model, it is " + trial.state()));
        if (!problems.isEmpty()) {
            throw new CliException(ExitCode.USAGE, "sweep " + report.sweep() + ": " + String.join("; ", problems));
        }
        return chosen;
    }

    /**
     * Writes models, their cards and the front of the sweep into a folder, all or nothing.
     *
     * @return the front with the places in that folder
     * @throws CliException if a file is not what the sweep left
     * @throws FolderException if the target is taken or cannot be written
     */
    SweepReport write(List<TrialReport> trials, Path target) {
        SweepModels models = new SweepModels(folder, report);
        try (NewFolder made = NewFolder.at(target)) {
            for (TrialReport trial : trials) {
                SweepModels.Checked files = models.read(trial);
                made.add(trial.trial() + ".onnx", files.onnx());
                made.add(trial.trial() + ".zip", files.model());
                made.add(trial.trial() + ".md", files.card());
            }
            SweepReport exported = exported(trials);
            FrontFiles.write(made.path(), exported);
            made.finish();
            return exported;
        } catch (IOException e) {
            throw FolderException.unwritable(target, e);
        }
    }

    private SweepReport exported(List<TrialReport> trials) {
        Set<String> names = trials.stream().map(TrialReport::trial).collect(Collectors.toSet());
        return withTrials(
                report,
                report.trials().stream()
                        .map(trial -> trial.withFiles(
                                names.contains(trial.trial())
                                        ? new TrialReport.Files(trial.trial() + ".onnx", trial.trial() + ".zip")
                                        : TrialReport.Files.NONE))
                        .toList());
    }

    private static SweepReport withTrials(SweepReport report, List<TrialReport> trials) {
        return SweepReport.of(
                report.sweep(),
                report.state(),
                report.createdAt(),
                report.reference(),
                report.denseVolumePixels(),
                trials);
    }
}
