package io.barograph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real Prometheus that scrapes every second. */
final class TestingPrometheus implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String address;

    private TestingPrometheus(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * What is scraped.
     *
     * @param tokenFile what it brings
     */
    record Job(String name, Path tokenFile, List<String> targets) {}

    /** @param rules a file with rules, or none */
    static TestingPrometheus start(Path folder, List<Job> jobs, List<Path> rules) throws Exception {
        StringBuilder config = new StringBuilder("global: {scrape_interval: 1s, evaluation_interval: 1s}\n");
        config.append("rule_files: ").append(rules).append("\nscrape_configs:\n");
        for (Job job : jobs) {
            config.append("- job_name: ")
                    .append(job.name())
                    .append("\n  authorization: {credentials_file: ")
                    .append(job.tokenFile().toAbsolutePath())
                    .append("}\n  static_configs: [{targets: ")
                    .append(job.targets().stream()
                            .map(target -> "'" + target + "'")
                            .toList())
                    .append("}]\n");
        }
        Path file = Files.writeString(folder.resolve("prometheus.yaml"), config);
        int port = TestingPorts.free();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + folder.resolve("series"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        TestingPrometheus prometheus = new TestingPrometheus(process, "http://127.0.0.1:" + port);
        prometheus.awaitReady();
        return prometheus;
    }

    private void awaitReady() throws Exception {
        for (int i = 0; i < PATIENCE_SECONDS * 10 && process.isAlive(); i++) {
            try {
                HttpRequest ready =
                        HttpRequest.newBuilder(URI.create(address + "/-/ready")).build();
                if (client.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // not yet
            }
            Thread.sleep(100);
        }
        throw new AssertionError("Prometheus did not start");
    }

    /** The values of an instant query, in no order. */
    List<Double> values(String query) throws Exception {
        List<Double> values = new ArrayList<>();
        get("/api/v1/query?query=" + encoded(query))
                .path("result")
                .forEach(series -> values.add(series.path("value").path(1).asDouble()));
        return values;
    }

    /** Waits until a query has a result. */
    void awaitAny(String query) throws Exception {
        await(query, values -> !values.isEmpty());
    }

    /** Waits until a query has no result. */
    void awaitNone(String query) throws Exception {
        await(query, List::isEmpty);
    }

    /** Waits until a query has this result and no other. */
    void awaitValue(String query, double expected) throws Exception {
        await(query, values -> values.equals(List.of(expected)));
    }

    private void await(String query, Predicate<List<Double>> wanted) throws Exception {
        List<Double> values = List.of();
        for (long i = 0; i < 5 * PATIENCE_SECONDS; i++) {
            values = values(query);
            if (wanted.test(values)) {
                return;
            }
            Thread.sleep(200);
        }
        throw new AssertionError(query + " is " + values);
    }

    /** Whether a query had a result at any time of the last minutes. */
    boolean hasResult(String query, long minutes) throws Exception {
        long now = System.currentTimeMillis() / 1000;
        return !get("/api/v1/query_range?step=1&start=" + (now - minutes * 60) + "&end=" + now + "&query="
                        + encoded(query))
                .path("result")
                .isEmpty();
    }

    private JsonNode get(String path) throws Exception {
        String body = client.send(
                        HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString())
                .body();
        JsonNode answer = new ObjectMapper().readTree(body);
        if (!answer.path("status").asText().equals("success")) {
            throw new AssertionError(path + ": " + body);
        }
        return answer.path("data");
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
