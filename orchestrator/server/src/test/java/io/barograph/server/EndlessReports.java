package io.barograph.server;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.EpochReport;
import io.barograph.api.Phase;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialOffer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reports epochs with many metrics without end, to use up a disk. */
final class EndlessReports extends VerticleBase {
    private static final int METRICS = 2000;

    private final String sweep;
    private int epoch;

    EndlessReports(String sweep) {
        this.sweep = sweep;
    }

    @Override
    public Future<?> start() {
        vertx.eventBus()
                .<TrialOffer>request(Addresses.TRIAL_ASK, TrialAsk.of("endless", 0, 1))
                .onComplete(offer -> {
                    @Nullable
                    TrialAssignment assignment =
                            offer.succeeded() ? offer.result().body().assignment() : null;
                    if (assignment != null) {
                        report(assignment);
                    }
                });
        return Future.succeededFuture();
    }

    private void report(TrialAssignment assignment) {
        epoch++;
        TreeMap<String, Double> metrics = new TreeMap<>();
        for (int i = 0; i < METRICS; i++) {
            metrics.put("metric" + i, Math.sin(i + epoch * 1e3));
        }
        EpochReport report = new EpochReport(
                sweep,
                assignment.config().trial(),
                assignment.attempt(),
                Phase.PRETRAIN,
                epoch,
                metrics,
                TestingWorker.checkpoint(1),
                null,
                null);
        vertx.eventBus().<Ack>request(Addresses.TRIAL_EPOCH, report).onSuccess(ack -> report(assignment));
    }
}
