package io.barograph.server.schedule;

import io.barograph.api.Ack;
import io.barograph.api.EpochReport;
import io.barograph.api.FailureCode;
import io.barograph.api.LeaseRenewal;
import io.barograph.api.Phase;
import io.barograph.api.TrialAsk;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialFailure;
import io.barograph.api.TrialMessage;
import io.barograph.api.TrialOffer;
import io.barograph.api.TrialRelease;
import io.barograph.api.TrialResult;
import io.barograph.api.TrialStop;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A worker that trains nothing and suffers every fault. */
final class SimulatedWorker {
    private static final int EPOCHS = 4;
    private static final int LAST_PRUNE_EPOCH = 3;
    private static final int EPOCH_MILLIS = 8000;

    /** Results and epochs that the scheduler has confirmed to this worker. */
    final List<TrialMessage> confirmed = new ArrayList<>();

    int refusedAsOfADeletedSweep;

    private final SimulatedCluster cluster;
    private final String name;
    private long askNumber;
    private String incarnation = "";
    private int life;
    private boolean lacksData;
    private boolean holdsData;
    private @Nullable Run running;

    SimulatedWorker(SimulatedCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /** Never has the data from now on. */
    void loseData() {
        lacksData = true;
        holdsData = false;
    }

    void boot() {
        askNumber = 1 + cluster.random.nextInt(1000); // an earlier life may have counted further
        incarnation = name + "-" + life;
        life++;
        boolean moved = cluster.faults.lackData() > 0; // else the same seeds give the same worlds as ever
        lacksData = moved && happens(cluster.faults.lackData());
        holdsData = false;
        ask();
    }

    /** An attempt is asked to leave. */
    void stop(TrialStop stop) {
        Run run = running;
        if (run != null && run.is(stop)) {
            run.stopped = true;
        }
    }

    private boolean happens(double chance) {
        return cluster.random.nextDouble() < chance;
    }

    /** Runs an action later unless this worker has died in between. */
    private void after(long millis, Runnable action) {
        int now = life;
        cluster.time.after(millis, () -> {
            if (life == now) {
                action.run();
            }
        });
    }

    private void ask() {
        int now = life;
        TrialAsk ask = new TrialAsk(name, 0, askNumber, new TreeSet<>(), held(), incarnation);
        cluster.<TrialOffer>request(scheduler -> scheduler.ask(ask)).onComplete(offer -> {
            if (life != now) {
                return;
            }
            if (offer.failed()) {
                after(250, this::ask);
                return;
            }
            askNumber++;
            TrialAssignment assignment = offer.result().assignment();
            if (assignment == null) {
                after(offer.result().retryMillis(), this::ask);
            } else {
                running = new Run(assignment);
                running.epoch();
            }
        });
    }

    private TreeSet<String> held() {
        return holdsData ? new TreeSet<>(Set.of(TestingSpecs.DATA)) : new TreeSet<>();
    }

    private void send(Run run, TrialMessage report, Consumer<Ack> onAnswer) {
        send(report.withSweepNumber(run.assignment.sweepNumber()), onAnswer);
    }

    private void send(TrialMessage message, Consumer<Ack> onAnswer) {
        int now = life;
        cluster.request(scheduler -> scheduler.report(message)).onComplete(ack -> {
            if (life != now) {
                return;
            }
            if (ack.failed()) {
                after(250, () -> send(message, onAnswer));
            } else {
                if (ack.result().accepted()) {
                    confirmed.add(message);
                }
                refusedAsOfADeletedSweep += ack.result().equals(Ack.UNKNOWN_TRIAL) ? 1 : 0;
                onAnswer.accept(ack.result());
            }
        });
    }

    /** One assignment. */
    private final class Run {
        private final TrialAssignment assignment;
        private final String sweep;
        private final String trial;
        private final int attempt;
        private int epoch;
        private boolean over;
        private boolean stopped;

        private Run(TrialAssignment assignment) {
            this.assignment = assignment;
            sweep = assignment.sweep();
            trial = assignment.config().trial();
            attempt = assignment.attempt();
            String checkpoint = assignment.checkpoint();
            epoch = checkpoint == null ? 1 : Integer.parseInt(checkpoint, 16) + 1;
            renew();
        }

        private boolean is(TrialStop stop) {
            return sweep.equals(stop.sweep())
                    && stop.isOfSweep(assignment.sweepNumber())
                    && trial.equals(stop.trial())
                    && attempt == stop.attempt();
        }

        private void renew() {
            after(assignment.leaseMillis() / 3, () -> {
                if (!over) {
                    LeaseRenewal renewal = new LeaseRenewal(sweep, trial, attempt, name, assignment.sweepNumber());
                    cluster.request(scheduler -> scheduler.report(renewal)).onSuccess(ack -> over |= !ack.accepted());
                    renew();
                }
            });
        }

        private void epoch() {
            if (lacksData) {
                after(1 + cluster.random.nextInt(EPOCH_MILLIS), this::reportMissingData);
                return;
            }
            holdsData = true;
            if (happens(cluster.faults.crashEpoch())) {
                life++;
                cluster.time.after(cluster.random.nextInt(60_000), SimulatedWorker.this::boot);
            } else if (happens(cluster.faults.freezeEpoch())) {
                // Renewals of a sleeping process do not happen either.
                over = true;
                after(assignment.leaseMillis() * 2, this::report);
            } else {
                after(1 + cluster.random.nextInt(EPOCH_MILLIS), this::report);
            }
        }

        private void report() {
            if (isPoison() || happens(cluster.faults.failEpoch())) {
                boolean noArtifact = happens(cluster.faults.unavailableArtifact());
                FailureCode code = noArtifact ? FailureCode.ARTIFACT_UNAVAILABLE : FailureCode.DIVERGED;
                send(this, TrialFailure.of(sweep, trial, attempt, code, "bad luck"), this::end);
            } else if (stopped || happens(cluster.faults.releaseEpoch())) {
                giveBack();
            } else if (epoch > EPOCHS) {
                TrialResult result = TestingSpecs.result(
                        sweep, trial, attempt, assignment.config().budget());
                send(this, result, this::end);
            } else {
                send(this, epochReport(), this::next);
            }
        }

        private void reportMissingData() {
            send(TrialFailure.of(sweep, trial, attempt, FailureCode.DATA_MISSING, "not mounted"), this::end);
        }

        private void giveBack() {
            send(this, new TrialRelease(sweep, trial, attempt, null), this::end);
        }

        private boolean isPoison() {
            int percent = Math.floorMod(trial.hashCode() * 31, 100);
            return percent < 100 * cluster.faults.poisonTrial();
        }

        private EpochReport epochReport() {
            boolean trained = epoch == 2 && assignment.teacher() == null;
            return new EpochReport(
                    sweep,
                    trial,
                    attempt,
                    epoch <= 2 ? Phase.PRETRAIN : Phase.PRUNE,
                    epoch,
                    new TreeMap<>(Map.of("loss", 1.0 / epoch)),
                    TestingWorker.checkpoint(epoch),
                    trained ? assignment.teacherKey() : null,
                    epoch == LAST_PRUNE_EPOCH && assignment.leavesRung() ? rung() : null);
        }

        /** Says which attempt of which trial left it. */
        private String rung() {
            return String.format("%032x%032x", assignment.config().index() + 1, attempt);
        }

        private void next(Ack ack) {
            if (ack.reason() == Ack.Reason.GIVE_BACK) {
                giveBack();
            } else if (ack.accepted()) {
                epoch++;
                epoch();
            } else {
                end(ack);
            }
        }

        private void end(Ack ack) {
            over = true;
            ask();
        }
    }
}
