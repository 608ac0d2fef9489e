package io.barograph.bench.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.server.access.Role;
import io.barograph.server.access.Token;
import io.barograph.server.postgres.EmbeddedPostgres;
import io.barograph.server.postgres.EmbeddedPostgresConfig;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.PostgresSweepStore;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A sweep of 10,000 trials and 1,000,000 epochs behind the HTTP API: how long requests and the web page take, and whether hundreds
 * who follow it miss anything. Arguments: full or quick, folder, JSON file or -, and which of reads, page and streams. Ends with 1 if
 * anything was lost or doubled.
 */
public final class ApiBench {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private ApiBench() {}

    public static void main(String[] args) throws Exception {
        boolean quick = args[0].equals("quick");
        Path folder = Files.createDirectories(Path.of(args[1]));
        ArrayNode json = new ObjectMapper().createArrayNode();
        List<String> only = List.of(args[3].split(" "));
        List<Outcome> outcomes = new ArrayList<>();
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedPostgresConfig.of(folder.resolve("database")))) {
            PostgresConfig postgres = PostgresConfig.of(server.jdbcUrl(), server.user(), server.password());
            PostgresSweepStore store = BigSweep.on(PostgresSweepStore.open(vertx, postgres));
            Token token = Token.random();
            BigSweep.on(store.tokens().add(token, "bench", Role.VIEWER, null, "bench"));
            long begin = System.nanoTime();
            BigSweep sweep = BigSweep.write(store, quick ? 1000 : 10_000, 100);
            System.out.printf(
                    "A sweep with %,d entries, written in %.0f s%n%n",
                    sweep.sequence(), (System.nanoTime() - begin) / 1e9);
            ServedOrchestrator orchestrator = ServedOrchestrator.start(postgres, 0);
            try (orchestrator) {
                awaitEpoch(store, sweep.sequence());
                if (only.contains("reads")) {
                    add(outcomes, reads(orchestrator, token, quick ? 40 : 200));
                }
                if (only.contains("page")) {
                    add(outcomes, new PageExperiment(orchestrator, token, quick ? 3 : 10).run());
                }
                if (only.contains("streams")) {
                    add(
                            outcomes,
                            new StreamsExperiment(vertx, store, postgres, token, quick ? 100 : 500).run(orchestrator));
                }
            }
        }
        outcomes.forEach(outcome -> outcome.writeTo(json.addObject()));
        if (!args[2].equals("-")) {
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(Path.of(args[2]).toFile(), json);
        }
        System.exit(outcomes.stream().allMatch(Outcome::isSound) ? 0 : 1);
    }

    /** Returns when the worker of the orchestrator reports. */
    private static void awaitEpoch(SweepStore store, long written) throws InterruptedException {
        long begin = System.nanoTime();
        while (BigSweep.on(store.sweeps()).get(0).sequence() < written + 2) {
            if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                throw new IllegalStateException("no epoch came in within " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(100);
        }
    }

    private static void add(List<Outcome> outcomes, Outcome outcome) {
        outcome.print();
        outcomes.add(outcome);
    }

    private static Outcome reads(ServedOrchestrator orchestrator, Token token, int times) {
        Outcome outcome = new Outcome("Requests, one after the other");
        Requests requests = new Requests(orchestrator.port(), token.secret());
        long begin = System.nanoTime();
        requests.get("/sweeps/big");
        outcome.add(Figure.of("the first request after the start", (System.nanoTime() - begin) / 1e6, "ms"));
        requests.time(outcome, "list of sweeps", times, i -> "/sweeps");
        requests.time(outcome, "the sweep", times, i -> "/sweeps/big");
        requests.time(outcome, "the front with all trials", times, i -> "/sweeps/big/front");
        requests.time(outcome, "a page of 50 trials", times, i -> "/sweeps/big/trials?limit=50&cursor=" + i * 45);
        requests.time(
                outcome, "the epochs of a trial", times, i -> String.format("/sweeps/big/trials/t%04d/epochs", i * 4));
        requests.time(outcome, "a page of 100 events", times, i -> "/sweeps/big/events?limit=100&after=" + i * 4000);
        return outcome;
    }
}
