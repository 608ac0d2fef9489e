package io.barograph.bench.dispatch;

import io.vertx.core.impl.VertxThread;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The longest CPU time of a handler on this process's event loops. Vert.x notes on each event-loop thread when the handler
 * that runs now began; a thread looks at that note and at the CPU time of the loop's thread every millisecond. A handler
 * took at least the CPU time between the first and the last look that saw it, and at most that between the looks before it
 * began and after it ended. Waiting, also for a processor, is not CPU time.
 */
final class LoopWatch {
    private static final long EVERY_MILLIS = 1;
    private static final long LONG_NANOS = 100_000_000;
    private static final int LOOK_FOR_THREADS_EVERY = 200;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<VertxThread, Seen> loops = new HashMap<>();
    private long atLeastNanos;
    private long atMostNanos;

    /** What the looks at one event loop saw; nanoseconds of CPU time, and the beginning of the handler as its name. */
    private static final class Seen {
        private long handler;
        private long lastLook;
        private long lastBeforeHandler;
        private long firstInHandler;
        private boolean told;
    }

    /**
     * The longest handler since the last time this was asked.
     *
     * @param atLeastMillis it took at least this
     * @param atMostMillis none took more than this
     */
    record Longest(double atLeastMillis, double atMostMillis) {}

    static LoopWatch start() {
        LoopWatch watch = new LoopWatch();
        Thread thread = new Thread(watch::watch, "bench-loop-watch");
        thread.setDaemon(true);
        thread.setPriority(Thread.MAX_PRIORITY);
        thread.start();
        return watch;
    }

    synchronized Longest longest() {
        Longest longest = new Longest(atLeastNanos / 1e6, atMostNanos / 1e6);
        atLeastNanos = 0;
        atMostNanos = 0;
        return longest;
    }

    private void watch() {
        try {
            for (long look = 0; ; look++) {
                if (look % LOOK_FOR_THREADS_EVERY == 0) {
                    findLoops();
                }
                loops.forEach(this::look);
                Thread.sleep(EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void findLoops() {
        Thread[] all = new Thread[2 * Thread.activeCount() + 10];
        int count = Thread.enumerate(all);
        Arrays.stream(all, 0, count)
                .filter(thread ->
                        thread instanceof VertxThread && thread.getName().startsWith("vert.x-eventloop-"))
                .forEach(thread -> loops.computeIfAbsent((VertxThread) thread, fresh -> firstLook(fresh)));
    }

    private Seen firstLook(VertxThread thread) {
        Seen seen = new Seen();
        seen.lastLook = threads.getThreadCpuTime(thread.getId());
        seen.lastBeforeHandler = seen.lastLook;
        return seen;
    }

    private synchronized void look(VertxThread thread, Seen seen) {
        long handler = thread.startTime(); // 0 between handlers
        long cpu = threads.getThreadCpuTime(thread.getId());
        if (handler != 0 && handler == seen.handler) {
            atLeastNanos = Math.max(atLeastNanos, cpu - seen.firstInHandler);
            tell(thread, seen, cpu);
        } else {
            long since = seen.handler == 0 ? seen.lastLook : seen.lastBeforeHandler;
            atMostNanos = Math.max(atMostNanos, cpu - since);
            seen.lastBeforeHandler = seen.lastLook;
            seen.firstInHandler = cpu;
            seen.handler = handler;
            seen.told = false;
        }
        seen.lastLook = cpu;
    }

    /** Says once where a handler is that takes long, for whoever has to make it shorter. */
    private static void tell(VertxThread thread, Seen seen, long cpu) {
        if (!seen.told && cpu - seen.firstInHandler > LONG_NANOS) {
            seen.told = true;
            System.err.println("a handler of " + thread.getName() + " has taken " + LONG_NANOS / 1_000_000 + " ms in");
            for (StackTraceElement frame : thread.getStackTrace()) {
                System.err.println("    " + frame);
            }
        }
    }
}
