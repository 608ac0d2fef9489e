package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An orchestrator that leads and no longer reaches PostgreSQL, which others reach. */
class CutOffDatabaseIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: cut
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5]
              seeds: [1, 2]
            """;
    private static final String ATTEMPTS =
            "select 'started ' || trial || ' ' || attempt from attempt order by trial, attempt";
    private static final long EPOCH_MILLIS = 200;
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<TestingCommand> started = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private TestingProxy proxy;

    @BeforeEach
    void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
        proxy = TestingProxy.cuttingAt(
                2,
                "insert into attempt",
                URI.create(postgres.jdbcUrl().substring("jdbc:".length())).getPort());
        Files.writeString(folder.resolve("cut.yaml"), SPEC);
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (TestingCommand command : started) {
            command.close();
        }
        proxy.close();
        postgres.close();
    }

    @Test
    void itIsNotReadyHandsOutNothingAndComesBackByItself() throws Exception {
        int port = TestingPorts.free();
        int http = TestingPorts.free();
        String through = "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres";
        TestingCommand cut = orchestrator("cut", through, port, "--http", "127.0.0.1:" + http);
        cut.awaitOutput("HTTP is served");
        awaitReady(http, 200);
        command("worker", "--name", "one", "--artifacts", "artifacts", join(port))
                .awaitOutput(" is ready");
        TestingCommand submit = command("submit", "cut.yaml", "--wait", join(port));

        proxy.awaitCut();
        awaitReady(http, 503);
        assertThat(health(http, "ready").body()).contains("\"store\"").doesNotContain("127.0.0.1");
        assertThat(health(http, "live").statusCode())
                .as("a restart would not help")
                .isEqualTo(200);
        // The second attempt is stored, but nobody was told.
        tables().awaitRow("select 1 from lease having max(expires) < clock_timestamp()");
        List<String> attempts = tables().rows(ATTEMPTS);
        String entries = tables().only("select count(*) from event");
        Thread.sleep(3 * 6 * EPOCH_MILLIS); // time in which the worker would end trials and begin others
        assertThat(tables().rows(ATTEMPTS)).isEqualTo(attempts);
        assertThat(tables().only("select count(*) from event")).isEqualTo(entries);
        assertThat(attempts).containsExactly("started t0000 1", "started t0001 1");
        assertThat(TestingCommand.journal(folder))
                .content()
                .as("what the worker was given")
                .contains("started t0000 1")
                .doesNotContain("started t0001");

        proxy.mend();
        awaitReady(http, 200);
        assertThat(submit.exitCode()).as(submit.out() + submit.err()).isZero();
        assertThat(submit.out()).contains("4 of 4 trials completed");
        TestingCommand verify =
                commandWith(database(), "verify", "cut", "--database", postgres.jdbcUrl(), "--artifacts", "artifacts");
        assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
    }

    private TestingCommand orchestrator(String name, String url, int port, String... more) throws IOException {
        List<String> words = new ArrayList<>(
                List.of("orchestrator", "--data", name, "--database", url, "--listen", "127.0.0.1:" + port));
        words.addAll(List.of(more));
        return commandWith(database(), words.toArray(String[]::new));
    }

    private Map<String, String> database() {
        return Map.of(DatabaseOptions.USER, postgres.user(), DatabaseOptions.PASSWORD, postgres.password());
    }

    private TestingCommand command(String... arguments) throws IOException {
        return commandWith(Map.of(), arguments);
    }

    private TestingCommand commandWith(Map<String, String> environment, String... arguments) throws IOException {
        TestingCommand command = TestingCommand.pretendingWith(environment, folder, EPOCH_MILLIS, arguments);
        started.add(command);
        return command;
    }

    private static String join(int port) {
        return "--join=127.0.0.1:" + port;
    }

    private void awaitReady(int http, int status) throws Exception {
        for (long i = 0; i < PATIENCE_SECONDS * 5; i++) {
            if (health(http, "ready").statusCode() == status) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError("never " + status + " at /health/ready");
    }

    private HttpResponse<String> health(int http, String what) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + http + "/health/" + what);
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private TestingTables tables() {
        return new TestingTables(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }
}
