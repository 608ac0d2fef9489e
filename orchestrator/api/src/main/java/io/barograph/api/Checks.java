package io.barograph.api;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Argument checks whose messages name the offending value. */
final class Checks {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int TEXT = 8192;

    private Checks() {}

    static String name(String what, String value) {
        return require(NAME.matcher(value).matches(), value, what, value, "be 1 to 63 of a-z, 0-9 and inner -");
    }

    static String text(String what, String value) {
        return require(!value.isBlank() && value.length() <= TEXT, value, what, value, "have 1 to 8192 characters");
    }

    static String hash(String what, String value) {
        return require(HASH.matcher(value).matches(), value, what, value, "be 64 lower-case hexadecimal digits");
    }

    static @Nullable String optionalHash(String what, @Nullable String value) {
        return value == null ? null : hash(what, value);
    }

    static double budget(double value) {
        return require(value > 0 && value <= 1, value, "budget", value, "lie in (0, 1]");
    }

    static double fraction(String what, double value) {
        return require(value >= 0 && value <= 1, value, what, value, "lie in [0, 1]");
    }

    static double positive(String what, double value) {
        return require(value > 0 && Double.isFinite(value), value, what, value, "be positive and finite");
    }

    static double notNegative(String what, double value) {
        return require(value >= 0 && Double.isFinite(value), value, what, value, "be finite and not negative");
    }

    static int atLeast(String what, int least, int value) {
        return require(value >= least, value, what, value, "be at least " + least);
    }

    static long atLeast(String what, long least, long value) {
        return require(value >= least, value, what, value, "be at least " + least);
    }

    static <T> T require(boolean holds, T value, String what, Object shown, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(what + " must " + rule + ", was " + shown);
        }
        return value;
    }
}
