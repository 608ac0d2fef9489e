package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.artifacts.ArtifactStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workers that train on data which only the artifact store has, and on folders that they may read. */
class ClusterDataIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: NAME
            dataset: {name: image-folder, WHERE}
            network: {kind: plain-cnn, width: 4}
            search: {budgets: [1], seeds: SEEDS}
            training: {batchSize: 16, pretrain: {epochs: 1}}
            """;

    @TempDir
    Path folder;

    @Test
    void workersFetchWhatWasPushedIntoACacheThatTheyShare() throws Exception {
        writeImages();
        Files.createDirectories(folder.resolve("shared"));
        writeSpec("path: images", "pushed", "[1, 2, 3, 4]");
        String pushed = done("data", "push", "sweep.yaml", "--artifacts", "artifacts");
        String hash = pushed.strip().substring(pushed.strip().length() - 64);
        assertThat(ArtifactStore.folder(folder.resolve("artifacts")).list()).containsExactly(hash);
        Files.move(folder.resolve("images"), folder.resolve("gone"));
        writeSpec("path: images, hash: " + hash, "pushed", "[1, 2, 3, 4]");

        String port = "127.0.0.1:" + TestingPorts.free();
        TestingCommand orchestrator =
                TestingCommand.real(folder, "orchestrator", "--data", "orchestrator", "--listen", port);
        try (TestingCommand one = worker("one", port);
                TestingCommand two = worker("two", port, "--data-root", "shared")) {
            orchestrator.awaitOutput("Orchestrator is ready");
            for (TestingCommand worker : List.of(one, two)) {
                worker.awaitOutput(" is ready");
            }
            assertThat(done("submit", "sweep.yaml", "--wait", "--join", port)).contains("4 of 4 trials completed");
            assertThat(folder.resolve("workers/data-cache").resolve(hash)).isRegularFile();
            assertThat(folder.resolve("workers/data-cache")).isDirectoryNotContaining("glob:**.part");
            readsFoldersBelowRootsAlone(port);
        } finally {
            orchestrator.signal("TERM"); // not killed: its PostgreSQL ends with it
            assertThat(orchestrator.exitCode()).isEqualTo(ExitCode.TERMINATED.number());
        }
    }

    /** One of the workers may read what is in the folder "shared", the other one no folder at all. */
    private void readsFoldersBelowRootsAlone(String port) throws Exception {
        Files.move(folder.resolve("gone"), folder.resolve("shared/flowers"));
        writeSpec("path: shared/flowers", "named", "[1]");
        assertThat(done("submit", "sweep.yaml", "--wait", "--join", port)).contains("1 of 1 trials completed");

        Files.move(folder.resolve("shared/flowers"), folder.resolve("flowers"));
        Files.createSymbolicLink(folder.resolve("shared/link"), folder.resolve("flowers"));
        writeSpec("path: shared/link", "linked", "[1]");
        try (TestingCommand submit = TestingCommand.real(folder, "submit", "sweep.yaml", "--wait", "--join", port)) {
            assertThat(submit.exitCode()).isEqualTo(ExitCode.TRIALS_FAILED.number());
        }
        assertThat(done("trials", "linked", "--json", "--join", port))
                .contains("no live worker has data set image-folder; tried by one, two")
                .contains("dataset.path shared/link is not below a data root of this worker");
    }

    private TestingCommand worker(String name, String port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("worker", "--name", name, "--slots", "2"));
        arguments.addAll(List.of("--artifacts", "artifacts", "--join", port));
        arguments.addAll(List.of(more));
        return TestingCommand.real(folder, arguments.toArray(String[]::new));
    }

    private String done(String... arguments) throws Exception {
        try (TestingCommand command = TestingCommand.real(folder, arguments)) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isZero();
            return command.out();
        }
    }

    private void writeSpec(String where, String name, String seeds) throws IOException {
        Files.writeString(
                folder.resolve("sweep.yaml"),
                SPEC.replace("WHERE", where).replace("NAME", name).replace("SEEDS", seeds));
    }

    private void writeImages() throws IOException {
        Random random = new Random(1);
        for (String name : List.of("dark", "light")) {
            Path images = Files.createDirectories(folder.resolve("images").resolve(name));
            for (int i = 0; i < 60; i++) {
                BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
                for (int pixel = 0; pixel < 32 * 32; pixel++) {
                    int value = random.nextInt(128) + (name.equals("light") ? 128 : 0);
                    image.getRaster().setSample(pixel % 32, pixel / 32, 0, value);
                }
                ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            }
        }
    }
}
