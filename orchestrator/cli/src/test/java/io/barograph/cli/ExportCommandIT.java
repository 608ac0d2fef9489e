package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.Jackson;
import io.barograph.api.ModelReport;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.node.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandIT {
    @TempDir
    Path folder;

    private Path sweep;

    @BeforeEach
    void copySweep() throws Exception {
        sweep = TestingSweep.copy(folder.resolve("sweep"));
    }

    @Test
    void collectsTheFrontWithCardsInAFolderThatIsASweepsAgain() throws Exception {
        List<TrialReport> front = FrontFiles.read(sweep.resolve("front.json")).points();
        String out = succeeds("export", "sweep");
        assertThat(out).contains("TRIAL", "1/4", "sweep/export: " + front.size() + " model");
        for (TrialReport trial : front) {
            for (String ending : List.of(".onnx", ".zip", ".md")) {
                assertThat(sweep.resolve("export/" + trial.trial() + ending))
                        .hasSameBinaryContentAs(sweep.resolve("models/" + trial.trial() + ending));
            }
        }
        assertThat(names(sweep.resolve("export"))).hasSize(3 * front.size() + 2).contains("front.json", "front.csv");
        String json = succeeds("export", "sweep/export/front.json", "--to", "a/b", "--trial", "t0001", "--json");
        SweepReport again = FrontFiles.read(folder.resolve("a/b/front.json"));
        assertThat(json).isEqualTo(FrontFiles.json(again));
        assertThat(again.trials().get(0).onnx()).isNull();
        assertThat(again.trials().get(1).onnx()).isEqualTo("t0001.onnx");
        assertThat(names(folder.resolve("a/b")))
                .containsExactlyInAnyOrder("t0001.onnx", "t0001.zip", "t0001.md", "front.json", "front.csv");
        assertThat(names(folder.resolve("a"))).containsExactly("b");
    }

    @Test
    void aFileThatIsNotWhatTheSweepLeftIsRefused() throws Exception {
        byte[] onnx = Files.readAllBytes(sweep.resolve("models/t0001.onnx"));
        onnx[onnx.length / 2] ^= 1;
        Files.write(sweep.resolve("models/t0001.onnx"), onnx);
        badModel().contains("trial t0001: models/t0001.onnx is not the file that the sweep left: its SHA-256 is ");
        Files.write(sweep.resolve("models/t0001.onnx"), new byte[7]);
        badModel().contains("models/t0001.onnx has 7 bytes, front.json says ");
    }

    @Test
    void aMissingFileIsRefused() throws Exception {
        Files.delete(sweep.resolve("models/t0001.md"));
        badModel().contains("trial t0001: models/t0001.md is missing. The command that ran the sweep");
        Files.delete(sweep.resolve("models/t0001.zip"));
        badModel().contains("trial t0001: models/t0001.zip is missing.");
    }

    @Test
    void aCardOfAnotherModelIsRefused() throws Exception {
        Files.writeString(sweep.resolve("models/t0001.md"), "# Another");
        badModel().contains("models/t0001.md is the card of another model");
    }

    @Test
    void aVolumeThatTheFileDoesNotHaveIsRefused() throws Exception {
        edit(trial -> trial.put("volumePixels", trial.get("volumePixels").longValue() - 1));
        badModel().contains("trial t0001: models/t0001.onnx has a volume of ", " maps·pixels, front.json says ");
    }

    @Test
    void aBudgetThatTheFileDoesNotKeepIsRefused() throws Exception {
        edit(trial -> trial.put("budget", 0.05));
        badModel().contains("trial t0001: it is OVER at ", "and budget 0.05, front.json says ");
    }

    @Test
    void pathsThatLeadOutOfTheFolderAreRefused() throws Exception {
        Path onnx = sweep.resolve("models/t0001.onnx");
        Path outside = Files.copy(onnx, folder.resolve("outside.onnx"));
        for (String path : List.of("../outside.onnx", outside.toString(), "models/../../outside.onnx")) {
            edit(trial -> trial.put("onnx", path));
            badModel().contains("front.json names " + path + ", which leads out of ");
        }
        edit(trial -> trial.put("onnx", "models/t0001.onnx"));
        Files.delete(onnx);
        Files.createSymbolicLink(onnx, outside);
        badModel().contains("models/t0001.onnx is a link that leads out of ");
    }

    @Test
    void aSweepOfBeforeThereWereOnnxFilesIsRefusedWithTheWayOut() throws Exception {
        edit(trial -> trial.remove(List.of("onnx", "onnxHash", "inputs", "latency", "modelFileBytes")));
        badModel().contains("there is no ONNX file", "barograph export MODEL.zip --image HxW --to FILE.onnx");
    }

    @Test
    void unknownTrialsAreToldAtOnceWithTheKnownOnes() throws Exception {
        refused(ExitCode.USAGE, "export", "sweep", "--trial", "t0009", "--trial", "t0001", "--trial", "best")
                .contains("it has no trial best, t0009, only t0000, t0001");
    }

    @Test
    void aTargetThatIsTakenIsRefused() throws Exception {
        Files.createDirectory(folder.resolve("taken"));
        Files.writeString(folder.resolve("taken/file"), "mine");
        refused(ExitCode.FOLDER, "export", "sweep", "--to", "taken").contains("taken is not empty: remove it, or give");
        refused(ExitCode.FOLDER, "export", "sweep", "--to", "taken/file").contains("taken/file is a file");
        refused(ExitCode.FOLDER, "export", "nowhere").contains("there is no result of a sweep in nowhere");
        assertThat(names(folder.resolve("taken"))).containsExactly("file");
        Files.createDirectory(folder.resolve("empty"));
        succeeds("export", "sweep", "--to", "empty");
        assertThat(names(folder.resolve("empty"))).contains("t0001.onnx");
    }

    @Test
    void aDeepLearning4jFileBecomesAnOnnxFile() throws Exception {
        String out = succeeds("export", "sweep/models/t0001.zip", "--image", "28x28", "--to", "made.onnx");
        ModelReport made = ModelReader.read(Files.readAllBytes(folder.resolve("made.onnx")));
        TrialReport trial =
                FrontFiles.read(sweep.resolve("front.json")).trials().get(1);
        assertThat(made.volumePixels()).isEqualTo(trial.volumePixels());
        assertThat(out).contains("made.onnx: ", "volume " + trial.volumePixels() + " maps·pixels");
        refused(ExitCode.FOLDER, "export", "sweep/models/t0001.zip", "--image", "28x28", "--to", "made.onnx")
                .contains("made.onnx exists");
    }

    @Test
    void aDeepLearning4jFileThatCannotBeExportedIsRefused() throws Exception {
        String zip = "sweep/models/t0001.zip";
        refused(ExitCode.USAGE, "export", zip, "--to", "made.onnx").contains("--image HxW");
        refused(ExitCode.USAGE, "export", zip, "--image", "28x28").contains("--to FILE.onnx");
        refused(ExitCode.USAGE, "export", zip, "--image", "28", "--to", "made.onnx")
                .contains("'28' is no size HxW");
        refused(ExitCode.USAGE, "export", "sweep", "--image", "28x28").contains("--image is for a DeepLearning4J file");
        refused(ExitCode.BAD_MODEL, "export", zip, "--image", "64x64", "--to", "made.onnx")
                .contains("cannot be exported for images of 64x64: layer dense has ");
        Files.writeString(folder.resolve("text.zip"), "text");
        refused(ExitCode.BAD_MODEL, "export", "text.zip", "--image", "28x28", "--to", "made.onnx")
                .contains("text.zip cannot be exported");
        refused(ExitCode.BAD_MODEL, "export", "no.zip", "--image", "28x28", "--to", "made.onnx")
                .contains("there is no file no.zip");
        assertThat(folder.resolve("made.onnx")).doesNotExist();
    }

    private AbstractStringAssert<?> badModel() throws Exception {
        AbstractStringAssert<?> error = refused(ExitCode.BAD_MODEL, "export", "sweep", "--trial", "t0001");
        assertThat(names(sweep)).noneMatch(name -> name.endsWith(".tmp")).doesNotContain("export");
        return error;
    }

    /** Changes what {@code front.json} says of the second trial. */
    private void edit(Consumer<ObjectNode> change) throws IOException {
        Path file = sweep.resolve("front.json");
        JsonNode json = Jackson.mapper().readTree(file.toFile());
        change.accept((ObjectNode) json.at("/trials/1"));
        Files.writeString(file, json.toString());
    }

    private String succeeds(String... arguments) throws Exception {
        try (TestingCommand run = TestingCommand.real(folder, arguments)) {
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.err()).doesNotContain("\tat ");
            return run.out();
        }
    }

    private AbstractStringAssert<?> refused(ExitCode code, String... arguments) throws Exception {
        try (TestingCommand run = TestingCommand.real(folder, arguments)) {
            assertThat(run.exitCode()).as(run.err()).isEqualTo(code.number());
            assertThat(run.out()).isEmpty();
            return assertThat(run.err()).doesNotContain("\tat ").doesNotContain("Exception:");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
