package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.artifacts.ArtifactStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: small
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5, 0.25]
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeSpec() throws IOException {
        Files.writeString(folder.resolve("small.yaml"), SPEC);
    }

    @Test
    void leavesTheFrontTheHistoriesAndTheModels() throws Exception {
        try (TestingCommand run = TestingCommand.pretending(folder, 1, "run", "small.yaml")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out())
                    .contains("3 of 3 trials completed, 3 on the front")
                    .contains("sweeps/small: ");
            assertThat(run.err()).isEmpty();
        }
        Path sweep = folder.resolve("sweeps/small");
        SweepReport report = FrontFiles.read(sweep.resolve("front.json"));
        assertThat(report.state()).isEqualTo(SweepState.COMPLETED);
        assertThat(report.points()).extracting(TrialReport::budget).containsExactly(1.0, 0.5, 0.25);
        for (TrialReport trial : report.trials()) {
            assertThat(sweep.resolve(String.valueOf(trial.model()))).hasContent("model of " + trial.trial());
            assertThat(sweep.resolve(String.valueOf(trial.onnx()))).hasContent("ONNX file of " + trial.trial());
            assertThat(sweep.resolve("history/" + trial.trial() + ".csv"))
                    .content()
                    .hasLineCount(7);
        }
        assertThat(sweep.resolve("front.csv")).content().hasLineCount(4);
        assertThat(sweep.resolve("front.svg")).content().startsWith("<");
        assertThat(sweep.resolve("front.png")).isNotEmptyFile();
        assertThat(sweep.resolve("barograph.log")).isNotEmptyFile();
        try (Stream<Path> files = Files.list(sweep)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            ".state",
                            "barograph.log",
                            "front.csv",
                            "front.json",
                            "front.png",
                            "front.svg",
                            "history",
                            "latency.png",
                            "latency.svg",
                            "models");
        }
    }

    @Test
    void aRealLadderGoesOnFromBudgetToBudgetAndLeavesOnlyItsModels() throws Exception {
        Files.writeString(
                folder.resolve("small.yaml"),
                SPEC.replace("[1, 0.5, 0.25]", "[0.25, 0.5]\n  strategy: ladder")
                        + """
                        training:
                          pretrain: {epochs: 1}
                          prune: {epochs: 2}
                          rung: {epochs: 1}
                          fineTune: {epochs: 1, epochsPerHalving: 0}
                        """);
        try (TestingCommand run = TestingCommand.real(folder, "run", "small.yaml")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).contains("2 of 2 trials completed").contains("prune 1/1");
        }
        Path sweep = folder.resolve("sweeps/small");
        SweepReport report = FrontFiles.read(sweep.resolve("front.json"));
        assertThat(report.trials()).extracting(TrialReport::budget).containsExactly(0.5, 0.25);
        assertThat(report.trials())
                .allSatisfy(trial -> assertThat(trial.volumeRatio()).isLessThanOrEqualTo(trial.budget()));
        assertThat(sweep.resolve("history/t0000.csv")).content().hasLineCount(1 + 1 + 2 + 1);
        assertThat(sweep.resolve("history/t0001.csv"))
                .content()
                .hasLineCount(1 + 1 + 1)
                .contains("2,prune,1")
                .contains("3,fine_tune,1");
        Set<String> left =
                ArtifactStore.folder(sweep.resolve(".state/artifacts")).list();
        assertThat(left)
                .containsExactlyInAnyOrderElementsOf(report.trials().stream()
                        .flatMap(trial -> Stream.of(trial.modelHash(), trial.onnxHash()))
                        .toList());
        for (TrialReport trial : report.points()) {
            assertThat(sweep.resolve("models/" + trial.trial() + ".md"))
                    .content()
                    .contains(trial.onnxHash());
        }
        try (TestingCommand inspect = TestingCommand.real(folder, "inspect", "sweeps/small/models/t0001.onnx")) {
            assertThat(inspect.exitCode()).as(inspect.err()).isZero();
            assertThat(inspect.out())
                    .contains("trial     t0001", "data set  fashion-mnist-sample", "LIVE/DENSE")
                    .containsPattern("volume    0\\.2\\d{3} of the dense network's \\(asked 1/4\\)");
        }
    }

    @Test
    void theSameCommandOnAFinishedFolderRunsNothingAndRestoresItsFiles() throws Exception {
        runToTheEnd();
        Files.delete(folder.resolve("journal"));
        Files.delete(folder.resolve("sweeps/small/models/t0001.zip"));
        Files.delete(folder.resolve("sweeps/small/front.svg"));
        runToTheEnd();
        assertThat(folder.resolve("journal")).doesNotExist();
        assertThat(folder.resolve("sweeps/small/models/t0001.zip")).exists();
        assertThat(folder.resolve("sweeps/small/front.svg")).exists();
    }

    @Test
    void anotherSpecInTheSameFolderIsRefused() throws Exception {
        runToTheEnd();
        Files.writeString(folder.resolve("small.yaml"), SPEC.replace("0.25", "0.125"));
        refused(ExitCode.FOLDER, "run", "small.yaml")
                .contains("holds a sweep of another spec")
                .contains("search.budgets");
    }

    @Test
    void aSecondRunOnTheSameFolderIsRefusedAndNamesTheFirst() throws Exception {
        try (TestingCommand first = TestingCommand.pretending(folder, 500, "run", "small.yaml")) {
            first.awaitOutput("running|pretrain");
            refused(ExitCode.FOLDER, "run", "small.yaml").contains("in use by process " + first.pid());
            first.signal("INT");
            assertThat(first.exitCode()).isEqualTo(ExitCode.INTERRUPTED.number());
        }
    }

    @Test
    void aSignalStopsAtACheckpointAndTheSameCommandGoesOn() throws Exception {
        for (String signal : List.of("INT", "TERM")) {
            try (TestingCommand run = TestingCommand.pretending(folder, 300, "run", "small.yaml")) {
                run.awaitOutput("prune");
                run.signal(signal);
                assertThat(run.exitCode())
                        .isEqualTo((signal.equals("INT") ? ExitCode.INTERRUPTED : ExitCode.TERMINATED).number());
                assertThat(run.err()).contains("The same command goes on");
            }
        }
        try (TestingCommand run = TestingCommand.pretending(folder, 1, "run", "small.yaml", "--json", "--http", "0")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).isEqualTo(Files.readString(folder.resolve("sweeps/small/front.json")));
            assertThat(run.err())
                    .contains("t0001")
                    .containsPattern("(?m)^Watch it in a browser while it runs: http://127.0.0.1:[0-9]+/$");
        }
        List<String> journal = Files.readAllLines(folder.resolve("journal"));
        assertThat(journal).contains("started t0000 1", "left t0000 1", "started t0000 2");
        assertThat(journal.stream().filter(line -> line.startsWith("finished"))).hasSize(3);
    }

    @Test
    void aFailedTrialIsToldAndTheOthersGoOn() throws Exception {
        Files.writeString(folder.resolve("small.yaml"), SPEC + "  seeds: [1, 13]\n");
        try (TestingCommand run = TestingCommand.pretending(folder, 1, "run", "small.yaml")) {
            assertThat(run.exitCode()).isEqualTo(ExitCode.TRIALS_FAILED.number());
            assertThat(run.out()).contains("3 of 6 trials completed, 3 failed").contains("seed 13 is unlucky");
        }
    }

    @Test
    void everyProblemOfASpecIsToldWithItsPlace() throws Exception {
        Files.writeString(
                folder.resolve("small.yaml"),
                SPEC.replace("1, 0.5, 0.25", "1, 1.5, -2").replace("width: 8", "widht: 8"));
        refused(ExitCode.BAD_SPEC, "run", "small.yaml")
                .contains("small.yaml:5:")
                .contains("small.yaml:7:")
                .contains("1.5")
                .contains("-2")
                .contains("widht");
        refused(ExitCode.BAD_SPEC, "run", "nothing.yaml").contains("nothing.yaml");
        assertThat(folder.resolve("sweeps")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsToldAtOnce() throws Exception {
        Files.writeString(folder.resolve("file"), "");
        refused(ExitCode.FOLDER, "run", "small.yaml", "--out", "file/sweep")
                .contains("cannot write")
                .contains("file");
        refused(ExitCode.FOLDER, "run", "small.yaml", "--out", "/proc/sweep").contains("cannot write /proc/sweep");
    }

    @Test
    void aWrongCommandLineShowsTheRightOne() throws Exception {
        refused(ExitCode.USAGE, "run").contains("SPEC").contains("Usage: barograph run");
        refused(ExitCode.USAGE, "rnu").contains("rnu");
        refused(ExitCode.USAGE).contains("Usage: barograph");
    }

    @Test
    void showPrintsWhatIsThere() throws Exception {
        runToTheEnd();
        try (TestingCommand show = TestingCommand.real(folder, "show", "sweeps/small")) {
            assertThat(show.exitCode()).isZero();
            assertThat(show.out()).contains("3 of 3 trials completed").contains("t0002");
        }
        refused(ExitCode.FOLDER, "show", "elsewhere").contains("no sweep in elsewhere");
    }

    @Test
    void truncatedDataIsToldBeforeAnythingStartsAndTheCorrectedSpecRunsInTheSameFolder() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.write(data.resolve("train-images-idx3-ubyte"), new byte[] {0, 0, 8, 3, 0, 0, (byte) 0xea, 0x60});
        Files.writeString(
                folder.resolve("small.yaml"),
                SPEC.replace("{name: fashion-mnist-sample}", "{name: mnist, path: " + data + "}"));
        try (TestingCommand run = TestingCommand.real(folder, "run", "small.yaml")) {
            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_DATA.number());
            assertThat(run.err())
                    .contains("train-images-idx3-ubyte")
                    .contains("t10k")
                    .doesNotContain("\tat ");
            assertThat(run.out()).isEmpty();
        }
        assertThat(folder.resolve("sweeps/small/front.json")).doesNotExist();
        writeSpec();
        runToTheEnd();
    }

    @Test
    void aPrecisionThatTheCpuLacksIsToldBeforeAnythingStarts() throws Exception {
        Files.writeString(folder.resolve("small.yaml"), SPEC + "training: {precision: bfloat16}\n");
        try (TestingCommand run = TestingCommand.realWith("ONEDNN_MAX_CPU_ISA=AVX2", folder, "run", "small.yaml")) {
            assertThat(run.exitCode()).isEqualTo(ExitCode.BAD_SPEC.number());
            assertThat(run.err())
                    .contains("training.precision: bfloat16 needs a CPU with AVX-512 BF16")
                    .contains("use float32")
                    .doesNotContain("\tat ");
            assertThat(run.out()).isEmpty();
        }
        assertThat(folder.resolve("sweeps/small/front.json")).doesNotExist();
    }

    /** A team of OpenMP threads left by the main thread would make every wait of the training thread a sleep. */
    @Test
    void theMainThreadLeavesNoNativeThreadsBehind() throws Exception {
        Files.writeString(
                folder.resolve("small.yaml"),
                SPEC.replace("{kind: plain-cnn, width: 8}", "{kind: resnet, depth: 20, width: 16}"));
        try (TestingCommand run = TestingCommand.realWith("OMP_NUM_THREADS=2", folder, "run", "small.yaml")) {
            run.awaitOutput("t0000 .* pretrain");
            Map<String, Integer> threads = new TreeMap<>();
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + run.pid() + "/task"))) {
                for (Path task : tasks.toList()) {
                    threads.merge(name(task), 1, Integer::sum);
                }
            }
            run.kill();
            // The program's first thread and "main"; native threads take the name of the one that made them.
            assertThat(threads).containsEntry("java", 2);
            assertThat(threads.keySet()).anyMatch(name -> name.startsWith("barograph-train"));
        }
    }

    @Test
    void aDiskThatFillsUpStopsTheRunAndLosesNothing() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=180m", "tmpfs", disk.toString()), "may not mount");
        try {
            Path filler = disk.resolve("filler");
            try (TestingCommand run =
                    TestingCommand.pretending(folder, 400, "run", "small.yaml", "--out", "disk/sweep")) {
                run.awaitOutput("t0001 .* prune");
                Files.write(filler, new byte[(int) disk.toFile().getUsableSpace() - (1 << 20)]);
                assertThat(run.exitCode()).isEqualTo(ExitCode.FOLDER.number());
                assertThat(run.err()).contains("no space left").doesNotContain("\tat ");
            }
            Files.delete(filler);
            Files.delete(folder.resolve("journal"));
            try (TestingCommand run =
                    TestingCommand.pretending(folder, 1, "run", "small.yaml", "--out", "disk/sweep")) {
                assertThat(run.exitCode()).as(run.err()).isZero();
                assertThat(run.out()).contains("3 of 3 trials completed");
            }
            assertThat(folder.resolve("journal")).content().doesNotContain("started t0000");
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void aDatabaseThatDiesEndsTheRunAndTheSameCommandGoesOn() throws Exception {
        try (TestingCommand run = TestingCommand.pretending(folder, 300, "run", "small.yaml")) {
            run.awaitOutput("t0001 .* prune");
            try (Stream<Path> files = Files.walk(folder.resolve("sweeps/small/.state"))) {
                Path pid = files.filter(file -> file.endsWith("postmaster.pid"))
                        .findFirst()
                        .orElseThrow();
                assertThat(run("kill", "-9", Files.readAllLines(pid).get(0))).isTrue();
            }
            assertThat(run.exitCode()).isEqualTo(ExitCode.STORE.number());
            assertThat(run.err()).contains("database").doesNotContain("\tat ");
        }
        Files.delete(folder.resolve("journal"));
        runToTheEnd();
        assertThat(folder.resolve("journal")).content().doesNotContain("started t0000");
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).trim();
        } catch (IOException e) {
            return "ended meanwhile";
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    private void runToTheEnd() throws Exception {
        try (TestingCommand run = TestingCommand.pretending(folder, 1, "run", "small.yaml")) {
            assertThat(run.exitCode()).as(run.err()).isZero();
        }
    }

    private AbstractStringAssert<?> refused(ExitCode code, String... arguments) throws Exception {
        try (TestingCommand run = TestingCommand.pretending(folder, 1, arguments)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(code.number());
            assertThat(run.out()).isEmpty();
            return assertThat(run.err()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }
}
