package io.barograph.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the images run, from the files that they have and from no others. */
class LayoutIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: laid-out
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 4}
            search: {budgets: [0.5]}
            training:
              pretrain: {epochs: 1}
              prune: {epochs: 2}
              fineTune: {epochs: 1, epochsPerHalving: 0}
            """;
    private static final String QUICK =
            "-XX:TieredStopAtLevel=1 "; // nothing here runs for long enough to be worth more
    private static final String ORCHESTRATOR_MEMORY =
            QUICK + "-Xmx512m -XX:MaxMetaspaceSize=256m -XX:MaxDirectMemorySize=128m";
    private static final String WORKER_MEMORY = QUICK
            + "-Xmx1024m -XX:MaxMetaspaceSize=256m -XX:MaxDirectMemorySize=256m"
            + " -Dorg.bytedeco.javacpp.maxBytes=1536m -Dorg.bytedeco.javacpp.maxPhysicalBytes=3584m";
    private static final int MACHINE = 10;

    /** As a kubectl that carries a command out in the pod of an orchestrator, here among the namespaces of a process. */
    private static final String KUBECTL =
            """
            #!/bin/sh
            shift 7
            exec env -i PATH=/usr/sbin:/usr/bin nsenter --target %d --mount --pid --root --wd \\
                --setuid 10001 --setgid 10001 "$@"
            """;

    @TempDir
    Path folder;

    private final Path project = Path.of("../..").toAbsolutePath().normalize();
    private final List<Process> started = new ArrayList<>();
    private TestingRoot orchestrator;
    private TestingRoot worker;

    @BeforeEach
    void layOut() throws Exception {
        assumeTrue(TestingRoot.isPossible() || System.getenv("CI") != null, "needs root and a Debian");
        TestingRoot.run(folder.resolve("chmod.txt"), "chmod", "755", "" + folder);
        for (String name : List.of("data", "work", "cache", "artifacts")) {
            Files.createDirectory(folder.resolve(name));
            TestingRoot.run(folder.resolve("chown.txt"), "chown", "10001:10001", "" + folder.resolve(name));
        }
        Files.writeString(folder.resolve("data/sweep.yaml"), SPEC);
        Path java = folder.resolve("java");
        TestingRoot.run(folder.resolve("java.txt"), "" + project.resolve("k8s/images/layout"), "java", "" + java);
        orchestrator = TestingRoot.layOut(project, "orchestrator", folder.resolve("o"), java, folder);
        worker = TestingRoot.layOut(project, "worker", folder.resolve("w"), java, folder);
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (Process process : started) {
            // The first process of its namespace, with which the kernel ends the others: it outlives its parent.
            process.children().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            process.waitFor();
        }
        TestingRoot.run(folder.resolve("rm.txt"), "rm", "-rf", "" + folder.resolve("o"), "" + folder.resolve("w"));
    }

    @Test
    void anOrchestratorBecomesReadyAndAWorkerTrains() throws Exception {
        assertThat(networks(orchestrator)).as("libraries for networks").isEmpty();
        assertThat(networks(worker)).isNotEmpty();

        int port = freePort();
        int http = freePort();
        String join = "--join=127.0.0.1:" + port;
        Path said = folder.resolve("orchestrator.txt");
        Process leads = start(
                orchestrator,
                said,
                ORCHESTRATOR_MEMORY,
                "orchestrator",
                "--data=/data",
                "--artifacts=/artifacts",
                "--listen=127.0.0.1:" + port,
                "--http=127.0.0.1:" + http);
        requireThatTheOneOfOrchestratorsSaysThatItCannotTrain();
        TestingRoot.await(leads, said, "HTTP is served");
        assertThat(status(http, "/health/ready", "")).isEqualTo(200);
        assertThat(status(http, "/api/v1/sweeps", tokenOf(leads)))
                .as("what k8s/token gives is taken")
                .isEqualTo(200);

        start(
                worker,
                folder.resolve("worker.txt"),
                WORKER_MEMORY,
                "worker",
                "--name=one",
                "--artifacts=/artifacts",
                "--work=/work",
                "--data-cache=/cache/data",
                join);
        Path submitted = folder.resolve("submit.txt");
        Process submit =
                start(orchestrator, submitted, ORCHESTRATOR_MEMORY, "submit", "/data/sweep.yaml", "--wait", join);
        assertThat(TestingRoot.exitCode(submit, submitted))
                .as(Files.readString(submitted) + Files.readString(folder.resolve("worker.txt")))
                .isZero();
        assertThat(submitted).content().contains("1 of 1 trials completed");
    }

    private String tokenOf(Process orchestrator) throws Exception {
        long inside = orchestrator.children().findFirst().orElseThrow().pid();
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path kubectl = Files.writeString(programs.resolve("kubectl"), KUBECTL.formatted(inside));
        TestingRoot.run(folder.resolve("chmod.txt"), "chmod", "755", "" + kubectl);
        Path said = folder.resolve("token.txt");
        String path = "PATH=" + programs + ":" + System.getenv("PATH");
        TestingRoot.run(said, "env", path, "" + project.resolve("k8s/token"), "admin", "admin");
        List<String> lines = Files.readAllLines(said);
        return lines.get(lines.size() - 1);
    }

    private static int status(int http, String path, String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.discarding())
                .statusCode();
    }

    private void requireThatTheOneOfOrchestratorsSaysThatItCannotTrain() throws Exception {
        Path said = folder.resolve("said.txt");
        Process trains = start(
                orchestrator,
                said,
                ORCHESTRATOR_MEMORY,
                "worker",
                "--join=127.0.0.1:1",
                "--artifacts=/artifacts",
                "--work=/work");
        assertThat(TestingRoot.exitCode(trains, said))
                .as(Files.readString(said))
                .isEqualTo(MACHINE);
        assertThat(said)
                .content()
                .contains("this command needs libraries for networks")
                .doesNotContain("\tat ");
    }

    private Process start(TestingRoot root, Path output, String javaOptions, String... arguments) throws IOException {
        Process process = root.start(output, javaOptions, arguments);
        started.add(process);
        return process;
    }

    private static List<String> networks(TestingRoot root) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> jars = Files.list(root.path("opt/barograph/lib"))) {
            for (Path jar : jars.toList()) {
                try (ZipFile content = new ZipFile(jar.toFile())) {
                    if (content.stream().anyMatch(entry -> entry.getName()
                            .matches("(org/(bytedeco|nd4j|deeplearning4j)|ai/onnxruntime)/.*"))) {
                        found.add(jar.getFileName().toString());
                    }
                }
            }
        }
        return found;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
