package io.barograph.bench.chaos;

import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What restarts cost a sweep, by its log. */
final class RollingTimes {
    private final List<Return> returns = new ArrayList<>();
    private final Map<String, List<Duration>> intervals = new HashMap<>(); // of each trial, in order
    private final Map<String, Instant> latest = new HashMap<>(); // progress or start of each trial
    private final Map<String, Instant> returned = new HashMap<>();
    private final Map<String, String> checkpoints = new HashMap<>();
    private final Set<String> epochs = new HashSet<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private Duration longestPause = Duration.ZERO;

    /** A trial that was given back when so many of its epochs were stored. */
    private record Return(String trial, int epochs, Duration lost) {}

    /**
     * Training that a drain lost.
     *
     * @param lost from the last checkpoint, or the start, until the trial was given back
     * @param again what the epoch that was cut off took when it was trained again, from its start
     * @param interval the longest time from one checkpoint of the trial to the next
     */
    record Loss(String trial, Duration lost, Duration again, Duration interval) {
        boolean isBeyondOneInterval() {
            return lost.compareTo(interval) > 0;
        }
    }

    /** @param from and until: when members were restarted */
    RollingTimes(List<LogEntry> log, Instant from, Instant until) {
        Instant progress = from;
        for (LogEntry entry : log) {
            LoggedChange change = entry.change();
            if (change instanceof TrialStarted start) {
                started(start, entry.at());
            } else if (change instanceof TrialReturned back) {
                int stored = intervals.getOrDefault(back.trial(), List.of()).size();
                returns.add(new Return(back.trial(), stored, since(back.trial(), entry.at())));
                returned.put(back.trial(), entry.at());
            } else if (change instanceof EpochEnded epoch) {
                ended(epoch, entry.at());
            }
            if (change instanceof EpochEnded || change instanceof TrialCompleted) {
                if (entry.at().isAfter(from) && progress.isBefore(until)) {
                    Instant since = progress.isBefore(from) ? from : progress;
                    longestPause = longer(longestPause, Duration.between(since, entry.at()));
                }
                progress = entry.at();
            }
        }
    }

    private void started(TrialStarted start, Instant at) {
        String newest = checkpoints.get(start.trial());
        if (newest != null && !newest.equals(start.checkpoint())) {
            wrong.add(start.trial() + " went on from another checkpoint than its last one");
        }
        latest.put(start.trial(), at);
        Instant since = returned.remove(start.trial());
        if (since != null) {
            waits.add(Duration.between(since, at));
        }
    }

    private void ended(EpochEnded epoch, Instant at) {
        String trial = epoch.report().trial();
        String what = trial + ", epoch " + epoch.report().epoch() + " of "
                + epoch.report().phase();
        if (!epochs.add(what)) {
            wrong.add("trained again, though it was stored: " + what);
        }
        String checkpoint = epoch.report().checkpoint();
        if (checkpoint != null) {
            checkpoints.put(trial, checkpoint);
        }
        intervals.computeIfAbsent(trial, any -> new ArrayList<>()).add(since(trial, at));
        latest.put(trial, at);
    }

    private Duration since(String trial, Instant at) {
        return Duration.between(latest.getOrDefault(trial, at), at);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    /** What each drain lost of a trial that ran there. */
    List<Loss> losses() {
        return returns.stream()
                .map(back -> {
                    List<Duration> own = intervals.getOrDefault(back.trial(), List.of());
                    Duration again = back.epochs() < own.size() ? own.get(back.epochs()) : Duration.ZERO;
                    Duration longest = own.isEmpty() ? Duration.ZERO : Collections.max(own);
                    return new Loss(back.trial(), back.lost(), again, longest);
                })
                .toList();
    }

    /** From giving back to going on elsewhere. */
    List<Duration> waits() {
        return List.copyOf(waits);
    }

    /** From one checkpoint to the next, of all trials. */
    List<Duration> intervals() {
        return intervals.values().stream().flatMap(List::stream).toList();
    }

    /** Epochs that were stored and trained again, and trials that did not go on from their last checkpoint. */
    List<String> wrong() {
        return List.copyOf(wrong);
    }

    /** Longest time in which no trial of the sweep made progress. */
    Duration longestPause() {
        return longestPause;
    }
}
