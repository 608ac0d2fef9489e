package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL in every phase of a real ladder, then the same command: the files it leaves are those of an undisturbed run, bit by bit. */
class KilledTrainingIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: killed
            dataset: {name: fashion-mnist-sample, augmentation: {flip: true, shiftPixels: 1}}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [0.5, 0.25]
              strategy: ladder
            training:
              pretrain: {epochs: 2}
              prune: {epochs: 2}
              rung: {epochs: 1}
              fineTune: {epochs: 2, epochsPerHalving: 0}
            """;
    private static final List<String> KILLED_AT = List.of(
            "t0000 .* pretrain 2/",
            "t0000 .* prune 2/",
            "t0000 .* fine-tune 2/",
            "t0001 .* prune 1/",
            "t0001 .* fine-tune");
    private static final String SPEED = "samples_per_second|data_wait_share|samplesPerSecond|dataWaitShare|seconds";

    @TempDir
    Path temporary;

    @Test
    void everyModelAndEveryEpochIsTheSame() throws Exception {
        Path undisturbed = folder("undisturbed");
        finish(undisturbed);
        Path killed = folder("killed");
        for (String moment : KILLED_AT) {
            try (TestingCommand run = TestingCommand.real(killed, "run", "killed.yaml")) {
                run.awaitOutput(moment);
                run.kill();
            }
        }
        finish(killed);

        SweepReport before = report(undisturbed);
        SweepReport after = report(killed);
        assertThat(after.trials()).hasSize(2);
        for (int i = 0; i < before.trials().size(); i++) {
            TrialReport one = before.trials().get(i);
            TrialReport other = after.trials().get(i);
            assertThat(other.attempts()).isGreaterThan(1);
            assertThat(other.onnxHash())
                    .as("all of the file, its parameters among it")
                    .isEqualTo(one.onnxHash());
            assertThat(other.validationAccuracy()).isEqualTo(one.validationAccuracy());
            assertThat(other.volumePixels()).isEqualTo(one.volumePixels());
            assertThat(history(killed, other)).isEqualTo(history(undisturbed, one));
        }
        assertThat(after.hypervolume()).isEqualTo(before.hypervolume());
    }

    private static void finish(Path folder) throws Exception {
        try (TestingCommand run = TestingCommand.real(folder, "run", "killed.yaml")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        Files.writeString(folder.resolve("killed.yaml"), SPEC);
        return folder;
    }

    private static SweepReport report(Path folder) throws IOException {
        return FrontFiles.read(folder.resolve("sweeps/killed/front.json"));
    }

    /** The history of a trial without the attempts and figures of speed. */
    private static List<String> history(Path folder, TrialReport trial) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("sweeps/killed/history/" + trial.trial() + ".csv"));
        List<String> head = Arrays.asList(lines.get(0).split(",", -1));
        return lines.stream()
                .map(line -> Arrays.asList(line.split(",", -1)))
                .map(cells -> java.util.stream.IntStream.range(0, head.size())
                        .filter(i -> !head.get(i).matches(SPEED + "|attempt|at"))
                        .mapToObj(cells::get)
                        .collect(Collectors.joining(",")))
                .toList();
    }
}
