package io.barograph.server.schedule;

import io.barograph.server.log.LogEntry;
import io.barograph.server.state.SweepProjection;
import io.barograph.server.store.SweepStore;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds stored logs, page by page. */
public final class SweepLoader {
    private static final int PAGE = 2000;

    private SweepLoader() {}

    /** The state of a stored sweep, or null if there is none of this name. */
    public static Future<@Nullable SweepProjection> load(SweepStore store, String sweep) {
        return store.log(sweep, 0, PAGE).compose(page -> {
            if (page.isEmpty()) {
                return Future.succeededFuture();
            }
            SweepProjection projection = SweepProjection.replay(page);
            return page.size() < PAGE ? Future.succeededFuture(projection) : catchUp(store, projection);
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
        page.stream().filter(entry -> entry.sequence() > projection.sequence()).forEach(projection::apply);
    }
}
