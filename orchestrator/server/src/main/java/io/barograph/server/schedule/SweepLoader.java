package io.barograph.server.schedule;

import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.DamagedLogException;
import io.barograph.server.store.LogFold;
import io.barograph.server.store.SweepHead;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Folds stored logs, page by page; fails with {@link DamagedLogException} if an entry cannot follow the one before it. */
public final class SweepLoader {
    private static final int PAGE = 2000;

    private SweepLoader() {}

    /** The state of a stored sweep, or null if there is none of this name. */
    public static Future<@Nullable SweepProjection> load(SweepStore store, String sweep) {
        return store.load(sweep).compose(loaded -> loaded == null ? Future.succeededFuture() : current(store, loaded));
    }

    /** A sweep as it is stored now, which is another one if the name was used again; null if there is none of this name. */
    public static Future<@Nullable SweepProjection> current(SweepStore store, SweepProjection known) {
        return catchUp(store, known).compose(same -> same ? Future.succeededFuture(known) : load(store, known.sweep()));
    }

    /**
     * The state of a stored sweep that is known to be there; fails with {@link DamagedLogException} also if its log has lost
     * its end.
     */
    public static Future<SweepProjection> load(SweepStore store, SweepHead head) {
        return load(store, head.sweep()).map(loaded -> {
            long found = loaded == null ? 0 : loaded.sequence();
            if (loaded == null || found < head.sequence()) {
                throw new DamagedLogException(
                        head.sweep(), found + 1, "it is missing, and so are all up to " + head.sequence(), null);
            }
            return loaded;
        });
    }

    /** Folds what was stored since; false if the sweep is not stored any more. */
    private static Future<Boolean> catchUp(SweepStore store, SweepProjection projection) {
        return store.page(projection.sweep(), projection.sequence(), PAGE).compose(page -> {
            if (!Objects.equals(page.number(), projection.number())) {
                return Future.succeededFuture(false);
            }
            LogFold.apply(projection, page.entries());
            return page.entries().size() < PAGE ? Future.succeededFuture(true) : catchUp(store, projection);
        });
    }
}
