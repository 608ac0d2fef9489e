package io.barograph.bench.chaos;

import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Paused;
import io.barograph.server.log.LoggedChange.TrialCancelled;
import io.barograph.server.log.LoggedChange.TrialCompleted;
import io.barograph.server.log.LoggedChange.TrialFailed;
import io.barograph.server.log.LoggedChange.TrialReturned;
import io.barograph.server.log.LoggedChange.TrialStarted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** When trials made progress, by the logs of a run. */
final class ResumeTimes {
    private final List<Span> spans = new ArrayList<>();
    private final Map<String, List<Instant>> progress = new HashMap<>(); // by trial

    private final List<Span> held = new ArrayList<>(); // of a sweep, because a user wanted it so

    /** An attempt in a worker. */
    private record Span(String trial, String worker, Instant begin, Instant end) {
        private boolean meets(Instant from, Instant until) {
            return begin.isBefore(until) && end.isAfter(from);
        }
    }

    /** @param logs of the first sweep, and of one that goes before it once it was paused, if there is one */
    ResumeTimes(List<List<LogEntry>> logs) {
        logs.forEach(this::read);
        List<LogEntry> last = logs.get(logs.size() - 1);
        logs.get(0).stream()
                .filter(entry -> entry.change() instanceof Paused && !last.isEmpty())
                .forEach(paused -> held.add(new Span(
                        paused.sweep() + "/",
                        "",
                        paused.at(),
                        last.get(last.size() - 1).at())));
    }

    private void read(List<LogEntry> log) {
        Map<String, Span> open = new HashMap<>();
        for (LogEntry entry : log) {
            LoggedChange change = entry.change();
            if (change instanceof TrialStarted start) {
                String trial = name(entry, start.trial());
                open.put(trial, new Span(trial, start.worker(), entry.at(), Instant.MAX));
            } else if (change instanceof EpochEnded epoch) {
                progressed(entry, epoch.report().trial());
            } else if (change instanceof TrialCompleted completed) {
                progressed(entry, completed.result().trial());
                close(open, entry, completed.result().trial());
            } else if (change instanceof TrialReturned back) {
                close(open, entry, back.trial());
            } else if (change instanceof TrialFailed failed) {
                close(open, entry, failed.trial());
            } else if (change instanceof TrialCancelled cancelled) {
                close(open, entry, cancelled.trial());
            }
        }
        spans.addAll(open.values());
    }

    private void progressed(LogEntry entry, String trial) {
        progress.computeIfAbsent(name(entry, trial), unknown -> new ArrayList<>())
                .add(entry.at());
    }

    private void close(Map<String, Span> open, LogEntry entry, String trial) {
        Span span = open.remove(name(entry, trial));
        if (span != null) {
            spans.add(new Span(span.trial(), span.worker(), span.begin(), entry.at()));
        }
    }

    private static String name(LogEntry entry, String trial) {
        return entry.sweep() + "/" + trial;
    }

    /** When a trial that the fault met first made progress after this moment, or null if it met none. */
    @Nullable
    Instant next(FaultRecord fault, Instant from) {
        boolean workers =
                !fault.victims().isEmpty() && fault.victims().stream().allMatch(victim -> victim.startsWith("w"));
        Instant first = null;
        for (Span span : spans) {
            if (span.meets(fault.injected().minusNanos(1), fault.injected().plusNanos(1))
                    && (!workers || fault.victims().contains(span.worker()))) {
                Instant at = progressOf(span.trial(), from);
                first = at == null || (first != null && first.isBefore(at)) ? first : at;
            }
        }
        return first;
    }

    private @Nullable Instant progressOf(String trial, Instant from) {
        Instant at = progress.getOrDefault(trial, List.of()).stream()
                .filter(time -> time.isAfter(from))
                .findFirst()
                .orElse(null);
        boolean wanted =
                at == null || held.stream().noneMatch(hold -> trial.startsWith(hold.trial()) && hold.meets(from, at));
        return wanted ? at : null;
    }
}
