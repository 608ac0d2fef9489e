package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.barograph.api.Jackson;
import io.barograph.api.ModelInterface;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.api.report.ModelCard;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.onnx.OnnxNetwork;
import io.barograph.bar.train.ModelFiles;
import io.barograph.node.ModelReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that a model card offers do what it says, each for images in files. */
class ModelCardIT {
    private static final int IMAGES = 40;

    @TempDir
    Path folder;

    @BeforeAll
    static void needsOpenCv() throws Exception {
        Process process = new ProcessBuilder(CardPrograms.PYTHON, "-c", "import cv2").start();
        assumeTrue(process.waitFor() == 0 || System.getenv("CI") != null, "python3-opencv is not installed");
    }

    @Test
    void theProgramsOfACardNameTheSameClassesAndMostOfThemRightly() throws Exception {
        Path sweep = TestingSweep.folder();
        List<TrialReport> front = FrontFiles.read(sweep.resolve("front.json")).points();
        TrialReport smallest = front.get(front.size() - 1);
        assertThat(smallest.budget()).isEqualTo(0.25);
        String card = Files.readString(sweep.resolve("models/" + smallest.trial() + ".md"));
        ImageDataset data = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));
        assertThat(card)
                .contains(data.contentHash())
                .contains(smallest.onnxHash(), smallest.modelHash())
                .contains("maps·pixels: " + smallest.status());
        List<Path> arguments = new ArrayList<>(List.of(sweep.resolve(Objects.requireNonNull(smallest.onnx()))));
        List<String> right = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            int at = i * (data.test().size() / IMAGES);
            right.add(data.classNames().get(data.test().labels()[at]));
            arguments.add(write(i, 1, data.height(), data.width(), data.test().pixels(), at));
        }
        List<String> answers = sameAnswers(new CardPrograms(card, folder), arguments);
        assertThat(answers).hasSize(IMAGES);
        long correct = 0;
        for (int i = 0; i < IMAGES; i++) {
            correct += answers.get(i).equals(right.get(i)) ? 1 : 0;
        }
        assertThat(correct).isGreaterThan(IMAGES * 6 / 10);
    }

    @Test
    void theProgramsTakeColourImagesThatAreNotSquareAndRefuseOthers() throws Exception {
        ModelInterface inputs = new ModelInterface(
                3,
                16,
                24,
                List.of(0.2, 0.5, 0.7),
                List.of(0.2, 0.3, 0.25),
                List.of("red $x", "a \"b\"", "c\\d", "é", "<e>"));
        ComputationGraph graph = new ComputationGraph(PlainCnn.of(8, 16, 24, 3, 5, 7));
        graph.init();
        ModelFiles.write(graph, folder.resolve("colour.zip"));
        byte[] onnx = ModelReader.onnx(folder.resolve("colour.zip"), 16, 24);
        byte[] pixels = new byte[IMAGES * 16 * 24 * 3];
        Random random = new Random(11);
        int[] colour = new int[3];
        for (int at = 0; at < pixels.length; at++) {
            if (at % (16 * 24 * 3) < 3) {
                colour[at % 3] = random.nextInt(200);
            }
            pixels[at] = (byte) (colour[at % 3] + random.nextInt(56));
        }
        List<Path> arguments = new ArrayList<>(List.of(Files.write(folder.resolve("colour.onnx"), onnx)));
        for (int i = 0; i < IMAGES; i++) {
            arguments.add(write(i, 3, 16, 24, pixels, i));
        }
        CardPrograms programs = new CardPrograms(card(inputs), folder);
        List<String> answers = sameAnswers(programs, arguments);
        assertThat(answers).isEqualTo(expected(onnx, inputs, pixels));
        assertThat(answers.stream().distinct().count()).isGreaterThan(1);
        List<Path> grey = List.of(arguments.get(0), write(IMAGES, 1, 16, 24, pixels, 0));
        List<Path> turned = List.of(arguments.get(0), write(IMAGES + 1, 3, 24, 16, pixels, 0));
        for (List<Path> wrong : List.of(grey, turned)) {
            CardPrograms.Result result = programs.run(programs.python(), wrong);
            assertThat(result.exitCode()).isNotZero();
            assertThat(result.output()).contains("is no image, 24 pixels wide, 16 high, 8-bit RGB");
        }
    }

    /** What all three programs answer. */
    private static List<String> sameAnswers(CardPrograms programs, List<Path> arguments) throws Exception {
        List<List<String>> answers = new ArrayList<>();
        for (List<String> program : List.of(programs.java(), programs.kotlin(), programs.python())) {
            CardPrograms.Result result = programs.run(program, arguments);
            assertThat(result.exitCode()).as(result.output()).isZero();
            answers.add(result.output().lines().toList());
        }
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        assertThat(answers.get(2)).isEqualTo(answers.get(0));
        return answers.get(0);
    }

    private static List<String> expected(byte[] onnx, ModelInterface inputs, byte[] pixels) {
        int values = pixels.length / IMAGES;
        float[] image = new float[values];
        List<String> names = new ArrayList<>();
        try (OnnxNetwork network = OnnxNetwork.open(onnx, 1, 1)) {
            for (int i = 0; i < IMAGES; i++) {
                for (int at = 0; at < values; at++) {
                    double value = (pixels[i * values + at] & 0xff) / 255.0;
                    image[at] = (float) ((value - inputs.mean().get(at % 3))
                            / inputs.deviation().get(at % 3));
                }
                float[] logits = network.logits(image);
                int best = 0;
                for (int k = 1; k < logits.length; k++) {
                    best = logits[k] > logits[best] ? k : best;
                }
                names.add(inputs.classes().get(best));
            }
        }
        return names;
    }

    /** A card like that of the sweep, of a model with other inputs. */
    private static String card(ModelInterface inputs) throws Exception {
        Path sweep = TestingSweep.folder();
        JsonNode json = Jackson.mapper().readTree(sweep.resolve("front.json").toFile());
        ((ObjectNode) json.at("/trials/1")).set("inputs", Jackson.mapper().valueToTree(inputs));
        SweepReport report = Jackson.mapper().treeToValue(json, SweepReport.class);
        return Objects.requireNonNull(ModelCard.of(
                SweepSpecReader.read(sweep.resolveSibling("real.yaml")),
                report,
                report.trials().get(1),
                Map.of(),
                null));
    }

    /** One of many images, whose bytes are in the order of rows, columns, channels, as a PNG file. */
    private Path write(int number, int channels, int height, int width, byte[] pixels, int at) throws IOException {
        BufferedImage image = new BufferedImage(
                width, height, channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < height * width * channels; i++) {
            int value = pixels[at * height * width * channels + i] & 0xff;
            image.getRaster().setSample(i / channels % width, i / channels / width, i % channels, value);
        }
        Path file = folder.resolve(number + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
