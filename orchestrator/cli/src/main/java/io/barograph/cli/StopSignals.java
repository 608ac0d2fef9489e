package io.barograph.cli;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sun.misc.Signal;

/** SIGINT, SIGTERM and SIGHUP as a request to stop; the second one ends the process at once. */
final class StopSignals {
    private final AtomicReference<@Nullable ExitCode> first = new AtomicReference<>();
    private final Consumer<ExitCode> onFirst;

    private StopSignals(Consumer<ExitCode> onFirst) {
        this.onFirst = onFirst;
    }

    /** From now on the first signal calls {@code onFirst} on a thread of its own. */
    static void handle(Consumer<ExitCode> onFirst) {
        StopSignals signals = new StopSignals(onFirst);
        Signal.handle(new Signal("INT"), signal -> signals.received(ExitCode.INTERRUPTED));
        Signal.handle(new Signal("TERM"), signal -> signals.received(ExitCode.TERMINATED));
        Signal.handle(new Signal("HUP"), signal -> signals.received(ExitCode.TERMINATED));
    }

    private void received(ExitCode code) {
        if (first.compareAndSet(null, code)) {
            onFirst.accept(code);
        } else {
            Runtime.getRuntime().halt(code.number());
        }
    }
}
