package io.barograph.cli;

import io.barograph.api.BarographException;
import io.barograph.api.SweepView;
import io.barograph.api.TrialState;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Locale;

/** What an orchestrator of a cluster answers to a command. */
final class ClusterAnswer {
    private static final Duration LONGEST = Duration.ofSeconds(45);

    private ClusterAnswer() {}

    /**
     * Waits for an answer.
     *
     * @param refused exit code of a request that is refused
     * @throws CliException if it is refused, or if nobody answers
     */
    static <T> T of(Future<T> future, ExitCode refused) {
        try {
            return Awaited.result(future, LONGEST, ExitCode.CLUSTER, "the answer of an orchestrator");
        } catch (BarographException e) {
            ExitCode code =
                    switch (e.code()) {
                        case INVALID_REQUEST, CONFLICT, UNKNOWN_SWEEP, UNKNOWN_ARTIFACT, UNAUTHENTICATED, FORBIDDEN -> refused;
                        case UNAVAILABLE -> ExitCode.CLUSTER;
                        case DAMAGED -> ExitCode.STORE;
                        case INTERNAL -> ExitCode.INTERNAL;
                    };
            String message = code == ExitCode.CLUSTER
                    ? "no orchestrator of the cluster answers; is one ready? (" + e.getMessage() + ")"
                    : String.valueOf(e.getMessage());
            throw new CliException(code, message, e);
        }
    }

    /** A sweep at a glance, in one sentence. */
    static String line(SweepView sweep) {
        int trials =
                sweep.trials().values().stream().mapToInt(Integer::intValue).sum();
        return "Sweep " + sweep.sweep() + " is " + sweep.state().name().toLowerCase(Locale.ROOT) + ": " + trials
                + (trials == 1 ? " trial, " : " trials, ")
                + sweep.trials().getOrDefault(TrialState.COMPLETED, 0) + " completed.";
    }
}
