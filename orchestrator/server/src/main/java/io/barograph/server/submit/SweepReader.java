package io.barograph.server.submit;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.server.schedule.SweepLoader;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored state of sweeps, folded once and caught up with each question. Used on one event loop. */
public final class SweepReader {
    private static final int KEPT = 32;

    private final SweepStore store;
    private final Map<String, SweepProjection> recent = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SweepProjection> eldest) {
            return size() > KEPT;
        }
    };

    public SweepReader(SweepStore store) {
        this.store = store;
    }

    /** The sweep as it is stored now; fails with UNKNOWN_SWEEP. */
    public Future<SweepProjection> read(String sweep) {
        SweepProjection known = recent.get(sweep);
        Future<@Nullable SweepProjection> now =
                known == null ? SweepLoader.load(store, sweep) : SweepLoader.current(store, known);
        return now.map(loaded -> {
            if (loaded == null) {
                recent.remove(sweep);
                throw unknown(sweep);
            }
            recent.put(sweep, loaded);
            return loaded;
        });
    }

    static BarographException unknown(String sweep) {
        return new BarographException(ErrorCode.UNKNOWN_SWEEP, "no sweep " + sweep + " is stored", null);
    }
}
