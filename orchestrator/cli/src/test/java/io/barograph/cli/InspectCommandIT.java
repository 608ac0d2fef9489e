package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandIT {
    @TempDir
    Path folder;

    @Test
    void showsAStrangersOnnxFileAndNothingElse() throws Exception {
        TestingModels.onnx(folder.resolve("model.onnx"), TestingModels::withAnUnusedConstant);
        assertThat(inspected("model.onnx"))
                .startsWith("model.onnx\n\n  The file does not say where it comes from.\n")
                .containsPattern("conv1 +3×3 +1 +4 +28×28 +3\\.14 k")
                .contains("5 layers · volume 5.49 k · ")
                .doesNotContain("DENSE");
    }

    @Test
    void showsADeepLearning4jFileOnceTheImagesAreKnown() throws Exception {
        TestingModels.dl4j(folder.resolve("model.ZIP"));
        assertThat(inspected("model.ZIP", "--image", "28x28"))
                .contains("5 layers · volume 5.49 k · ")
                .contains(", as ONNX ");
    }

    @Test
    void printsJson() throws Exception {
        TestingModels.onnx(folder.resolve("model.onnx"), model -> {
            model.addMetadataPropsBuilder().setKey("barograph.maps.dense").setValue("{\"conv1\":16,\"conv0\":8}");
            return model;
        });
        JsonNode json = Jackson.mapper().readTree(inspected("model.onnx", "--json", "--picture", "model.svg"));
        assertThat(json.at("/volumePixels").asLong()).isEqualTo(5488);
        assertThat(json.at("/fileBytes").asLong()).isEqualTo(Files.size(folder.resolve("model.onnx")));
        assertThat(json.at("/metadata/barograph.maps.dense").asText()).contains("conv1");
        assertThat(json.findValuesAsText("denseMaps")).contains("16", "null");
        assertThat(json.findValuesAsText("name")).contains("conv1", "conv2", "conv3");
    }

    @Test
    void drawsThePicture() throws Exception {
        TestingModels.onnx(folder.resolve("model.onnx"), model -> model);
        inspected("model.onnx", "--picture", "model.PNG");
        assertThat(ImageIO.read(folder.resolve("model.PNG").toFile()).getWidth())
                .isEqualTo(1920);
        inspected("model.onnx", "--picture", "model.svg");
        assertThat(folder.resolve("model.svg")).content().contains("model.onnx", "volume 5.49 k", "conv3");
        refused(ExitCode.FOLDER, "model.onnx", "--picture", "nowhere/model.svg")
                .isEqualTo("barograph: cannot write nowhere/model.svg: there is no such folder\n");
    }

    @Test
    void aFileThatCannotBeReadIsToldWithTheReason() throws Exception {
        bad("nothing.onnx", "there is no such file");
        bad("/proc/self/mem", "Input/output error");
        bad("/dev/zero", "it is no regular file");
        bad(".", "it is a folder");
        Files.createFile(folder.resolve("empty.onnx"));
        bad("empty.onnx", "it is empty");
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large.onnx").toFile(), "rw")) {
            large.setLength(1_100_000_000);
        }
        bad("large.onnx", "it has 1.10 GB, and more than 1 GB are not read");
        Files.writeString(folder.resolve("text.onnx"), "not a model");
        bad("text.onnx", "this is no ONNX model");
    }

    @Test
    void aBrokenDeepLearning4jFileIsToldWithTheReason() throws Exception {
        Path model = TestingModels.dl4j(folder.resolve("model.zip"));
        Files.write(folder.resolve("cut.zip"), Arrays.copyOf(Files.readAllBytes(model), 3000));
        bad("cut.zip", "zip END header not found", "--image", "28x28");
        Files.writeString(folder.resolve("text.zip"), "not a model");
        bad("text.zip", "", "--image", "28x28");
        bad("model.zip", "", "--image", "65535x65535");
    }

    @Test
    void anOnnxFileOfAnotherFormIsToldWithTheReason() throws Exception {
        TestingModels.onnx(folder.resolve("input.onnx"), TestingModels::withAnotherInput);
        bad("input.onnx", "the model has no input image");
        TestingModels.onnx(folder.resolve("batch.onnx"), TestingModels::withAFixedBatch);
        bad("batch.onnx", "");
        TestingModels.onnx(folder.resolve("weights.onnx"), model -> {
            model.getGraphBuilder().removeInitializer(0);
            return model;
        });
        bad("weights.onnx", "");
        TestingModels.onnx(folder.resolve("maps.onnx"), model -> {
            model.addMetadataPropsBuilder().setKey("barograph.maps.dense").setValue("{\"conv1\":null}");
            return model;
        });
        bad("maps.onnx", "its metadata barograph.maps.dense are no JSON object of numbers above 0");
    }

    @Test
    void aWrongCommandLineShowsTheRightOne() throws Exception {
        refused(ExitCode.USAGE).contains("MODEL").contains("Usage: barograph inspect");
        refused(ExitCode.USAGE, "model.zip").contains("add --image HxW").contains("Usage: barograph inspect");
        refused(ExitCode.USAGE, "model.zip", "--image", "28x0").contains("[1, 65535]");
        refused(ExitCode.USAGE, "model.zip", "--image", "28").contains("'28' is no size HxW");
        refused(ExitCode.USAGE, "model.onnx", "--image", "28x28").contains("--image is for a .zip");
        refused(ExitCode.USAGE, "model.onnx", "--picture", "a.jpg").contains("must end in .svg or .png, was 'a.jpg'");
    }

    private String inspected(String... arguments) throws Exception {
        try (TestingCommand inspect = start(arguments)) {
            assertThat(inspect.exitCode()).as(inspect.err()).isZero();
            assertThat(inspect.err()).isEmpty();
            return inspect.out();
        }
    }

    /** Expects one sentence that names the file and the reason. */
    private void bad(String file, String reason, String... options) throws Exception {
        String[] arguments = new String[options.length + 1];
        arguments[0] = file;
        System.arraycopy(options, 0, arguments, 1, options.length);
        refused(ExitCode.BAD_MODEL, arguments)
                .startsWith("barograph: cannot inspect " + file + ": " + reason)
                .hasLineCount(1);
    }

    private AbstractStringAssert<?> refused(ExitCode code, String... arguments) throws Exception {
        try (TestingCommand inspect = start(arguments)) {
            assertThat(inspect.exitCode()).as(inspect.err()).isEqualTo(code.number());
            assertThat(inspect.out()).isEmpty();
            return assertThat(inspect.err()).doesNotContain("\tat ").doesNotContain("Exception");
        }
    }

    private TestingCommand start(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "inspect";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return TestingCommand.real(folder, all);
    }
}
