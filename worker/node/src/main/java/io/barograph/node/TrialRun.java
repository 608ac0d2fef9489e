package io.barograph.node;

import io.barograph.api.Ack;
import io.barograph.api.Addresses;
import io.barograph.api.EpochReport;
import io.barograph.api.Incoming;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.Progress;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialStop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One assignment while it is trained: carries the trainer's reports to the event loop, keeps the lease, and holds the
 * flag that asks the trainer to leave.
 */
final class TrialRun implements TrialListener {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRun.class);
    private static final int RENEWALS_PER_LEASE = 3;

    private final Vertx vertx;
    private final Context context;
    private final WorkerConfig config;
    private final ReportOutbox outbox;
    private final SchedulerContact contact;
    private final TrialAssignment assignment;
    private final AtomicReference<@Nullable Progress> latest = new AtomicReference<>();
    private volatile boolean cancelled;
    private long progressTimer;
    private long leaseTimer;

    TrialRun(
            Vertx vertx,
            Context context,
            WorkerConfig config,
            ReportOutbox outbox,
            SchedulerContact contact,
            TrialAssignment assignment) {
        this.vertx = vertx;
        this.context = context;
        this.config = config;
        this.outbox = outbox;
        this.contact = contact;
        this.assignment = assignment;
    }

    TrialAssignment assignment() {
        return assignment;
    }

    void start() {
        contact.trains(assignment.leaseMillis());
        progressTimer = vertx.setPeriodic(config.progressInterval().toMillis(), timer -> publishProgress());
        long renewal = Math.max(1, assignment.leaseMillis() / RENEWALS_PER_LEASE);
        leaseTimer = vertx.setPeriodic(renewal, timer -> renewLease());
    }

    void end() {
        vertx.cancelTimer(progressTimer);
        vertx.cancelTimer(leaseTimer);
        publishProgress();
    }

    /** Asks the trainer to write a checkpoint and leave. */
    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void onStop(TrialStop stop) {
        if (concerns(stop)) {
            cancel();
        }
    }

    @Override
    public void onEpoch(EpochReport report, Runnable stored) {
        context.runOnContext(nothing -> send(Addresses.TRIAL_EPOCH, report).onSuccess(accepted -> {
            if (accepted) {
                stored.run();
            }
        }));
    }

    @Override
    public void onProgress(Progress progress) {
        latest.set(progress);
    }

    /** Sends a report; a refusal means that the trial is no longer this worker's. */
    Future<Boolean> send(String address, TrialMessage report) {
        TrialMessage numbered = report.withSweepNumber(assignment.sweepNumber());
        return outbox.send(address, numbered).map(ack -> {
            heed(numbered, ack);
            return ack.accepted();
        });
    }

    private void heed(TrialMessage message, Ack ack) {
        contact.heard();
        if (!ack.accepted()) {
            LOG.info("{} refused: {}", message, ack.reason());
            cancel();
        } else if (ack.reason() == Ack.Reason.GIVE_BACK) {
            cancel();
        }
    }

    private boolean concerns(TrialMessage message) {
        return message.sweep().equals(assignment.sweep())
                && message.isOfSweep(assignment.sweepNumber())
                && message.trial().equals(assignment.config().trial())
                && message.attempt() == assignment.attempt();
    }

    private void publishProgress() {
        Progress progress = latest.getAndSet(null);
        if (progress != null) {
            vertx.eventBus().publish(Addresses.TRIAL_PROGRESS, progress.withSweepNumber(assignment.sweepNumber()));
        }
    }

    private void renewLease() {
        LeaseRenewal renewal = new LeaseRenewal(
                assignment.sweep(),
                assignment.config().trial(),
                assignment.attempt(),
                config.name(),
                assignment.sweepNumber());
        vertx.eventBus()
                .<Object>request(Addresses.TRIAL_LEASE, renewal)
                .map(reply -> Incoming.body(reply, Ack.class))
                .onSuccess(ack -> heed(renewal, ack))
                .onFailure(failure -> LOG.debug("lease not renewed this time", failure));
    }
}
