package io.barograph.server.http;

import io.barograph.api.EpochReport;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operations on single trials. */
final class TrialRoutes {
    private final SweepStore store;
    private final Fronts fronts;

    TrialRoutes(SweepStore store, Fronts fronts) {
        this.store = store;
        this.fronts = fronts;
    }

    /**
     * A page of trials.
     *
     * @param next the cursor of the next page, or null on the last one
     */
    record TrialPage(List<TrialReport> trials, @Nullable Long next) {}

    record Epochs(List<EpochReport> epochs) {}

    void list(RoutingContext request) {
        Answers.json(request, 200, () -> fronts.front(Arguments.of(request).sweep())
                .map(front -> page(front.report(), Arguments.of(request))));
    }

    private static TrialPage page(SweepReport report, Arguments arguments) {
        Long cursor = arguments.cursor();
        String state = arguments.text("state");
        int limit = arguments.limit();
        List<TrialReport> matching = report.trials().stream()
                .filter(trial -> state == null || trial.state().name().equals(state))
                .toList();
        int from = (int) Math.min(cursor == null ? 0 : cursor, matching.size());
        int to = Math.min(matching.size(), from + limit);
        return new TrialPage(matching.subList(from, to), to < matching.size() ? (long) to : null);
    }

    void get(RoutingContext request) {
        Answers.json(request, 200, () -> trial(Arguments.of(request)));
    }

    void epochs(RoutingContext request) {
        Arguments arguments = Arguments.of(request);
        Answers.json(request, 200, () -> trial(arguments)
                .compose(known -> store.epochs(arguments.sweep(), arguments.trial()))
                .map(Epochs::new));
    }

    private Future<TrialReport> trial(Arguments arguments) {
        String name = arguments.trial();
        return fronts.front(arguments.sweep()).map(front -> front.report().trials().stream()
                .filter(trial -> trial.trial().equals(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(
                        Problem.notFound("sweep " + arguments.sweep() + " has no trial " + name))));
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of("listTrials", this::list, "getTrial", this::get, "listEpochs", this::epochs);
    }
}
