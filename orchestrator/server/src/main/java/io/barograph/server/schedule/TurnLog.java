package io.barograph.server.schedule;

import io.barograph.metrics.LogContext;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.Ended;
import io.barograph.server.log.LoggedChange.FrontChanged;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log of what was stored, but of every epoch. */
final class TurnLog {
    private static final Logger LOG = LoggerFactory.getLogger(TurnLog.class);

    private TurnLog() {}

    /** @param correlation of the entry's sweep */
    static void tell(LogEntry entry, @Nullable String correlation) {
        LoggedChange change = entry.change();
        try (LogContext about = LogContext.of(entry.sweep(), correlation)) {
            if (change instanceof TrialStarted started) {
                about.trial(started.trial(), started.attempt());
                LOG.info("{} of {} is given to {}", started.trial(), entry.sweep(), started.worker());
            } else if (change instanceof TrialReturned returned) {
                about.trial(returned.trial(), returned.attempt());
                LOG.info("{} of {} waits again: {}", returned.trial(), entry.sweep(), returned.reason());
            } else if (change instanceof TrialCompleted completed) {
                about.trial(completed.result().trial(), completed.result().attempt());
                LOG.info("{} of {} is completed", completed.result().trial(), entry.sweep());
            } else if (change instanceof TrialFailed failed) {
                about.trial(failed.trial(), failed.attempt());
                LOG.warn("{} of {} failed: {}", failed.trial(), entry.sweep(), failed.reason());
            } else if (change instanceof TrialCancelled cancelled) {
                about.trial(cancelled.trial(), cancelled.attempt());
                LOG.info("{} of {} is cancelled", cancelled.trial(), entry.sweep());
            } else if (change instanceof FrontChanged front) {
                LOG.info(
                        "The front of {} has {} trials, hypervolume {}",
                        entry.sweep(),
                        front.trials().size(),
                        front.hypervolume());
            } else if (change instanceof Ended ended) {
                LOG.info("{} is {}", entry.sweep(), ended.state());
            }
        }
    }
}
