package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barograph.api.SweepReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.metrics.Expressions;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus on a real cluster that trains for real: two orchestrators and three workers. */
class MetricsIT {
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: measured
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 4}
            search: {budgets: [1, 0.5, 0.25], seeds: [1, 2]}
            training:
              pretrain: {epochs: 2}
              prune: {epochs: 20}
              fineTune: {epochs: 1, epochsPerHalving: 0}
            """;
    private static final String LEADING = "barograph_scheduler_leading";
    private static final String WORKERS_TOKEN = "of-the-workers";

    @TempDir
    Path folder;

    private final List<TestingCommand> started = new ArrayList<>();
    private EmbeddedPostgres postgres;
    private final int[] ports = new int[2];
    private final int[] https = new int[2];

    @BeforeEach
    void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("postgres")));
        for (int i = 0; i < 2; i++) {
            ports[i] = TestingPorts.free();
            https[i] = TestingPorts.free();
        }
        Files.writeString(folder.resolve("measured.yaml"), SPEC);
        Files.writeString(folder.resolve("workers.token"), WORKERS_TOKEN + "\n");
    }

    @AfterEach
    void stopEverything() throws InterruptedException {
        for (TestingCommand command : started) {
            command.close();
        }
        postgres.close();
    }

    @Test
    void whatPrometheusSeesIsWhatIsStored() throws Exception {
        TestingCommand token =
                command("token", "create", "prometheus", "--role", "viewer", "--database", postgres.jdbcUrl());
        assertThat(token.exitCode()).as(token.err()).isZero();
        Files.writeString(folder.resolve("viewer.token"), token.out());
        TestingCommand[] orchestrators = new TestingCommand[2];
        for (int i = 0; i < 2; i++) {
            orchestrators[i] = orchestrator(i);
            orchestrators[i].awaitOutput("HTTP is served");
        }
        List<TestingCommand> workers = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            workers.add(worker(name));
        }
        List<String> targets = new ArrayList<>();
        for (TestingCommand worker : workers) {
            worker.awaitOutput("Metrics are served");
            targets.add(address(worker, "Metrics are served at http://([0-9.:]+)/metrics"));
        }
        assertThat(get(targets.get(0), "/metrics").statusCode()).isEqualTo(401);
        for (String target : targets) {
            awaitHealth(target, "{\"status\":\"up\"}");
        }

        try (TestingPrometheus prometheus = TestingPrometheus.start(
                folder,
                List.of(
                        new TestingPrometheus.Job(
                                "barograph-orchestrators",
                                folder.resolve("viewer.token"),
                                List.of("127.0.0.1:" + https[0], "127.0.0.1:" + https[1])),
                        new TestingPrometheus.Job("barograph-workers", folder.resolve("workers.token"), targets)),
                List.of(rules()))) {
            TestingCommand submit = command("submit", "measured.yaml", "--wait", join(0), join(1));
            prometheus.awaitAny("count(barograph_slot_samples_per_second > 0) == 3");

            for (TestingCommand worker : workers) {
                worker.signal("STOP");
            }
            prometheus.awaitAny(firing("BarographNoProgress"));
            for (TestingCommand worker : workers) {
                worker.signal("CONT");
            }
            prometheus.awaitNone(firing("BarographNoProgress"));

            prometheus.awaitValue(LEADING + " == 1", 1);
            int leader = prometheus.values(leading(0)).equals(List.of(1.0)) ? 0 : 1;
            orchestrators[leader].kill();
            prometheus.awaitAny(firing("BarographNoLeader"));
            prometheus.awaitAny(firing("BarographTargetDown"));
            prometheus.awaitNone(firing("BarographNoLeader"));
            TestingCommand again = orchestrator(leader);
            again.awaitOutput("HTTP is served");
            prometheus.awaitNone(firing("BarographTargetDown"));

            assertThat(submit.exitCode()).as(submit.out() + submit.err()).isZero();
            SweepReport report = report();
            prometheus.awaitValue("barograph_sweep_trials{state='completed'}", 6);
            requireTruth(prometheus, report);
            assertThat(prometheus.values("sum(barograph_attempts_ended_total{outcome='completed'})"))
                    .as("what the killed orchestrator counted is gone, what it stored is not")
                    .allMatch(value -> value <= 6);
            orchestrators[1 - leader].kill();
            prometheus.awaitNone(leading(1 - leader));
            prometheus.awaitValue(LEADING + " == 1", 1);
            prometheus.awaitValue("barograph_sweep_trials{state='completed'}", 6);
            requireTruth(prometheus, report);
            requireOneCorrelation();
            for (Expressions.Named asked : Expressions.all()) {
                assertThat(prometheus.hasResult(asked.expression(), 10))
                        .as("%s", asked)
                        .isEqualTo(!asked.needsGpu()); // here is none
            }
            again.kill();
            awaitHealth(targets.get(0), "{\"status\":\"down\",\"failed\":[\"cluster\"]}");
            assertThat(get(targets.get(0), "/health/live").statusCode()).isEqualTo(200);
        }
    }

    private String leading(int orchestrator) {
        return LEADING + "{instance='127.0.0.1:" + https[orchestrator] + "'}";
    }

    private static void awaitHealth(String target, String expected) throws Exception {
        String body = "";
        for (int i = 0; i < 300 && !body.equals(expected); i++) {
            Thread.sleep(100);
            body = get(target, "/health/ready").body();
        }
        assertThat(body).isEqualTo(expected);
    }

    /** From the submission to the workers. */
    private void requireOneCorrelation() throws Exception {
        Set<String> correlations = new HashSet<>();
        List<Path> logs = List.of(
                folder.resolve("orchestrator-0/orchestrator.log"),
                folder.resolve("orchestrator-1/orchestrator.log"),
                folder.resolve("workers/a/worker.log"),
                folder.resolve("workers/b/worker.log"),
                folder.resolve("workers/c/worker.log"));
        for (Path log : logs) {
            boolean ofTrial = false;
            for (String line : Files.readAllLines(log)) {
                JsonNode said = new ObjectMapper().readTree(line);
                assertThat(said.path("level").asText() + said.path("loggerName").asText())
                        .as(line)
                        .doesNotStartWith("WARNio.micrometer");
                JsonNode about = said.path("mdc");
                if (about.path("sweep").asText().equals("measured")) {
                    correlations.add(about.path("correlation").asText());
                    ofTrial |= about.has("trial") && about.has("attempt");
                }
            }
            assertThat(ofTrial).as("%s tells of trials", log).isTrue();
        }
        assertThat(correlations).hasSize(1).doesNotContain("");
    }

    /** Rules as operators make them, quick enough for a test. */
    private Path rules() throws Exception {
        List<String> words = new ArrayList<>(List.of("rules"));
        Map.of(
                        "noProgressSeconds", 6,
                        "noProgressForSeconds", 0,
                        "noLeaderForSeconds", 0,
                        "targetDownForSeconds", 0)
                .forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
        TestingCommand rules = command(words.toArray(String[]::new));
        assertThat(rules.exitCode()).as(rules.err()).isZero();
        return Files.writeString(folder.resolve("rules.yaml"), rules.out());
    }

    private static String firing(String alert) {
        return "ALERTS{alertname='" + alert + "',alertstate='firing'}";
    }

    /** One value of each, no doubles; orchestrators that do not lead show none. */
    private static void requireTruth(TestingPrometheus prometheus, SweepReport report) throws Exception {
        assertThat(prometheus.values("barograph_sweep_hypervolume{sweep='measured'}"))
                .singleElement()
                .satisfies(value -> assertThat(value).isCloseTo(report.hypervolume(), within(1e-12)));
        assertThat(prometheus.values("barograph_sweep_front_size"))
                .containsExactly((double) report.points().size());
        assertThat(prometheus.values("barograph_sweep_front_volume_ratio"))
                .hasSize(report.points().size());
        assertThat(prometheus.values("barograph_sweeps{state='completed'}")).containsExactly(1.0);
        for (int rank = 0; rank < report.points().size(); rank++) {
            Double accuracy = report.points().get(rank).validationAccuracy();
            assertThat(prometheus.values("barograph_sweep_front_accuracy_ratio{rank='" + rank + "'}"))
                    .singleElement()
                    .satisfies(value -> assertThat(value).isCloseTo(accuracy, within(1e-12)));
        }
    }

    private SweepReport report() throws Exception {
        TestingCommand fetch =
                command("fetch", "measured", "--out", "results", "--artifacts", "artifacts", join(0), join(1));
        assertThat(fetch.exitCode()).as(fetch.err()).isZero();
        return FrontFiles.read(folder.resolve("results/front.json"));
    }

    private TestingCommand orchestrator(int index) throws IOException {
        return command(
                "orchestrator",
                "--data",
                "orchestrator-" + index,
                "--database",
                postgres.jdbcUrl(),
                "--listen",
                "127.0.0.1:" + ports[index],
                "--join=127.0.0.1:" + ports[1 - index],
                "--http",
                "127.0.0.1:" + https[index],
                "--log-format",
                "json");
    }

    private TestingCommand worker(String name) throws IOException {
        return command(
                "worker",
                "--name",
                name,
                "--artifacts",
                "artifacts",
                "--metrics",
                "127.0.0.1:0",
                "--metrics-token-file",
                "workers.token",
                "--log-format",
                "json",
                join(0),
                join(1));
    }

    private TestingCommand command(String... arguments) throws IOException {
        Map<String, String> environment = Map.of(
                DatabaseOptions.USER,
                postgres.user(),
                DatabaseOptions.PASSWORD,
                postgres.password(),
                "OMP_NUM_THREADS",
                "1");
        TestingCommand command = TestingCommand.realWith(environment, folder, arguments);
        started.add(command);
        return command;
    }

    private String join(int orchestrator) {
        return "--join=127.0.0.1:" + ports[orchestrator];
    }

    private static String address(TestingCommand command, String pattern) throws IOException {
        Matcher said = Pattern.compile(pattern).matcher(command.out());
        assertThat(said.find()).as(command.out()).isTrue();
        return said.group(1);
    }

    private static HttpResponse<String> get(String target, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + target + path)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
