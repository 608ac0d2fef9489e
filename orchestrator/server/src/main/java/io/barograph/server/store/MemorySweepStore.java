package io.barograph.server.store;

import io.barograph.api.AuditAction;
import io.barograph.api.AuditEntry;
import io.barograph.api.BarographException;
import io.barograph.api.EpochReport;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepChangeType;
import io.barograph.api.SweepSummary;
import io.barograph.api.TrialResult;
import io.barograph.server.access.Quota;
import io.barograph.server.log.LogCodec;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.state.TrialEntry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps everything in memory, for the simulator and for tests: the same rules, no durability. Futures are done at once. */
public final class MemorySweepStore implements SweepStore {
    private final Clock clock;
    private final Map<String, List<LogEntry>> logs = new LinkedHashMap<>();
    private final Map<String, SweepProjection> states = new LinkedHashMap<>();
    private final Map<String, String> sweepByKey = new HashMap<>();
    private final List<AuditEntry> audit = new ArrayList<>();
    private long given;
    private @Nullable Lease lease;
    private Instant leaseExpires = Instant.MIN;

    public MemorySweepStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Future<Boolean> submit(LogEntry first, Quota quota) {
        return done(() -> {
            Submitted submitted = (Submitted) first.change();
            String known = sweepByKey.get(submitted.idempotencyKey());
            if (known != null) {
                Submitted stored = (Submitted) logOf(known).get(0).change();
                if (stored.spec().equals(submitted.spec())) {
                    return false;
                }
                throw conflict("idempotency key belongs to sweep " + known + ", which has another spec");
            }
            if (logs.containsKey(first.sweep())) {
                throw conflict("sweep " + first.sweep() + " exists and is another one");
            }
            if (submitted.by() != null) {
                quota.requireRoom(submitted.by(), usage(submitted.by()));
            }
            states.put(first.sweep(), new SweepProjection(first, ++given));
            logs.put(first.sweep(), new ArrayList<>(List.of(first)));
            sweepByKey.put(submitted.idempotencyKey(), first.sweep());
            return true;
        });
    }

    private Quota.Usage usage(String caller) {
        List<SweepProjection> own = states.values().stream()
                .filter(sweep -> caller.equals(sweep.submittedBy()))
                .toList();
        long bytes = own.stream()
                .flatMap(sweep -> sweep.trials().stream())
                .map(TrialEntry::result)
                .filter(Objects::nonNull)
                .map(TrialResult::measurement)
                .mapToLong(measured -> measured.fileBytes() + measured.modelFileBytes())
                .sum();
        return new Quota.Usage(
                own.stream().filter(sweep -> !sweep.state().terminal()).count(), bytes);
    }

    static BarographException conflict(String message) {
        return new BarographException(ErrorCode.CONFLICT, message, null);
    }

    @Override
    public Future<Void> append(Lease held, List<LogEntry> entries) {
        return done(() -> {
            if (!held.equals(lease)) {
                throw new FencedException(held);
            }
            Map<String, Long> next = new HashMap<>();
            for (LogEntry entry : entries) {
                long expected = next.computeIfAbsent(
                        entry.sweep(), sweep -> logOf(sweep).size() + 1L);
                if (entry.sequence() != expected || !logs.containsKey(entry.sweep())) {
                    throw new SequenceConflictException(entry.sweep(), entry.sequence());
                }
                next.put(entry.sweep(), expected + 1);
            }
            for (LogEntry entry : entries) {
                logOf(entry.sweep()).add(entry);
                Objects.requireNonNull(states.get(entry.sweep())).apply(entry);
            }
            return null;
        });
    }

    @Override
    public Future<Boolean> delete(Lease held, String sweep, String by) {
        return done(() -> {
            if (!held.equals(lease)) {
                throw new FencedException(held);
            }
            SweepProjection state = states.get(sweep);
            if (state == null) {
                return false;
            }
            SweepHead.requireEnded(sweep, state.state());
            states.remove(sweep);
            logs.remove(sweep);
            sweepByKey.remove(state.idempotencyKey());
            SortedMap<String, String> details = SweepRemoval.details(
                    state.state().name(), state.sequence(), state.createdAt(), state.submittedBy());
            audit.add(
                    0,
                    new AuditEntry(audit.size() + 1L, clock.instant(), by, AuditAction.SWEEP_DELETED, sweep, details));
            return true;
        });
    }

    private List<LogEntry> logOf(String sweep) {
        return logs.getOrDefault(sweep, new ArrayList<>());
    }

    @Override
    public Future<LogPage> page(String sweep, long after, int limit, Set<SweepChangeType> types) {
        return done(() -> {
            SweepProjection state = states.get(sweep);
            List<LogEntry> log = logOf(sweep);
            Set<String> wanted = StoredTypes.of(types);
            List<LogEntry> entries = log.subList((int) Math.min(after, log.size()), log.size()).stream()
                    .filter(entry -> types.isEmpty() || wanted.contains(LogCodec.type(entry.change())))
                    .limit(limit)
                    .toList();
            return new LogPage(state == null ? null : state.number(), entries);
        });
    }

    @Override
    public Future<@Nullable SweepProjection> load(String sweep) {
        return done(() -> {
            List<LogEntry> log = logs.get(sweep);
            SweepProjection state = states.get(sweep);
            if (log == null || state == null) {
                return null;
            }
            SweepProjection projection = LogFold.begin(log.get(0), state.number());
            LogFold.apply(projection, log);
            return projection;
        });
    }

    @Override
    public Future<@Nullable SweepProjection> loadTurns(String sweep) {
        return load(sweep);
    }

    @Override
    public Future<List<SweepHead>> sweeps() {
        return done(() -> states.values().stream()
                .map(sweep -> new SweepHead(sweep.sweep(), sweep.state(), sweep.sequence()))
                .toList());
    }

    @Override
    public Future<List<SweepHead>> lately(Instant since, int limit) {
        return done(() -> {
            List<SweepProjection> lately = new ArrayList<>(states.values());
            Collections.reverse(lately);
            return lately.stream()
                    .filter(sweep ->
                            !sweep.state().terminal() || sweep.progressedAt().isAfter(since))
                    .sorted(Comparator.comparing(sweep -> sweep.state().terminal()))
                    .limit(limit)
                    .map(sweep -> new SweepHead(sweep.sweep(), sweep.state(), sweep.sequence()))
                    .toList();
        });
    }

    @Override
    public Future<List<SweepSummary>> newest(@Nullable Long before, int limit) {
        return done(() -> {
            List<SweepSummary> newest = new ArrayList<>();
            states.values()
                    .forEach(
                            sweep -> newest.add(SweepSummary.of(Objects.requireNonNull(sweep.number()), sweep.view())));
            Collections.reverse(newest);
            return newest.stream()
                    .filter(sweep -> before == null || sweep.number() < before)
                    .limit(limit)
                    .toList();
        });
    }

    @Override
    public Future<@Nullable String> sweepOfKey(String idempotencyKey) {
        return done(() -> sweepByKey.get(idempotencyKey));
    }

    private List<TrialEntry> trialsOf(String sweep) {
        SweepProjection state = states.get(sweep);
        return state == null ? List.of() : state.trials();
    }

    @Override
    public Future<List<TrialRow>> trials(String sweep) {
        return done(() -> trialsOf(sweep).stream()
                .map(trial -> new TrialRow(trial.trial(), trial.state(), trial.attempt(), trial.reason()))
                .toList());
    }

    @Override
    public Future<List<EpochReport>> epochs(String sweep, String trial) {
        return done(() -> logOf(sweep).stream()
                .filter(entry -> entry.change() instanceof EpochEnded)
                .map(entry -> ((EpochEnded) entry.change()).report())
                .filter(report -> report.trial().equals(trial))
                .sorted(Comparator.comparing(EpochReport::attempt).thenComparing(EpochReport::epoch))
                .toList());
    }

    @Override
    public Future<List<TrialResult>> results(String sweep) {
        return done(() -> trialsOf(sweep).stream()
                .map(trial -> trial.result())
                .filter(Objects::nonNull)
                .toList());
    }

    @Override
    public Future<List<AuditEntry>> audit(@Nullable Long before, int limit) {
        return done(() -> audit.stream()
                .filter(entry -> before == null || entry.number() < before)
                .limit(limit)
                .toList());
    }

    @Override
    public Future<@Nullable Lease> acquire(String owner, Duration duration) {
        return done(() -> {
            Lease current = lease;
            if (current != null
                    && leaseExpires.isAfter(clock.instant())
                    && !current.owner().equals(owner)) {
                return null;
            }
            Lease taken = new Lease(owner, current == null ? 1 : current.fence() + 1);
            lease = taken;
            leaseExpires = clock.instant().plus(duration);
            return taken;
        });
    }

    @Override
    public Future<Boolean> renew(Lease held, Duration duration) {
        return done(() -> {
            boolean valid = held.equals(lease) && leaseExpires.isAfter(clock.instant());
            if (valid) {
                leaseExpires = clock.instant().plus(duration);
            }
            return valid;
        });
    }

    @Override
    public Future<Void> release(Lease held) {
        return done(() -> {
            if (held.equals(lease)) {
                leaseExpires = Instant.MIN;
            }
            return null;
        });
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }

    private synchronized <T extends @Nullable Object> Future<T> done(Supplier<T> work) {
        try {
            return Future.succeededFuture(work.get());
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
