package io.barograph.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the log lines of a thread are about, until it is closed: sweep, trial and attempt, and the correlation of the sweep, which
 * is the idempotency key that its client gave.
 */
public final class LogContext implements AutoCloseable {
    private final Map<String, @Nullable String> before = new LinkedHashMap<>();

    private LogContext() {}

    /** @param correlation as its client named the submission, or null if that is not known */
    public static LogContext of(String sweep, @Nullable String correlation) {
        return new LogContext().with("sweep", sweep).with("correlation", correlation);
    }

    /** A trial of the sweep. */
    public LogContext trial(String trial, int attempt) {
        return with("trial", trial).with("attempt", Integer.toString(attempt));
    }

    private LogContext with(String key, @Nullable String value) {
        if (value != null) {
            before.putIfAbsent(key, MDC.get(key));
            MDC.put(key, value);
        }
        return this;
    }

    @Override
    public void close() {
        before.forEach((key, value) -> {
            if (value == null) {
                MDC.remove(key);
            } else {
                MDC.put(key, value);
            }
        });
    }
}
