package io.barograph.server.submit;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.server.schedule.SweepLoader;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored state of sweeps, folded once and caught up with each question. Used on one event loop. */
public final class SweepReader {
    private static final int KEPT = 32;

    private final SweepStore store;
    private final boolean turns;
    private final Map<String, Future<SweepProjection>> reading = new HashMap<>();
    private final Map<String, SweepProjection> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SweepProjection> eldest) {
            return size() > KEPT;
        }
    };

    public SweepReader(SweepStore store) {
        this(store, false);
    }

    private SweepReader(SweepStore store, boolean turns) {
        this.store = store;
        this.turns = turns;
    }

    /** One that is much faster with long logs, and whose sweeps know no checkpoints, see {@link SweepStore#loadTurns}. */
    public static SweepReader ofTurns(SweepStore store) {
        return new SweepReader(store, true);
    }

    /** The sweep as it is stored now; fails with UNKNOWN_SWEEP. Those who ask at the same time share one reading. */
    public Future<SweepProjection> read(String sweep) {
        Future<SweepProjection> already = reading.get(sweep);
        if (already != null) {
            return already.compose(loaded -> read(sweep)); // what it read may be older than this question
        }
        SweepProjection known = recent.get(sweep);
        if (known != null) {
            return SweepLoader.current(store, known).map(now -> kept(sweep, now));
        }
        Future<SweepProjection> loading = first(sweep).map(now -> kept(sweep, now));
        reading.put(sweep, loading);
        return loading.onComplete(done -> reading.remove(sweep));
    }

    private SweepProjection kept(String sweep, @Nullable SweepProjection now) {
        if (now == null) {
            recent.remove(sweep);
            throw unknown(sweep);
        }
        recent.put(sweep, now);
        return now;
    }

    private Future<@Nullable SweepProjection> first(String sweep) {
        return turns
                ? store.loadTurns(sweep)
                        .compose(loaded ->
                                loaded == null ? Future.succeededFuture() : SweepLoader.current(store, loaded))
                : SweepLoader.load(store, sweep);
    }

    static BarographException unknown(String sweep) {
        return new BarographException(ErrorCode.UNKNOWN_SWEEP, "no sweep " + sweep + " is stored", null);
    }
}
