package io.barograph.bench.dispatch;

import com.sun.management.OperatingSystemMXBean;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import io.micrometer.core.instrument.Timer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A member's side of the pipe to the bench: says that it is ready, tells its figures when asked, until the pipe is closed. */
final class Control {
    static final String READY = "ready";
    static final String FIGURES = "figures";

    private Control() {}

    /** @param meters of the orchestrator; empty for others */
    static void serve(Meters meters) throws IOException {
        LoopWatch loops = LoopWatch.start();
        System.out.println(READY);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            LoopWatch.Longest longest = loops.longest();
            Timer commits = meters.timer(Metric.STORE_COMMIT);
            System.out.printf(
                    Locale.ROOT,
                    "%s %.3f %.3f %.3f %d %.3f %.0f%n",
                    FIGURES,
                    cpuSeconds(),
                    longest.atLeastMillis(),
                    longest.atMostMillis(),
                    commits.count(),
                    commits.totalTime(TimeUnit.SECONDS),
                    meters.counter(Metric.STORE_ENTRIES).count());
        }
    }

    /** CPU time of this process so far. */
    private static double cpuSeconds() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime() / 1e9;
    }
}
