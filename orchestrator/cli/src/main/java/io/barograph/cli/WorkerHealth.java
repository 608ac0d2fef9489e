package io.barograph.cli;

import io.barograph.cli.cluster.ClusteredVertx;
import io.barograph.metrics.Readiness;
import io.barograph.node.SchedulerContact;
import io.barograph.node.TrialTrainer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Whether a worker can train: what its probes ask, from joining the cluster to leaving it. */
final class WorkerHealth {
    private final SchedulerContact contact = new SchedulerContact();
    private volatile boolean slots;

    /** What the slots tell of the scheduler's answers. */
    SchedulerContact contact() {
        return contact;
    }

    /** Whether every slot has its trainer and takes trials. */
    void slotsTake(boolean trials) {
        slots = trials;
    }

    /** @param trainer of one slot, asked whether there is a place for artifacts */
    Readiness readiness(Vertx vertx, TrialTrainer trainer) {
        Map<String, Supplier<Future<?>>> checks = new LinkedHashMap<>();
        checks.put("cluster", () -> require(ClusteredVertx.seesOrchestrator(vertx)));
        checks.put("orchestrator", () -> require(contact.isFresh()));
        checks.put("slots", () -> require(slots));
        checks.put("artifacts", () -> vertx.executeBlocking(trainer::storageProblem, false)
                .compose(problem -> require(problem == null)));
        return new Readiness(checks);
    }

    private static Future<?> require(boolean well) {
        return well ? Future.succeededFuture() : Future.failedFuture("not well");
    }
}
