package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
    private String server = "";

    @Test
    void anAdminGivesTokensWhichLetTheirCallersInWithinAQuotaUntilTheyAreRevoked() throws Exception {
        String admin = done("token", "create", "root", "--role", "admin", "--data", "orchestrator");
        String token;
        try (TestingCommand orchestrator = orchestrator("--max-sweeps-per-token", "1")) {
            orchestrator.awaitOutput("HTTP is served");
            String sweeps = sweeps(orchestrator);
            server = sweeps.replace("/api/v1/sweeps", "");
            JsonNode given = Jackson.mapper()
                    .readTree(as(
                            admin, ExitCode.OK, "token", "create", "ci", "--role", "submitter", "--days=9", "--json"));
            token = given.path("token").asText();
            assertThat(given.path("name").asText()).isEqualTo("ci");
            assertThat(get(sweeps, null).statusCode()).isEqualTo(401);
            assertThat(get(sweeps, token.replace("bgt_", "bgt_0")).statusCode()).isEqualTo(401);

            Files.writeString(folder.resolve("one.yaml"), SPEC);
            Files.writeString(folder.resolve("two.yaml"), SPEC.replace("handed-in", "second"));
            assertThat(as(token, ExitCode.OK, "submit", "one.yaml", "--json")).contains("\"submittedBy\" : \"ci\"");
            assertThat(as(token, ExitCode.DENIED, "submit", "two.yaml"))
                    .contains("quota of ci", "1, at most 1", "cancel one");
            assertThat(as(token, ExitCode.OK, "submit", "one.yaml"))
                    .as("the same again")
                    .contains("is running");
            assertThat(as(token, ExitCode.DENIED, "token", "list")).contains("needs the role admin");
            assertThat(as(admin, ExitCode.OK, "token", "list")).contains(token.substring(4, 12), "ci", "until ");
            assertThat(as(admin, ExitCode.OK, "token", "revoke", "ci"))
                    .isEqualTo("Revoked " + token.substring(4, 12) + ".");
            assertThat(as(admin, ExitCode.USAGE, "token", "revoke", "ci")).contains("no valid token");
            while (get(sweeps, token).statusCode() != 401) {
                Thread.sleep(100);
            }
            assertThat(as(admin, ExitCode.OK, "audit"))
                    .containsPattern("root +token revoked +ci +id " + token.substring(4, 12))
                    .containsPattern("root +token created +ci +id ")
                    .containsPattern("command line +token created +root +id .* admin");
            stop(orchestrator);
        }
        String log = Files.readString(folder.resolve("orchestrator/orchestrator.log"));
        assertThat(log).doesNotContain(token, admin);
        assertThat(done("token", "list", "--data", "orchestrator")).contains("root", "until revoked", "ci", "revoked ");
    }

    private String as(String token, ExitCode wanted, String... arguments) throws Exception {
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--server=" + server;
        try (TestingCommand command = TestingCommand.realWith("BAROGRAPH_TOKEN=" + token, folder, all)) {
            assertThat(command.exitCode()).as(command.out() + command.err()).isEqualTo(wanted.number());
            return (command.out() + command.err()).strip();
        }
    }

    private TestingCommand orchestrator(String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "orchestrator",
                "--data",
                "orchestrator",
                "--listen",
                "127.0.0.1:" + TestingPorts.free(),
                "--http",
                "127.0.0.1:0"));
        arguments.addAll(List.of(more));
        return TestingCommand.real(folder, arguments.toArray(String[]::new));
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
}
