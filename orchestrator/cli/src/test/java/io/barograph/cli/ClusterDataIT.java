package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.artifacts.ArtifactStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workers that train on data which only the artifact store has. */
class ClusterDataIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: pushed
            dataset: {name: image-folder, WHERE}
            network: {kind: plain-cnn, width: 4}
            search: {budgets: [1], seeds: [1, 2, 3, 4]}
            training: {batchSize: 16, pretrain: {epochs: 1}}
            """;

    @TempDir
    Path folder;

    @Test
    void workersFetchWhatWasPushedIntoACacheThatTheyShare() throws Exception {
        writeImages();
        writeSpec("path: images");
        String pushed = done("data", "push", "sweep.yaml", "--artifacts", "artifacts");
        String hash = pushed.strip().substring(pushed.strip().length() - 64);
        assertThat(ArtifactStore.folder(folder.resolve("artifacts")).list()).containsExactly(hash);
        Files.move(folder.resolve("images"), folder.resolve("gone"));
        writeSpec("path: images, hash: " + hash);

        String port = "127.0.0.1:" + freePort();
        TestingCommand orchestrator =
                TestingCommand.real(folder, "orchestrator", "--data", "orchestrator", "--listen", port);
        try (TestingCommand one = worker("one", port);
                TestingCommand two = worker("two", port)) {
            orchestrator.awaitOutput("Orchestrator is ready");
            for (TestingCommand worker : List.of(one, two)) {
                worker.awaitOutput(" is ready");
            }
            assertThat(done("submit", "sweep.yaml", "--wait", "--join", port)).contains("4 of 4 trials completed");
            assertThat(folder.resolve("workers/data-cache").resolve(hash)).isRegularFile();
            assertThat(folder.resolve("workers/data-cache")).isDirectoryNotContaining("glob:**.part");
        } finally {
            orchestrator.signal("TERM"); // not killed: its PostgreSQL ends with it
            assertThat(orchestrator.exitCode()).isEqualTo(ExitCode.TERMINATED.number());
        }
    }

    private TestingCommand worker(String name, String port) throws IOException {
        return TestingCommand.real(
                folder, "worker", "--name", name, "--slots", "2", "--artifacts", "artifacts", "--join", port);
    }

    private String done(String... arguments) throws Exception {
        try (TestingCommand command = TestingCommand.real(folder, arguments)) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isZero();
            return command.out();
        }
    }

    private void writeSpec(String where) throws IOException {
        Files.writeString(folder.resolve("sweep.yaml"), SPEC.replace("WHERE", where));
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
