package io.barograph.metrics;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a process can do its work now, as probes ask it. Thread-safe. */
public final class Readiness {
    private static final long PATIENCE_SECONDS = 3;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, Supplier<? extends Future<?>>> checks;
    private final Map<String, Future<?>> running = new HashMap<>();
    private @Nullable Future<List<String>> checked;
    private long checkedAt;

    /** @param checks what must succeed within {@value #PATIENCE_SECONDS} s for the process to be ready, by name, in their order */
    public Readiness(Map<String, ? extends Supplier<? extends Future<?>>> checks) {
        this.checks = new LinkedHashMap<>(checks);
    }

    /** The names of what is not well. Whoever asks needs no token, so many who ask at once are answered by one look. */
    public synchronized Future<List<String>> failed() {
        Future<List<String>> last = checked;
        long now = System.nanoTime();
        if (last != null && (!last.isComplete() || now - checkedAt < FRESH_NANOS)) {
            return last;
        }
        checkedAt = now;
        Future<List<String>> next = look();
        checked = next;
        return next;
    }

    private Future<List<String>> look() {
        Map<String, Future<?>> looked = new LinkedHashMap<>();
        checks.forEach((name, check) -> {
            Future<?> before = running.get(name);
            Future<?> now =
                    before == null || before.isComplete() ? check.get() : before; // that hangs: one thread is enough
            running.put(name, now);
            looked.put(name, now.timeout(PATIENCE_SECONDS, TimeUnit.SECONDS));
        });
        return Future.join(List.copyOf(looked.values())).transform(done -> {
            List<String> failed = new ArrayList<>();
            looked.forEach((name, check) -> {
                if (check.failed()) {
                    failed.add(name);
                }
            });
            return Future.succeededFuture(List.copyOf(failed));
        });
    }

    /** What a probe is told, with the status {@link #code}. */
    public static JsonObject body(List<String> failed) {
        JsonObject body = new JsonObject().put("status", failed.isEmpty() ? "up" : "down");
        return failed.isEmpty() ? body : body.put("failed", new JsonArray(failed));
    }

    /** 200, or 503 if anything is not well. */
    public static int code(List<String> failed) {
        return failed.isEmpty() ? 200 : 503;
    }
}
