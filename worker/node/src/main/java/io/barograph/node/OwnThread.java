package io.barograph.node;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Runs native work on a thread that ends with it. OpenMP keeps a team of helpers for every thread that has entered one of its
 * loops, until that thread ends, and once there are more threads in teams than cores, all teams wait by sleeping at once: a
 * check of a sweep on the main thread made every later training step a tenth slower.
 */
final class OwnThread {
    private OwnThread() {}

    /** Runs the work and waits for it; what it throws is thrown here. */
    static <T> T call(String name, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        try {
            T result = task.get();
            thread.join(); // only then are its helpers gone
            return result;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        }
    }
}
