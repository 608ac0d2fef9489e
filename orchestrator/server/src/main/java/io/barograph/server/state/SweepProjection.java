package io.barograph.server.state;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepSpec;
import io.barograph.api.SweepState;
import io.barograph.api.SweepView;
import io.barograph.api.TrialAssignment;
import io.barograph.api.TrialState;
import io.barograph.server.log.LogEntry;
import io.barograph.server.log.LoggedChange.EpochEnded;
import io.barograph.server.log.LoggedChange.Submitted;
import io.barograph.server.log.LoggedChange.TrialStarted;
import io.barograph.server.log.PlannedTrial;
import io.barograph.server.search.TeacherKeys;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The state of one sweep, folded from its log: the same log gives the same state. Refuses an entry that cannot follow.
 * Not thread-safe.
 */
public final class SweepProjection {
    private final String sweep;
    private final @Nullable Long number;
    private final SweepSpec spec;
    private final Instant createdAt;
    private final String idempotencyKey;
    private final @Nullable String submittedBy;
    private final List<TrialEntry> trials = new ArrayList<>();
    private final Map<String, TrialEntry> byName = new HashMap<>();
    private final Map<String, TeacherGroup> groups = new HashMap<>();
    private final Ladder ladder = new Ladder();
    private final ReadyTrials ready = new ReadyTrials();
    private final TreeSet<Integer> running = new TreeSet<>();
    private final EnumMap<TrialState, Integer> counts = new EnumMap<>(TrialState.class);
    private SweepState state = SweepState.RUNNING;
    private int priority;
    private List<String> front = List.of();
    private Instant frontAt;
    private Instant progressedAt;
    private final Set<String> withoutData = new TreeSet<>();
    private long sequence;
    private long turned = 1;

    /** The state after the first entry of a log, which must be {@link Submitted}; of a sweep in no store. */
    public SweepProjection(LogEntry first) {
        this(first, null);
    }

    /**
     * The state after the first entry of a log, which must be {@link Submitted}.
     *
     * @param number of the sweep in its store
     */
    public SweepProjection(LogEntry first, @Nullable Long number) {
        if (!(first.change() instanceof Submitted submitted) || first.sequence() != 1) {
            throw new IllegalArgumentException("log of " + first.sweep() + " does not begin with its submission");
        }
        sweep = first.sweep();
        this.number = number;
        spec = submitted.spec();
        createdAt = first.at();
        frontAt = createdAt;
        progressedAt = createdAt;
        idempotencyKey = submitted.idempotencyKey();
        submittedBy = submitted.by();
        sequence = 1;
        priority = spec.scheduling().priority();
        climb(submitted.trials());
        TeacherKeys teacherKeys = new TeacherKeys(spec);
        for (PlannedTrial plan : submitted.trials()) {
            TrialEntry trial = new TrialEntry(plan, teacherKeys.of(plan), ladder.leavesRung(plan.index()));
            if (plan.index() != trials.size() || byName.put(plan.trial(), trial) != null) {
                throw new IllegalArgumentException("trial " + plan.trial() + " is out of order or doubled");
            }
            trials.add(trial);
            if (ladder.heldBy(plan.index()) == null) {
                group(trial).onWaiting(plan.index());
            }
        }
        counts.put(TrialState.WAITING, trials.size());
        ready.settle(createdAt);
    }

    private void climb(List<PlannedTrial> plans) {
        Map<String, Integer> earlier = new HashMap<>();
        for (PlannedTrial plan : plans) {
            if (plan.after() != null) {
                Integer looser = earlier.get(plan.after());
                if (looser == null) {
                    throw new IllegalArgumentException(
                            "trial " + plan.trial() + " goes on from " + plan.after() + ", which is not before it");
                }
                ladder.add(plan.index(), looser);
            }
            earlier.put(plan.trial(), plan.index());
        }
    }

    /** The state after a whole log. */
    public static SweepProjection replay(List<LogEntry> log) {
        SweepProjection projection = new SweepProjection(log.get(0));
        log.subList(1, log.size()).forEach(projection::apply);
        return projection;
    }

    /**
     * Folds the next entry.
     *
     * @throws IllegalStateException if it cannot follow what came before
     */
    public void apply(LogEntry entry) {
        if (!entry.sweep().equals(sweep) || entry.sequence() != sequence + 1 || state.terminal()) {
            throw new IllegalStateException("entry " + entry.sequence() + " of " + entry.sweep()
                    + " cannot follow entry " + sequence + " of " + sweep + " in state " + state);
        }
        new Transition(this, entry.at()).apply(entry.change());
        sequence = entry.sequence();
        progressedAt = entry.at();
        ready.settle(progressedAt);
        if (!(entry.change() instanceof EpochEnded epoch)
                || epoch.report().teacher() != null
                || epoch.report().rung() != null) {
            turned = sequence;
        }
    }

    /** Passes over entries that change nothing of what {@link #report} and {@link #view} say but the sequence number. */
    public void skipTo(long later) {
        if (later < sequence) {
            throw new IllegalArgumentException("entry " + later + " is before entry " + sequence);
        }
        sequence = later;
    }

    /** Sequence number of the last entry that may have changed what {@link #report} says. */
    public long turned() {
        return turned;
    }

    public String sweep() {
        return sweep;
    }

    /** Of the sweep in its store, which gives none twice; null if it is in none. */
    public @Nullable Long number() {
        return number;
    }

    public SweepSpec spec() {
        return spec;
    }

    public String idempotencyKey() {
        return idempotencyKey;
    }

    /** Name of who handed it in, or null if that is not known. */
    public @Nullable String submittedBy() {
        return submittedBy;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public SweepState state() {
        return state;
    }

    /** As submitted, or as it was changed last. */
    public int priority() {
        return priority;
    }

    /** Sequence number of the last folded entry. */
    public long sequence() {
        return sequence;
    }

    /** Every trial in the order of the plan. */
    public List<TrialEntry> trials() {
        return Collections.unmodifiableList(trials);
    }

    public @Nullable TrialEntry trial(String name) {
        return byName.get(name);
    }

    /** Names of the trials on the front that the log recorded last. */
    public List<String> front() {
        return front;
    }

    /** When the front changed last; the time of submission before it has. */
    public Instant frontAt() {
        return frontAt;
    }

    /** The time of the last folded entry. */
    public Instant progressedAt() {
        return progressedAt;
    }

    /** Workers that could not have the data of this sweep when they last tried, sorted. */
    public Set<String> withoutData() {
        return Collections.unmodifiableSet(withoutData);
    }

    /** The worker of the newest attempt has the data, or has not. */
    void tellData(TrialEntry trial, boolean has) {
        TrialStarted started = trial.started;
        if (started != null && has) {
            withoutData.remove(started.worker());
        } else if (started != null) {
            withoutData.add(started.worker());
        }
    }

    public Collection<TrialEntry> running() {
        return running.stream().map(trials::get).toList();
    }

    /** The first trial, in the order of the plan, that may start now; null if none may. */
    public @Nullable TrialEntry nextReady(Instant now) {
        for (int index : ready.inOrder()) {
            TrialEntry trial = trials.get(index);
            if (!trial.notBefore.isAfter(now)) {
                return trial;
            }
        }
        return null;
    }

    /** Since when a trial that may start now could have. */
    public Instant readySince(TrialEntry trial) {
        Instant since = ready.since(trial.plan.index());
        return trial.notBefore.isAfter(since) ? trial.notBefore : since;
    }

    /** How many trials may start now, counted up to {@code most}. */
    public int countReady(Instant now, int most) {
        int count = 0;
        for (int index : ready.inOrder()) {
            if (count >= most) {
                break;
            }
            if (!trials.get(index).notBefore.isAfter(now)) {
                count++;
            }
        }
        return count;
    }

    /** Hash of the dense network for this trial, or null while it is not trained. */
    public @Nullable String teacherFor(TrialEntry trial) {
        return group(trial).teacher();
    }

    /** Hash of the snapshot that this trial goes on from, or null if it prunes from the dense network. */
    public @Nullable String rungFor(TrialEntry trial) {
        return ladder.rungFor(trial.plan.index());
    }

    /** Hashes of all snapshots that this trial may go on from, should nearer ones be lost. */
    public Set<String> rungsBefore(TrialEntry trial) {
        return ladder.rungsBefore(trial.plan.index());
    }

    /** The assignment of a trial's newest attempt, the same however often it is asked for. */
    public TrialAssignment assignment(TrialEntry trial, long leaseMillis) {
        return trial.assignment(this, leaseMillis);
    }

    public int count(TrialState wanted) {
        return counts.getOrDefault(wanted, 0);
    }

    public boolean allEnded() {
        return count(TrialState.WAITING) == 0 && count(TrialState.RUNNING) == 0;
    }

    /** The sweep at a glance. */
    public SweepView view() {
        TreeMap<TrialState, Integer> present = new TreeMap<>(counts);
        present.values().removeIf(count -> count == 0);
        return new SweepView(sweep, spec, state, createdAt, present, sequence, priority, submittedBy);
    }

    /** Every trial and the front, computed from the results. */
    public SweepReport report(Instant now) {
        return ReportOfSweep.at(now, this);
    }

    /** The looser trial that this one must wait for, or null. */
    @Nullable
    TrialEntry heldBy(TrialEntry trial) {
        Integer looser = ladder.heldBy(trial.plan.index());
        return looser == null ? null : trials.get(looser);
    }

    void leaveRung(TrialEntry trial, String rung) {
        release(ladder.onRung(trial.plan.index(), rung));
    }

    void forgetRung(TrialEntry trial, String rung) {
        ladder.forget(trial.plan.index(), rung);
    }

    private void release(@Nullable Integer held) {
        if (held != null && trials.get(held).state == TrialState.WAITING) {
            group(trials.get(held)).onWaiting(held);
        }
    }

    TeacherGroup group(TrialEntry trial) {
        return groups.computeIfAbsent(trial.teacherKey, key -> new TeacherGroup(ready));
    }

    void setFront(List<String> names, Instant at) {
        front = names;
        frontAt = at;
    }

    void turn(SweepState next) {
        state = next;
    }

    void setPriority(int changed) {
        priority = changed;
    }

    void move(TrialEntry trial, TrialState to) {
        counts.merge(trial.state, -1, Integer::sum);
        counts.merge(to, 1, Integer::sum);
        trial.state = to;
        int index = trial.plan.index();
        TeacherGroup group = group(trial);
        running.remove(index);
        switch (to) {
            case WAITING -> group.onWaiting(index);
            case RUNNING -> {
                running.add(index);
                group.onRunning(index);
            }
            case COMPLETED, STOPPED_EARLY, FAILED, CANCELLED -> {
                group.onEnded(index);
                release(ladder.onEnded(index));
            }
        }
    }
}
