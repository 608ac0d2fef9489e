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
     */
    record Worker(String name, Set<String> labels, Set<String> datasets, Instant heard) {}

    void asked(TrialAsk ask, Instant now) {
        workers.put(ask.worker(), new Worker(ask.worker(), ask.labels(), ask.datasets(), now));
    }

    /**
     * A worker runs a trial.
     *
     * @param labels that it has at least, if it has not asked since this scheduler leads
     */
    void heard(String name, Set<String> labels, Instant now) {
        Worker known = workers.get(name);
        workers.put(
                name,
                known == null
                        ? new Worker(name, labels, Set.of(), now)
                        : new Worker(name, known.labels(), known.datasets(), now));
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
}
