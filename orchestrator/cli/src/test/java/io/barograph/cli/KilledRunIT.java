package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at random moments of a sweep; {@code -Dbarograph.kills=N} chooses how often. */
class KilledRunIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: killed
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5, 0.25, 0.125]
              seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
            """;
    private static final int KILLS = Integer.getInteger("barograph.kills", 6);
    private static final long EPOCH_MILLIS = 25;
    private static final int EARLIEST_MILLIS = 300;
    private static final int LATEST_MILLIS = 9000;
    private static final Pattern COMPLETED = Pattern.compile("(t\\d{4}) .* completed ");

    @TempDir
    Path temporary;

    @Test
    void noFinishedTrialRunsAgainNoneIsLostAndTheFrontIsTheSame() throws Exception {
        SweepReport undisturbed = undisturbed();
        Path folder = folder("killed");
        Random random = new Random(20);
        Set<String> toldAsCompleted = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            try (TestingCommand run = run(folder)) {
                Thread.sleep(EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS));
                run.kill();
                assertThat(run.err()).isEmpty();
                assertStartedNone(folder, toldAsCompleted);
                Matcher told = COMPLETED.matcher(run.out());
                while (told.find()) {
                    toldAsCompleted.add(told.group(1));
                }
            }
        }
        try (TestingCommand run = run(folder)) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        assertStartedNone(folder, toldAsCompleted);
        assertThat(toldAsCompleted).isNotEmpty();
        SweepReport report = FrontFiles.read(folder.resolve("sweeps/killed/front.json"));
        assertThat(measured(report.trials())).isEqualTo(measured(undisturbed.trials()));
        assertThat(measured(report.points())).isEqualTo(measured(undisturbed.points()));
        assertThat(report.hypervolume()).isEqualTo(undisturbed.hypervolume());
    }

    private SweepReport undisturbed() throws Exception {
        Path folder = folder("undisturbed");
        try (TestingCommand run = run(folder)) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        return FrontFiles.read(folder.resolve("sweeps/killed/front.json"));
    }

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        Files.writeString(folder.resolve("killed.yaml"), SPEC);
        return folder;
    }

    private static TestingCommand run(Path folder) throws IOException {
        return TestingCommand.pretending(folder, EPOCH_MILLIS, "run", "killed.yaml");
    }

    /** Takes the journal of the last run away and looks whether it started a trial that had ended before it. */
    private static void assertStartedNone(Path folder, Set<String> ended) throws IOException {
        Path journal = TestingCommand.journal(folder);
        if (Files.exists(journal)) {
            Set<String> started = Files.readAllLines(journal).stream()
                    .filter(line -> line.startsWith("started "))
                    .map(line -> line.split(" ")[1])
                    .collect(Collectors.toSet());
            assertThat(started).noneMatch(ended::contains);
            Files.delete(journal);
        }
    }

    private static List<String> measured(List<TrialReport> trials) {
        return trials.stream()
                .map(trial -> trial.trial() + " " + trial.state() + " " + trial.status() + " " + trial.volumePixels()
                        + " " + trial.validationAccuracy() + " " + trial.onFront() + " " + trial.modelHash())
                .toList();
    }
}
