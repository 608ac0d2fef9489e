package io.barograph.server.collect;

import io.barograph.server.schedule.SweepLoader;
import io.barograph.server.store.SweepHead;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What all stored sweeps refer to, read from the truth each time: a name can belong to another sweep than before. */
record References(SweepStore store) {
    /** The ones among {@code suspects} that no sweep refers to. */
    Future<Set<String>> unreferenced(Set<String> suspects) {
        return suspects.isEmpty()
                ? Future.succeededFuture(suspects)
                : store.sweeps().compose(heads -> subtract(heads, 0, new HashSet<>(suspects)));
    }

    private Future<Set<String>> subtract(List<SweepHead> heads, int from, Set<String> left) {
        if (from == heads.size() || left.isEmpty()) {
            return Future.succeededFuture(left);
        }
        return of(heads.get(from)).compose(referenced -> {
            left.removeAll(referenced);
            return subtract(heads, from + 1, left);
        });
    }

    private Future<Set<String>> of(SweepHead head) {
        if (head.state().terminal()) { // it changes no more, and its results say all
            return store.results(head.sweep())
                    .map(results -> ReferencedArtifacts.of(results).hashes());
        }
        return SweepLoader.load(store, head.sweep())
                .map(sweep ->
                        sweep == null ? Set.of() : ReferencedArtifacts.of(sweep).hashes());
    }
}
