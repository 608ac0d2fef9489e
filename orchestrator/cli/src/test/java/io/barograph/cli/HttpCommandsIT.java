package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real orchestrator that serves HTTP to those who have a token. */
class HttpCommandsIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: handed-in
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 4}
            search: {budgets: [1, 0.5]}
            """;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void aTokenLetsItsCallerInUntilItIsRevoked() throws Exception {
        String token = done("token", "create", "ci", "--role", "submitter", "--data", "orchestrator");
        try (TestingCommand orchestrator = orchestrator()) {
            orchestrator.awaitOutput("HTTP is served");
            String sweeps = sweeps(orchestrator);
            assertThat(get(sweeps, null).statusCode()).isEqualTo(401);
            assertThat(get(sweeps, token.replace("bgt_", "bgt_0")).statusCode()).isEqualTo(401);
            HttpRequest.Builder submission = HttpRequest.newBuilder(URI.create(sweeps))
                    .header("Idempotency-Key", "once")
                    .header("Authorization", "Bearer " + token)
                    .POST(BodyPublishers.ofString(SPEC));
            assertThat(client.send(submission.build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
            assertThat(get(sweeps, token).body()).contains("handed-in");
            stop(orchestrator);
        }
        String log = Files.readString(folder.resolve("orchestrator/orchestrator.log"));
        assertThat(log).doesNotContain(token);

        String id = token.substring(4, 12);
        assertThat(done("token", "list", "--data", "orchestrator")).contains(id, "ci", "submitter", "until revoked");
        assertThat(done("token", "revoke", id, "--data", "orchestrator")).isEqualTo("Revoked " + id + ".");
        try (TestingCommand again = orchestrator()) {
            again.awaitOutput("HTTP is served");
            assertThat(get(sweeps(again), token).statusCode()).isEqualTo(401);
            stop(again);
        }
    }

    private TestingCommand orchestrator() throws IOException {
        return TestingCommand.real(
                folder,
                "orchestrator",
                "--data",
                "orchestrator",
                "--listen",
                "127.0.0.1:" + freePort(),
                "--http",
                "127.0.0.1:0");
    }

    private static String sweeps(TestingCommand orchestrator) throws IOException {
        Matcher port = Pattern.compile("HTTP is served at port (\\d+)").matcher(orchestrator.out());
        assertThat(port.find()).isTrue();
        return "http://127.0.0.1:" + port.group(1) + "/api/v1/sweeps";
    }

    private HttpResponse<String> get(String uri, @Nullable String token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static void stop(TestingCommand orchestrator) throws Exception {
        orchestrator.signal("TERM");
        assertThat(orchestrator.exitCode()).isEqualTo(ExitCode.TERMINATED.number());
    }

    private String done(String... arguments) throws Exception {
        try (TestingCommand command = TestingCommand.real(folder, arguments)) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isZero();
            return command.out().strip();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
