package io.barograph.bench.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What waits for an orchestrator to come into a window. Thread-safe. */
final class Traps {
    private final List<Trap> waiting = new ArrayList<>();

    private static final class Trap {
        private final Window window;
        private final Predicate<String> action;
        private final CompletableFuture<@Nullable String> sprung = new CompletableFuture<>();
        private boolean late;

        private Trap(Window window, Predicate<String> action) {
            this.window = window;
            this.action = action;
        }
    }

    /**
     * Sets a trap and waits for it.
     *
     * @param action gets the name of an orchestrator, about which the database hears and says nothing until it returns;
     *     false if it is to wait for another
     * @return who came into it, or null if nobody did in time
     */
    @Nullable
    String await(Window window, long millis, Predicate<String> action) {
        Trap trap = new Trap(window, action);
        synchronized (this) {
            waiting.add(trap);
        }
        try {
            return trap.sprung.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            synchronized (this) {
                trap.late = true;
                if (waiting.remove(trap)) {
                    return null;
                }
            }
            return trap.sprung.join(); // somebody came just now
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw Shell.interrupted(e);
        }
    }

    /** An orchestrator is in a window now. */
    void reached(Window window, String orchestrator) {
        Trap trap = takeFirst(window);
        if (trap != null) {
            try {
                if (trap.action.test(orchestrator)) {
                    trap.sprung.complete(orchestrator);
                } else {
                    setAgain(trap);
                }
            } catch (RuntimeException e) {
                trap.sprung.completeExceptionally(e);
            }
        }
    }

    private synchronized @Nullable Trap takeFirst(Window window) {
        for (Trap trap : waiting) {
            if (trap.window == window) {
                waiting.remove(trap);
                return trap;
            }
        }
        return null;
    }

    private synchronized void setAgain(Trap trap) {
        if (trap.late) {
            trap.sprung.complete(null);
        } else {
            waiting.add(trap);
        }
    }
}
