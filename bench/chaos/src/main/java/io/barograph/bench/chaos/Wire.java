package io.barograph.bench.chaos;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one connection between an orchestrator and PostgreSQL says, as far as it tells of windows. Prepared statements are
 * known by their names, of which the text is sent once. Thread-safe.
 */
final class Wire {
    private static final int LOOKED_AT = 200;

    private final String orchestrator;
    private final Traps traps;
    private final Map<String, Statement> prepared = new HashMap<>();
    private Statement running = Statement.OTHER;

    /** Statements that open a window; the transaction is known by the last of them. */
    private enum Statement {
        WRITES_EVENTS("insert into event "),
        RENEWS("update lease set expires = clock_timestamp()"),
        TAKES_OVER("insert into lease "),
        TAKEN(""),
        OTHER("");

        private final String begin;

        Statement(String begin) {
            this.begin = begin;
        }

        private static Statement of(String sql) {
            for (Statement statement : values()) {
                if (!statement.begin.isEmpty() && sql.startsWith(statement.begin)) {
                    return statement;
                }
            }
            return OTHER;
        }
    }

    Wire(String orchestrator, Traps traps) {
        this.orchestrator = orchestrator;
        this.traps = traps;
    }

    /** A message of the orchestrator, before it goes on. */
    synchronized void asked(char type, byte[] body) {
        if (type == 'P') {
            String[] words = strings(body);
            prepared.put(words[0], Statement.of(words.length > 1 ? words[1] : ""));
        } else if (type == 'B') {
            String[] words = strings(body);
            Statement bound = prepared.getOrDefault(words.length > 1 ? words[1] : "", Statement.OTHER);
            if (bound != Statement.OTHER) {
                running = bound;
            }
        }
    }

    /** A message of PostgreSQL, before it goes on. */
    void answered(char type, byte[] body) {
        Window window = type == 'C' ? windowAt(strings(body)[0]) : null;
        if (window != null) {
            traps.reached(window, orchestrator);
        }
    }

    private synchronized @Nullable Window windowAt(String tag) {
        Statement now = running;
        return switch (tag) {
            case "UPDATE 1" -> now == Statement.RENEWS ? Window.RENEWAL : null; // before its commit
            case "INSERT 0 1" -> {
                running = now == Statement.TAKES_OVER ? Statement.TAKEN : now;
                yield null;
            }
            case "COMMIT" -> {
                running = Statement.OTHER;
                if (now == Statement.TAKEN) {
                    yield Window.TAKE_OVER;
                }
                yield now == Statement.WRITES_EVENTS ? Window.COMMIT : null;
            }
            case "ROLLBACK" -> {
                running = Statement.OTHER;
                yield null;
            }
            default -> null;
        };
    }

    /** The strings that a message begins with. */
    private static String[] strings(byte[] body) {
        return new String(body, 0, Math.min(body.length, LOOKED_AT), StandardCharsets.UTF_8).split("\0", 3);
    }
}
