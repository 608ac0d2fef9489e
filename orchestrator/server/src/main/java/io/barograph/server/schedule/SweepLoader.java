package io.barograph.server.schedule;

import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.DamagedLogException;
import io.barograph.server.store.SweepHead;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds stored logs, page by page; fails with {@link DamagedLogException} if an entry cannot follow the one before it. */
public final class SweepLoader {
    private static final int PAGE = 2000;

    private SweepLoader() {}

    /** The state of a stored sweep, or null if there is none of this name. */
    public static Future<@Nullable SweepProjection> load(SweepStore store, String sweep) {
        return store.log(sweep, 0, PAGE).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture();
            }
            SweepProjection projection = begin(page.get(0));
            apply(projection, page);
            return page.size() < PAGE ? Future.succeededFuture(projection) : catchUp(store, projection);
        });
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

    /** Folds what was stored since; the same projection, up to date. */
    public static Future<SweepProjection> catchUp(SweepStore store, SweepProjection projection) {
        return store.log(projection.sweep(), projection.sequence(), PAGE).compose(page -> {
            apply(projection, page);
            return page.size() < PAGE ? Future.succeededFuture(projection) : catchUp(store, projection);
        });
    }

    private static void apply(SweepProjection projection, List<LogEntry> page) {
        for (LogEntry entry : page) {
            if (entry.sequence() > projection.sequence()) {
                try {
                    projection.apply(entry);
                } catch (IllegalStateException | IllegalArgumentException e) {
                    throw damaged(entry, e);
                }
            }
        }
    }

    private static SweepProjection begin(LogEntry first) {
        try {
            return new SweepProjection(first);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw damaged(first, e);
        }
    }

    private static DamagedLogException damaged(LogEntry entry, RuntimeException cause) {
        return new DamagedLogException(entry.sweep(), entry.sequence(), cause.getMessage(), cause);
    }
}
