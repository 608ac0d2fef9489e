package io.barograph.server.collect;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/**
 * Removes artifacts that no stored sweep refers to. Uploads come before their reports and content may be stored again, so
 * an artifact goes only if
 *
 * <ul>
 *   <li>it was stored for the last time longer ago than the grace period, by the store's clock, both when it was listed and
 *       when it is removed;
 *   <li>no sweep referred to it, read from the truth after it was listed;
 *   <li>the pass before found the same, so that after an outage reports that waited for its end have the time between two
 *       passes to arrive.
 * </ul>
 *
 * <p>None of this depends on who leads: several may collect at once. Not thread-safe; one pass at a time.
 */
public final class ArtifactCollector {
    private final ArtifactStore artifacts;
    private final References references;
    private final Clock clock;
    private final Duration grace;
    private final Blocking blocking;
    private Set<String> foundBefore = Set.of();

    /** Where calls that block run. */
    @FunctionalInterface
    public interface Blocking {
        <T> Future<T> call(Callable<T> work);
    }

    public ArtifactCollector(
            SweepStore store, ArtifactStore artifacts, Clock clock, Duration grace, Blocking blocking) {
        this.artifacts = artifacts;
        this.references = new References(store);
        this.clock = clock;
        this.grace = grace;
        this.blocking = blocking;
    }

    /** One pass; the number of artifacts that it removed. If it fails, the next one removes nothing. */
    public Future<Integer> pass() {
        Set<String> before = foundBefore;
        foundBefore = Set.of();
        Instant limit = clock.instant().minus(grace);
        return unreferenced(limit).compose(found -> {
            foundBefore = found;
            Set<String> twice = new HashSet<>(found);
            twice.retainAll(before);
            return remove(twice, limit);
        });
    }

    /** Removes all that is not referenced, however young. Only for when no worker uses the store. */
    public Future<Integer> removeAll() {
        return unreferenced(Instant.MAX).compose(found -> remove(found, Instant.MAX));
    }

    private Future<Set<String>> unreferenced(Instant limit) {
        // In this order: what is reported in between is referenced then.
        return blocking.call(() -> old(limit)).compose(references::unreferenced);
    }

    private Set<String> old(Instant limit) {
        return artifacts.lastUses().entrySet().stream()
                .filter(use -> use.getValue().isBefore(limit))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private Future<Integer> remove(Set<String> hashes, Instant limit) {
        if (hashes.isEmpty()) {
            return Future.succeededFuture(0);
        }
        return blocking.call(() -> {
            int removed = 0;
            for (String hash : hashes) {
                removed += artifacts.deleteUnusedSince(hash, limit) ? 1 : 0;
            }
            return removed;
        });
    }
}
