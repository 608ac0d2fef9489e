package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.artifacts.ArtifactStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataCommandTest {
    private static final String SAMPLE = "e9eda2a5688a08da0531240e1ac1b0bb70db3dde44cebb4b3d72a4d4f358174d";
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: small
            dataset: DATASET
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5]
            """;

    @TempDir
    Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void writeImages() throws IOException {
        for (String name : new String[] {"a", "b"}) {
            Files.createDirectories(folder.resolve("images").resolve(name));
            for (int i = 0; i < 5; i++) {
                BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
                image.getRaster().setSample(i, i, 0, name.charAt(0));
                ImageIO.write(
                        image,
                        "png",
                        folder.resolve("images")
                                .resolve(name)
                                .resolve(i + ".png")
                                .toFile());
            }
        }
    }

    private String spec(String dataset) throws IOException {
        return Files.writeString(folder.resolve("small.yaml"), SPEC.replace("DATASET", dataset))
                .toString();
    }

    private String imageFolder() {
        return "{name: image-folder, path: " + folder.resolve("images") + "}";
    }

    private ExitCode run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine line = Barograph.commandLine(new BarTrainerSource())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        for (ExitCode known : ExitCode.values()) {
            if (known.number() == code) {
                return known;
            }
        }
        throw new AssertionError("unknown exit code " + code);
    }

    private String printedHash() {
        Matcher line = Pattern.compile("dataset:\n  hash: ([0-9a-f]{64})\n$").matcher(out.toString());
        assertThat(line.find()).as(out.toString()).isTrue();
        return line.group(1);
    }

    @Test
    void printsTheHashOfTheDataAsALineOfTheSpec() throws IOException {
        assertThat(run("data", "hash", spec("{name: fashion-mnist-sample}"))).isEqualTo(ExitCode.OK);
        assertThat(printedHash()).isEqualTo(SAMPLE);
        assertThat(out.toString())
                .startsWith("fashion-mnist-sample: 8,000 training, 2,000 validation and 5,000 test images of 28x28x1,"
                        + " 10 classes\n");
        assertThat(run("data", "hash", spec("{name: fashion-mnist-sample, hash: " + SAMPLE + "}")))
                .isEqualTo(ExitCode.OK);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void pushesTheDataOnceAndAgainWhenItIsDamaged() throws IOException {
        Path place = folder.resolve("artifacts");
        String spec = spec(imageFolder());
        assertThat(run("data", "push", spec, "--artifacts", place.toString())).isEqualTo(ExitCode.OK);
        String hash = printedHash();
        ArtifactStore store = ArtifactStore.folder(place);
        assertThat(store.list()).containsExactly(hash);
        assertThat(out.toString()).contains("0.0 of 0.0 MB").contains("Stored in " + place + ": 0.0 MB.");

        assertThat(run("data", "push", spec, "--artifacts", place.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("It is in " + place + " already.").doesNotContain("Stored");
        assertThat(printedHash()).isEqualTo(hash);

        Files.write(store.get(hash), new byte[7]);
        assertThat(run("data", "push", spec, "--artifacts", place.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Stored in");
        assertThat(store.get(hash)).isNotEmptyFile();
    }

    @Test
    void refusesToPushOtherDataThanTheSpecAsksFor() throws IOException {
        Path place = folder.resolve("artifacts");
        String spec = spec("{name: fashion-mnist-sample, hash: " + "ab".repeat(32) + "}");
        for (String[] arguments : new String[][] {
            {"data", "push", spec, "--artifacts", place.toString()}, {"data", "hash", spec},
        }) {
            assertThat(run(arguments)).isEqualTo(ExitCode.BAD_DATA);
            assertThat(err.toString())
                    .contains("the data on this machine has hash " + SAMPLE + ", but " + spec + " asks for abab")
                    .hasLineCount(1);
        }
        assertThat(place).doesNotExist();
    }

    @Test
    void saysWhatIsWrongWithTheSpecTheDataTheStoreAndTheCommand() throws IOException {
        assertThat(run("data", "hash", folder.resolve("none.yaml").toString())).isEqualTo(ExitCode.BAD_SPEC);
        assertThat(run("data", "hash", spec("{name: mnist, hash: 12}"))).isEqualTo(ExitCode.BAD_SPEC);
        assertThat(run("data", "hash", spec("{name: mnist, path: " + folder.resolve("nowhere") + "}")))
                .isEqualTo(ExitCode.BAD_DATA);
        assertThat(err.toString()).contains("nowhere: is not there");
        Files.writeString(folder.resolve("images/a/1.png"), "no image");
        assertThat(run("data", "hash", spec(imageFolder()))).isEqualTo(ExitCode.BAD_DATA);
        assertThat(err.toString()).contains("1.png: is neither PNG nor JPEG");
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(run("data", "push", spec("{name: fashion-mnist-sample}"), "--artifacts", file.toString()))
                .isEqualTo(ExitCode.FOLDER);
        assertThat(err.toString()).contains(file.toString());
        assertThat(run("data")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("hash or push");
        assertThat(run("data", "push", spec("{name: mnist}"))).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--artifacts");
    }

    @Test
    void aDataCacheWithoutRoomAndARootThatIsNotThereAreMistakes() {
        assertThat(run(
                        "worker",
                        "--join",
                        "127.0.0.1:1",
                        "--artifacts",
                        folder.toString(),
                        "--work",
                        folder.resolve("workers").toString(),
                        "--data-root",
                        folder.resolve("absent").toString(),
                        "--data-cache-gigabytes",
                        "0"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("--data-root must be a folder that can be read, was " + folder.resolve("absent"))
                .contains("--data-cache-gigabytes must be 1 to ")
                .contains("was 0");
        assertThat(folder.resolve("workers")).doesNotExist();
    }
}
