package io.barograph.bench.api;

import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.server.access.Token;
import io.barograph.server.store.PostgresConfig;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Random;

/** Hundreds of event streams of which some break all the time, while the orchestrator is killed and started again. */
final class StreamsExperiment {
    private static final int ROUNDS = 100;
    private static final long ROUND_MILLIS = 300;
    private static final long PATIENCE_MILLIS = 60_000;

    private final Vertx vertx;
    private final SweepStore store;
    private final PostgresConfig postgres;
    private final Token token;
    private final int streams;

    StreamsExperiment(Vertx vertx, SweepStore store, PostgresConfig postgres, Token token, int streams) {
        this.vertx = vertx;
        this.store = store;
        this.postgres = postgres;
        this.token = token;
        this.streams = streams;
    }

    Outcome run(ServedOrchestrator first) throws Exception {
        Outcome outcome = new Outcome(streams + " event streams that break and come back, and an orchestrator killed");
        ServedOrchestrator orchestrator = first;
        try {
            Random random = new Random(1);
            long start = sequence();
            Followers all = new Followers(vertx, orchestrator.port(), token.secret(), streams, start);
            for (int round = 0; round < ROUNDS; round++) {
                Thread.sleep(ROUND_MILLIS);
                all.breakSome(random, streams / 50);
                if (round == ROUNDS / 3) {
                    int port = orchestrator.port();
                    orchestrator.kill();
                    orchestrator = ServedOrchestrator.start(postgres, port);
                }
            }
            orchestrator.endWork();
            Thread.sleep(1000); // what was on its way is stored
            long last = sequence();
            long begin = System.nanoTime();
            while (all.slowest() < last && (System.nanoTime() - begin) / 1_000_000 < PATIENCE_MILLIS) {
                Thread.sleep(20);
            }
            if (all.slowest() < last) {
                outcome.violated(List.of("a stream came to event " + all.slowest() + " of " + last));
            }
            outcome.violated(List.copyOf(all.violations()));
            outcome.add(Figure.of("events that each stream brought", last - start, ""));
            outcome.add(Figure.of("connections made", all.connections.get(), ""));
            outcome.add(Figure.of("until the last stream has all", (System.nanoTime() - begin) / 1e6, "ms"));
            return outcome;
        } finally {
            orchestrator.close();
        }
    }

    private long sequence() {
        return BigSweep.on(store.sweeps()).get(0).sequence();
    }
}
