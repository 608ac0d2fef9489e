package io.barograph.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.barograph.api.Jackson;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepChange;
import io.barograph.api.SweepEvent;
import io.barograph.api.SweepState;
import io.barograph.api.TrialState;
import io.barograph.cli.folder.FolderException;
import io.vertx.core.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose streams break, and one that refuses. */
class HttpEventsTest {
    private final List<String> asked = new ArrayList<>();
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final List<Long> heard = new ArrayList<>();
    private HttpServer server;

    /** A status with what is sent before the connection ends. */
    private record Answer(int status, String body, @Nullable String retryAfter) {
        Answer(int status, String body) {
            this(status, body, null);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Last-Event-ID")));
        Answer answer = answers.remove();
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (answer.retryAfter() != null) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : 0);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private HttpAccess access() {
        ServerAddress address =
                ServerAddress.parse("http://127.0.0.1:" + server.getAddress().getPort());
        return new HttpAccess(new HttpCalls(address, ServerToken.read(null), ServerTrust.read(null)));
    }

    private static String frame(long sequence, SweepChange change) throws IOException {
        SweepEvent event = new SweepEvent("flowers", sequence, Instant.EPOCH, change);
        return "id: 7-" + sequence + "\ndata: " + Jackson.mapper().writeValueAsString(event) + "\n\n";
    }

    private static SweepChange started(String trial) {
        return new SweepChange.TrialEnded(trial, 1, TrialState.CANCELLED, null, "cancelled");
    }

    @Test
    void aBrokenStreamGoesOnAfterTheLastEventThatItBrought() throws Exception {
        answers.add(new Answer(
                200, "retry: 1000\n\n" + frame(4, started("t0001")) + ": still here\n\nid: 7-5\ndata: {\"sw"));
        answers.add(new Answer(503, "{\"code\": \"UNAVAILABLE\", \"detail\": \"later\"}"));
        answers.add(
                new Answer(200, frame(5, started("t0002")) + frame(6, new SweepChange.Ended(SweepState.CANCELLED))));
        try (HttpAccess access = access()) {
            Future<Void> done = access.follow("flowers", 3, event -> heard.add(event.sequence()));
            done.toCompletionStage().toCompletableFuture().get(60, SECONDS);
        }
        assertThat(heard).containsExactly(4L, 5L, 6L);
        assertThat(asked).containsExactly("null", "7-4", "7-4");
    }

    @Test
    void aSweepThatWasDeletedIsNotFollowedAnyMore() {
        answers.add(new Answer(404, "{\"code\": \"UNKNOWN_SWEEP\", \"detail\": \"sweep flowers was deleted\"}"));
        try (HttpAccess access = access()) {
            Future<Void> done = access.follow("flowers", 0, event -> heard.add(event.sequence()));
            assertThatThrownBy(
                            () -> done.toCompletionStage().toCompletableFuture().get(60, SECONDS))
                    .hasRootCauseMessage("sweep flowers was deleted");
        }
    }

    @Test
    void anEndedSweepHasNothingMoreToTell() throws Exception {
        answers.add(new Answer(204, ""));
        try (HttpAccess access = access()) {
            Future<Void> done = access.follow("flowers", 9, event -> heard.add(event.sequence()));
            done.toCompletionStage().toCompletableFuture().get(60, SECONDS);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void whoAsksTooMuchWaitsAsLongAsToldAndNotForEver() throws Exception {
        Answer later = new Answer(429, "{\"code\": \"TOO_MANY_REQUESTS\", \"detail\": \"ci may ask less\"}", "0");
        answers.add(later);
        answers.add(later);
        answers.add(new Answer(200, frame(1, new SweepChange.Ended(SweepState.CANCELLED))));
        try (HttpAccess access = access()) {
            Future<Void> done = access.follow("flowers", 0, event -> heard.add(event.sequence()));
            done.toCompletionStage().toCompletableFuture().get(60, SECONDS);
            assertThat(heard).containsExactly(1L);

            asked.clear();
            answers.addAll(Collections.nCopies(100, later));
            assertThatThrownBy(() -> access.get("flowers"))
                    .isInstanceOfSatisfying(
                            CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
                    .hasMessage("ci may ask less");
            assertThat(asked).hasSize(10);
        }
    }

    @Test
    void aModelThatCannotBeWrittenIsNoFaultOfTheServer(@TempDir Path folder) {
        answers.add(new Answer(200, "a model"));
        SweepArtifact model = new SweepArtifact("t0001", SweepArtifact.Kind.ONNX, "t0001.onnx", 7, "0".repeat(64));
        Path file = folder.resolve("missing").resolve("t0001.onnx");
        try (HttpAccess access = access()) {
            assertThatThrownBy(() -> access.download("flowers", model, file))
                    .isInstanceOf(FolderException.class)
                    .hasMessage("cannot write " + file + ".part: no such file or folder");
        }
    }

    @Test
    void whatIsNoOrchestratorIsNamed() {
        answers.add(new Answer(200, "<html>welcome</html>"));
        answers.add(new Answer(502, "<html>bad gateway</html>"));
        answers.add(new Answer(401, ""));
        try (HttpAccess access = access()) {
            assertThatThrownBy(() -> access.get("flowers"))
                    .isInstanceOfSatisfying(
                            CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CLUSTER))
                    .hasMessageContaining("does not answer as an orchestrator");
            assertThatThrownBy(() -> access.get("flowers")).hasMessageContaining("answers 502 and is not the API");
            assertThatThrownBy(() -> access.get("flowers"))
                    .isInstanceOfSatisfying(
                            CliException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DENIED));
        }
    }
}
