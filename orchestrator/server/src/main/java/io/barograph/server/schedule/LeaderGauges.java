package io.barograph.server.schedule;

import io.barograph.api.FrontPoint;
import io.barograph.api.FrontReference;
import io.barograph.api.Hypervolume;
import io.barograph.api.Measurement;
import io.barograph.api.ParetoFront;
import io.barograph.api.SweepState;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialState;
import io.barograph.metrics.BudgetSample;
import io.barograph.metrics.GaugeSheet;
import io.barograph.metrics.Metric;
import io.barograph.metrics.SweepGauges;
import io.barograph.metrics.SweepSample;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.barograph.server.store.SweepHead;
import io.barograph.server.store.SweepStore;
import io.barograph.server.submit.SweepReader;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gauges of what is stored, shown by the scheduler that decides and by nobody else. Used on one event loop. */
final class LeaderGauges {
    private static final Logger log = LoggerFactory.getLogger(LeaderGauges.class);

    /** Sweeps that have series of their own at most; running ones first, then the newest. */
    static final int MOST_SWEEPS = 100;

    /** How long an ended sweep has them. */
    static final Duration KEPT = Duration.ofHours(1);

    private final SweepStore store;
    private final Clock clock;
    private final GaugeSheet sheet;
    private final SweepReader ended;
    private Map<String, Known> known = new HashMap<>();
    private boolean busy;
    private boolean leading;

    LeaderGauges(SweepStore store, Clock clock, GaugeSheet sheet) {
        this.store = store;
        this.clock = clock;
        this.sheet = sheet;
        this.ended = SweepReader.ofTurns(store);
    }

    /** A sample, and what it was taken from. */
    private record Known(long sequence, long turned, SweepSample sample) {}

    /**
     * Shows what is known now; does nothing while an earlier call is under way.
     *
     * @param standing of the scheduler, or null if it does not decide
     */
    Future<Void> renew(@Nullable Standing standing) {
        leading = standing != null;
        if (standing == null) {
            sheet.clear();
            return Future.succeededFuture();
        }
        if (busy) {
            return Future.succeededFuture();
        }
        busy = true;
        return gather(standing)
                .onSuccess(page -> {
                    if (leading) {
                        sheet.show(page);
                    }
                })
                .onFailure(failure -> log.debug("The gauges of sweeps are as they were", failure))
                .onComplete(done -> busy = false)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private Future<GaugeSheet.Page> gather(Standing standing) {
        Instant now = clock.instant();
        GaugeSheet.Page page = new GaugeSheet.Page();
        page.put(Metric.WORKERS, standing.workers().size());
        page.put(Metric.SLOTS, standing.busySlots(), "busy");
        page.put(Metric.SLOTS, standing.idleSlots(), "idle");
        Map<String, SweepProjection> loaded = new HashMap<>();
        QueueGauges queue = new QueueGauges();
        for (SweepProjection sweep : standing.sweeps()) {
            loaded.put(sweep.sweep(), sweep);
            if (sweep.state() == SweepState.RUNNING) {
                queue.add(sweep.spec().requiredLabels(), ready(sweep, now));
            }
        }
        queue.put(page, standing::nobodyHas);
        return store.sweeps()
                .compose(all -> {
                    putStates(page, all);
                    return store.lately(now.minus(KEPT), MOST_SWEEPS);
                })
                .compose(heads -> sample(heads, loaded))
                .map(samples -> {
                    known = samples;
                    samples.values().forEach(each -> SweepGauges.put(page, each.sample()));
                    return page;
                });
    }

    private static void putStates(GaugeSheet.Page page, List<SweepHead> sweeps) {
        Map<SweepState, Integer> counts = new EnumMap<>(SweepState.class);
        sweeps.forEach(sweep -> counts.merge(sweep.state(), 1, Integer::sum));
        for (SweepState state : SweepState.values()) {
            page.put(Metric.SWEEPS, counts.getOrDefault(state, 0), SweepGauges.label(state));
        }
    }

    private Future<Map<String, Known>> sample(List<SweepHead> heads, Map<String, SweepProjection> loaded) {
        Map<String, Known> samples = new HashMap<>();
        Future<Void> all = Future.succeededFuture();
        for (SweepHead head : heads) {
            String name = head.sweep();
            SweepProjection live = loaded.get(name);
            Known before = known.get(name);
            if (live != null) {
                samples.put(name, of(live, before, clock.instant()));
            } else if (before != null && before.sequence() == head.sequence()) {
                samples.put(name, before);
            } else if (head.state().terminal()) {
                all = all.compose(done -> ended.read(name).transform(read -> {
                    if (read.succeeded()) { // else it was deleted, or cannot be read
                        samples.put(name, of(read.result(), null, clock.instant()));
                    }
                    return Future.succeededFuture();
                }));
            }
        }
        return all.map(samples);
    }

    private static Known of(SweepProjection sweep, @Nullable Known before, Instant now) {
        SweepSample earlier = before != null
                        && before.turned() == sweep.turned()
                        && before.sample().submitted().equals(sweep.createdAt())
                ? before.sample()
                : null;
        ParetoFront front = ParetoFront.of(earlier == null ? front(sweep) : earlier.front());
        Map<TrialState, Integer> trials = new EnumMap<>(TrialState.class);
        for (TrialState state : TrialState.values()) {
            trials.put(state, sweep.count(state));
        }
        SweepSample sample = new SweepSample(
                sweep.sweep(),
                sweep.state(),
                sweep.createdAt(),
                sweep.progressedAt(),
                sweep.frontAt(),
                trials,
                ready(sweep, now),
                front.points(),
                Hypervolume.of(front, FrontReference.of(sweep.spec().dataset())),
                earlier == null ? budgets(sweep) : earlier.budgets());
        return new Known(sweep.sequence(), sweep.turned(), sample);
    }

    private static int ready(SweepProjection sweep, Instant now) {
        return sweep.state() == SweepState.RUNNING ? sweep.countReady(now, Integer.MAX_VALUE) : 0;
    }

    private static BudgetSample budgets(SweepProjection sweep) {
        BudgetSample budgets = new BudgetSample();
        for (TrialEntry trial : sweep.trials()) {
            TrialResult result = trial.result();
            if (result != null) {
                Measurement measured = result.measurement();
                budgets.add(measured.budget(), measured.volumeRatio(), measured.validationAccuracy());
            }
        }
        return budgets;
    }

    private static List<FrontPoint> front(SweepProjection sweep) {
        return sweep.front().stream()
                .map(name -> Objects.requireNonNull(sweep.trial(name)))
                .map(trial -> point(
                        trial.trial(), Objects.requireNonNull(trial.result()).measurement()))
                .toList();
    }

    private static FrontPoint point(String trial, Measurement measured) {
        return new FrontPoint(trial, measured.budget(), measured.volumeRatio(), measured.validationAccuracy());
    }
}
