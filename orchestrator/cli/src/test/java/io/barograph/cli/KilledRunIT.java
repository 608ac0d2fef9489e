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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments of a sweep, then the same command. {@code -Dbarograph.kills=N} chooses how often,
 * {@code -Dbarograph.kills.real=true} adds a sweep that really trains, {@code -Dbarograph.kills.verify=true} verifies the
 * history after every kill and not only at the end.
 */
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
    private static final String REAL_SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: killed
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5, 0.25]
            training:
              pretrain: {epochs: 3}
              prune: {epochs: 3}
              fineTune: {epochs: 2, epochsPerHalving: 1}
            """;
    private static final int KILLS = Integer.getInteger("barograph.kills", 6);
    private static final boolean VERIFY_EACH = Boolean.getBoolean("barograph.kills.verify");
    private static final long EPOCH_MILLIS = 25;
    private static final int EARLIEST_MILLIS = 300;
    private static final Pattern COMPLETED = Pattern.compile("(t\\d{4})  budget \\S+  completed ");
    private static final Pattern AT_WORK =
            Pattern.compile("(t\\d{4})  budget \\S+  (running|pretrain|prune|compact|fine-tune)");

    @TempDir
    Path temporary;

    /** How to run the sweep of a folder. */
    @FunctionalInterface
    private interface Command {
        TestingCommand start(Path folder) throws IOException;
    }

    @Test
    void noFinishedTrialRunsAgainNoneIsLostAndTheFrontIsTheSame() throws Exception {
        Command command = folder -> TestingCommand.pretending(folder, EPOCH_MILLIS, "run", "killed.yaml");
        SweepReport undisturbed = undisturbed(SPEC, command);
        SweepReport killed = killed(SPEC, command, 9000);
        assertThat(measured(killed.trials())).isEqualTo(measured(undisturbed.trials()));
        assertThat(measured(killed.points())).isEqualTo(measured(undisturbed.points()));
        assertThat(killed.hypervolume()).isEqualTo(undisturbed.hypervolume());
    }

    @Test
    @EnabledIfSystemProperty(named = "barograph.kills.real", matches = "true")
    void realTrainingEndsBitEqualToARunThatWasNotDisturbed() throws Exception {
        Command command = folder -> TestingCommand.real(folder, "run", "killed.yaml");
        SweepReport undisturbed = undisturbed(REAL_SPEC, command);
        SweepReport killed = killed(REAL_SPEC, command, 20_000);
        for (int i = 0; i < undisturbed.trials().size(); i++) {
            TrialReport before = undisturbed.trials().get(i);
            TrialReport after = killed.trials().get(i);
            assertThat(after.state()).isEqualTo(before.state());
            assertThat(after.volumePixels()).isEqualTo(before.volumePixels());
            assertThat(after.validationAccuracy()).isEqualTo(before.validationAccuracy());
            assertThat(after.onnxHash()).isEqualTo(before.onnxHash());
        }
    }

    private SweepReport undisturbed(String spec, Command command) throws Exception {
        Path folder = folder("undisturbed", spec);
        try (TestingCommand run = command.start(folder)) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
        return FrontFiles.read(folder.resolve("sweeps/killed/front.json"));
    }

    private SweepReport killed(String spec, Command command, int latestMillis) throws Exception {
        Path folder = folder("killed", spec);
        Random random = new Random(20);
        Set<String> ended = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            try (TestingCommand run = command.start(folder)) {
                if (i == KILLS - 1 && ended.isEmpty()) {
                    run.awaitOutput(COMPLETED.pattern()); // or nothing would show that what ended stays ended
                }
                Thread.sleep(EARLIEST_MILLIS + random.nextInt(latestMillis - EARLIEST_MILLIS));
                run.kill();
                assertThat(found(AT_WORK, run)).noneMatch(ended::contains);
                ended.addAll(found(COMPLETED, run));
            }
            if (VERIFY_EACH) {
                verify(folder);
            }
        }
        try (TestingCommand run = command.start(folder)) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(found(AT_WORK, run)).noneMatch(ended::contains);
        }
        assertThat(ended).isNotEmpty();
        assertThat(verify(folder)).as("a history").isTrue();
        return FrontFiles.read(folder.resolve("sweeps/killed/front.json"));
    }

    /** Whether there is a history; what there is must be as it must be, models and front.json too. */
    private static boolean verify(Path folder) throws Exception {
        try (TestingCommand verify = TestingCommand.real(folder, "verify", "sweeps/killed")) {
            int code = verify.exitCode();
            boolean none = code == ExitCode.FOLDER.number()
                    && (verify.err().contains("there is no sweep in")
                            || verify.err().contains("there is no database in")
                            || verify.err().contains("has no history yet"));
            assertThat(none || code == 0).as(verify.out() + verify.err()).isTrue();
            return !none;
        }
    }

    private Path folder(String name, String spec) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        Files.writeString(folder.resolve("killed.yaml"), spec);
        return folder;
    }

    private static Set<String> found(Pattern pattern, TestingCommand run) {
        return pattern.matcher(run.out()).results().map(match -> match.group(1)).collect(Collectors.toSet());
    }

    private static List<String> measured(List<TrialReport> trials) {
        return trials.stream()
                .map(trial -> trial.trial() + " " + trial.state() + " " + trial.status() + " " + trial.volumePixels()
                        + " " + trial.validationAccuracy() + " " + trial.onFront() + " " + trial.modelHash())
                .toList();
    }
}
