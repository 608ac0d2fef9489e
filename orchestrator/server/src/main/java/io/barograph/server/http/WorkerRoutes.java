package io.barograph.server.http;

import io.barograph.api.WorkerList;
import io.barograph.api.WorkerView;
import io.barograph.api.client.SweepClient;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workers of the cluster. */
final class WorkerRoutes {
    private final SweepClient client;

    WorkerRoutes(SweepClient client) {
        this.client = client;
    }

    /** As {@link WorkerList} tells it, each once. */
    record Workers(List<WorkerView> workers, boolean complete) {}

    void list(RoutingContext request) {
        Set<String> labels = Set.copyOf(Arguments.of(request).texts("label"));
        Answers.json(request, 200, () -> client.workers(labels).map(WorkerRoutes::told));
    }

    private static Workers told(WorkerList list) {
        List<WorkerView> workers = list.workers();
        if (workers == null) {
            throw new ProblemException(Problem.of(
                    503,
                    "UNAVAILABLE",
                    "An older orchestrator leads",
                    "the orchestrator that leads does not tell of workers yet: upgrade it"));
        }
        return new Workers(workers, list.complete());
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of("listWorkers", this::list);
    }
}
