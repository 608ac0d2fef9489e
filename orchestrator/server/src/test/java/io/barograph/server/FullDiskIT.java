package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.api.SweepView;
import io.barograph.api.TrialState;
import io.barograph.api.client.SweepClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullDiskIT {
    @TempDir
    static Path temporary; // unmounted before it is deleted

    private final Vertx vertx = Vertx.vertx();
    private Path small;

    @BeforeEach
    void mount() throws Exception {
        small = Files.createTempDirectory(temporary, "small");
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=120m", "none", small.toString()), "only root may mount");
    }

    @AfterEach
    void unmount() throws Exception {
        WholeSweepIT.await(vertx.close());
        run("umount", small.toString());
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    private BarographServer start() {
        return WholeSweepIT.await(BarographServer.start(
                vertx, ServerConfig.embedded(small.resolve("postgres")), new SimpleMeterRegistry()));
    }

    @Test
    void aDiskThatFillsUpIsToldInOneSentenceAndTheSweepGoesOnWhenThereIsRoomAgain() throws Exception {
        SweepClient client = SweepClient.over(vertx);
        BarographServer server = start();
        WholeSweepIT.await(client.submit(TestingSpecs.sweep("full"), "key"));
        Path ballast = small.resolve("ballast");
        fill(ballast);
        String worker = WholeSweepIT.await(vertx.deployVerticle(new EndlessReports("full")));
        assertThatThrownBy(() -> WholeSweepIT.await(server.broken()))
                .hasMessage("Database folder " + small.resolve("postgres") + ": no space left on device");
        WholeSweepIT.await(vertx.undeploy(worker));
        WholeSweepIT.await(server.stop());

        Files.delete(ballast);
        BarographServer again = start();
        WholeSweepIT.await(vertx.deployVerticle(new TestingWorker("worker", 1)));
        WholeSweepIT.await(client.follow("full", 0, event -> Future.succeededFuture()));
        SweepView view = WholeSweepIT.await(client.get("full"));
        assertThat(view.trials()).containsOnlyKeys(TrialState.COMPLETED);
        WholeSweepIT.await(again.stop());
    }

    private static void fill(Path ballast) {
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            // the purpose
        }
    }
}
