package io.barograph.server.schedule;

import io.barograph.api.TrialAsk;
import io.barograph.server.state.SweepProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The workers that were heard of lately, and what each has. */
final class Roster {
    private final Duration trialLease;
    private final Instant since;
    private final Map<String, Worker> workers = new TreeMap<>();

    /**
     * @param trialLease how long a worker may be silent and counts as live
     * @param since when this scheduler began to listen
     */
    Roster(Duration trialLease, Instant since) {
        this.trialLease = trialLease;
        this.since = since;
    }

    /**
     * What a worker said of itself.
     *
     * @param datasets hashes of the data sets that it holds
     * @param asked whether these are all of its labels, since it has asked this scheduler
     * @param slots when each of its slots was heard of last
     */
    record Worker(
            String name,
            Set<String> labels,
            Set<String> datasets,
            boolean asked,
            Instant heard,
            Map<Integer, Instant> slots) {}

    void asked(TrialAsk ask, Instant now) {
        keep(ask.worker(), ask.slot(), ask.labels(), ask.datasets(), true, now);
    }

    private void keep(String name, int slot, Set<String> labels, Set<String> datasets, boolean asked, Instant now) {
        Worker known = workers.get(name);
        Map<Integer, Instant> slots = known == null ? new TreeMap<>() : known.slots();
        slots.put(slot, now);
        workers.put(name, new Worker(name, labels, datasets, asked, now, slots));
    }

    /**
     * A worker runs a trial.
     *
     * @param labels that it has at least, if it has not asked since this scheduler leads
     */
    void heard(String name, int slot, Set<String> labels, Instant now) {
        Worker known = workers.get(name);
        if (known == null) {
            keep(name, slot, labels, Set.of(), false, now);
        } else {
            keep(name, slot, known.labels(), known.datasets(), known.asked(), now);
        }
    }

    /** The slots of a worker that were heard of lately, in order. */
    List<Integer> slots(Worker worker, Instant now) {
        worker.slots().values().removeIf(heard -> heard.isBefore(now.minus(trialLease)));
        return List.copyOf(worker.slots().keySet());
    }

    /** Whether every live worker must have been heard of by now. */
    boolean knowsAll(Instant now) {
        return !now.isBefore(since.plus(trialLease));
    }

    /** Whether a worker said, when it asked last, that it holds the data of a sweep. */
    boolean holdsData(String name, SweepProjection sweep) {
        Worker worker = workers.get(name);
        String hash = sweep.spec().dataset().hash();
        return worker != null && hash != null && worker.datasets().contains(hash);
    }

    /** Live workers with these labels. */
    List<Worker> fitting(Set<String> required, Instant now) {
        Collection<Worker> all = workers.values();
        all.removeIf(worker -> worker.heard().isBefore(now.minus(trialLease)));
        return all.stream()
                .filter(worker -> worker.labels().containsAll(required))
                .toList();
    }

    /** What is known of workers now, beside these sweeps and slots. */
    Standing standing(Collection<SweepProjection> sweeps, int busySlots, int idleSlots, Instant now) {
        List<Worker> live = fitting(Set.of(), now);
        boolean sure = knowsAll(now) && live.stream().allMatch(Worker::asked);
        return new Standing(sweeps, live.stream().map(Worker::labels).toList(), sure, busySlots, idleSlots);
    }
}
