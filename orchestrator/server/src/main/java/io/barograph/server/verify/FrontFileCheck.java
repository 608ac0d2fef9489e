package io.barograph.server.verify;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.server.state.SweepProjection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@code front.json} agrees with itself and with the log. It may be of an earlier moment: a process that is killed between
 * a commit and the file leaves an older one, which the next run brings up to date.
 */
final class FrontFileCheck {
    private static final String PLACE = "front.json";

    private final Findings findings;
    private final SweepProjection projection;

    FrontFileCheck(Findings findings, SweepProjection projection) {
        this.findings = findings;
        this.projection = projection;
    }

    void check(Path frontJson) {
        SweepReport file;
        try {
            file = FrontFiles.read(frontJson);
        } catch (IOException e) {
            require(false, "cannot be read: " + e.getMessage());
            return;
        }
        check(file);
    }

    private void check(SweepReport file) {
        require(file.sweep().equals(projection.sweep()), "is of sweep " + file.sweep());
        SweepReport recomputed = SweepReport.of(
                file.sweep(),
                file.state(),
                file.createdAt(),
                file.reference(),
                file.denseVolumePixels(),
                file.trials());
        require(recomputed.trials().size() == file.trials().size(), "lists a trial twice");
        require(
                recomputed.points().equals(file.points()) && recomputed.trials().equals(file.trials()),
                "has the front " + names(file.points()) + ", its trials give " + names(recomputed.points()));
        require(
                recomputed.hypervolume() == file.hypervolume(),
                "has hypervolume " + file.hypervolume() + ", its trials give " + recomputed.hypervolume());
        compare(file, projection.report(file.createdAt()));
    }

    private void compare(SweepReport file, SweepReport log) {
        require(
                !file.state().terminal() || file.state() == log.state(),
                "says the sweep is " + file.state() + ", the log says " + log.state());
        require(file.reference().equals(log.reference()), "has another reference point than the log");
        require(
                file.denseVolumePixels() == null || file.denseVolumePixels().equals(log.denseVolumePixels()),
                "has a dense volume of " + file.denseVolumePixels() + ", the log of " + log.denseVolumePixels());
        Map<String, TrialReport> logged = new HashMap<>();
        log.trials().forEach(trial -> logged.put(trial.trial(), plain(trial)));
        require(names(file.trials()).equals(names(log.trials())), "has other trials than the log");
        for (TrialReport trial : file.trials()) {
            TrialReport same = logged.get(trial.trial());
            boolean settled = trial.state().terminal() || file.state().terminal();
            if (settled && same != null) {
                require(plain(trial).equals(same), "tells of " + trial.trial() + " what the log does not: " + trial);
            }
        }
    }

    /** Without what a report of another moment or folder says otherwise. */
    private static TrialReport plain(TrialReport trial) {
        return trial.withFiles(TrialReport.Files.NONE).withOnFront(false);
    }

    private static List<String> names(List<TrialReport> trials) {
        List<String> names = new ArrayList<>();
        trials.forEach(trial -> names.add(trial.trial()));
        return names;
    }

    private void require(boolean holds, String sentence) {
        findings.require(holds, Invariant.FRONT_FILE, PLACE, () -> sentence);
    }
}
