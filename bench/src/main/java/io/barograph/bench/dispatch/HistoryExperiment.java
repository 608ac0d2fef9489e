package io.barograph.bench.dispatch;

import io.barograph.api.client.SweepClient;
import io.barograph.bench.dispatch.BenchCluster.Workers;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import io.barograph.server.access.Role;
import io.barograph.server.access.Token;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Scrapes of an orchestrator over HTTP that has run a thousand sweeps on two hundred workers. */
final class HistoryExperiment {
    private static final int SWEEPS = 1000;
    private static final int TRIALS = 5; // of each, one for a budget
    private static final Workers WORKERS = new Workers(2, 100, 1, Duration.ZERO);
    private static final int TOGETHER = 50;
    private static final int WARM_UP = 20;
    private static final int SCRAPES = 100;
    private static final double ASKED_MILLIS = 100;
    private static final Duration SETTLED = Duration.ofSeconds(10); // gauges are of some seconds ago

    private final BenchCluster cluster;
    private final HttpRequest request;
    private final HttpClient client = HttpClient.newHttpClient();

    private HistoryExperiment(BenchCluster cluster, int port) {
        this.cluster = cluster;
        Token token = Token.random();
        Waiting.on(cluster.store().tokens().add(token, "prometheus", Role.VIEWER, null, "bench"));
        request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .header("Authorization", "Bearer " + token.secret())
                .header("Accept", "application/openmetrics-text; version=1.0.0")
                .build();
    }

    static Outcome run(Plan plan) throws IOException {
        Outcome outcome = new Outcome(String.format(
                "Scrapes of an orchestrator after %,d sweeps of %d trials on %d workers",
                SWEEPS, TRIALS, WORKERS.allSlots()));
        int port = BenchCluster.freePort();
        Map<String, String> environment = OrchestratorMember.measuredAt(port);
        try (BenchCluster cluster = BenchCluster.start(plan.folder().resolve("scrapes"), WORKERS, environment)) {
            HistoryExperiment experiment = new HistoryExperiment(cluster, port);
            experiment.runSweeps();
            experiment.time(outcome);
            experiment.check(outcome);
        }
        return outcome;
    }

    private void runSweeps() {
        SweepClient client = cluster.client();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            Waiting.on(client.submit(Sweeps.ofSeedsAndBudgets(name(sweep), 1, TRIALS), name(sweep)));
            if (sweep >= TOGETHER) {
                awaitEnd(client, name(sweep - TOGETHER));
            }
        }
        for (int sweep = SWEEPS - TOGETHER; sweep < SWEEPS; sweep++) {
            awaitEnd(client, name(sweep));
        }
    }

    private void check(Outcome outcome) throws IOException {
        cluster.stopWorkers();
        for (int sweep = 0; sweep < SWEEPS; sweep += SWEEPS / 10) {
            List<String> wrong = cluster.stored(Sweeps.ofSeedsAndBudgets(name(sweep), 1, TRIALS))
                    .violations(TRIALS, WORKERS.epochs(), cluster.journal());
            outcome.violated(wrong);
        }
    }

    private static String name(int sweep) {
        return "a-sweep-of-the-history-" + sweep;
    }

    private static void awaitEnd(SweepClient client, String sweep) {
        Waiting.on(client.follow(sweep, 0, event -> Future.succeededFuture()));
    }

    private void time(Outcome outcome) {
        Waiting.pause(SETTLED);
        List<Double> millis = new ArrayList<>();
        String body = "";
        for (int i = 0; i < WARM_UP + SCRAPES; i++) {
            long begin = System.nanoTime();
            body = scrape();
            if (i >= WARM_UP) {
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        }
        if (!body.contains("barograph_workers " + WORKERS.allSlots())) {
            outcome.violated(List.of("the scrape does not tell of all workers"));
        }
        Sample time = Sample.of(millis);
        outcome.add(Figure.of("a scrape over HTTP, median", time.median(), "ms"));
        outcome.add(Figure.of("the same, 95th percentile", time.quantile(0.95), "ms")
                .atMost(ASKED_MILLIS));
        outcome.add(Figure.of("its size", body.length() / 1024.0, "KiB"));
        long exported = body.lines()
                .filter(line -> line.startsWith("barograph_sweep_running{"))
                .count();
        outcome.add(Figure.of("sweeps in it", exported, ""));
    }

    private String scrape() {
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("a scrape was answered with " + answer.statusCode());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
