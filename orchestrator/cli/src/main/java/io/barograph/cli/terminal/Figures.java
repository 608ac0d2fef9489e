package io.barograph.cli.terminal;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers written the way a reader of tables wants them. */
public final class Figures {
    private static final int LARGEST_DENOMINATOR = 4096;
    private static final double EXACT = 1e-9;

    private Figures() {}

    /** A budget: {@code 1}, {@code 1/16} where it is a unit fraction, else {@code 0.3}. */
    public static String budget(double budget) {
        long denominator = Math.round(1 / budget);
        if (denominator > LARGEST_DENOMINATOR || Math.abs(budget * denominator - 1) > EXACT) {
            return String.format(Locale.ROOT, "%.4g", budget).replaceFirst("0+$", "");
        }
        return denominator == 1 ? "1" : "1/" + denominator;
    }

    /** A fraction as percent with two digits, for example {@code 89.12 %}; nothing if unknown. */
    public static String percent(@Nullable Double fraction) {
        return fraction == null ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    }

    /** A volume ratio with four digits; nothing if unknown. */
    public static String ratio(@Nullable Double ratio) {
        return ratio == null ? "" : String.format(Locale.ROOT, "%.4f", ratio);
    }

    /** A count in three digits, for example {@code 272 k} or {@code 31.0 M}. */
    public static String count(double count) {
        return scaled(count, 1000, new String[] {"", " k", " M", " G", " T"});
    }

    /** A file size in three digits, for example {@code 1.09 MB}. */
    public static String bytes(double bytes) {
        return scaled(bytes, 1000, new String[] {" B", " kB", " MB", " GB", " TB"});
    }

    /** A time in milliseconds with three digits. */
    public static String millis(double millis) {
        return threeDigits(millis) + " ms";
    }

    /** Minutes and seconds, with hours where there are any: {@code 0:42}, {@code 1:02:03}. */
    public static String clock(Duration time) {
        long hours = time.toHours();
        return hours == 0
                ? String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d:%02d", hours, time.toMinutesPart(), time.toSecondsPart());
    }

    /** The same of seconds; nothing if unknown. */
    public static String clock(@Nullable Double seconds) {
        return seconds == null ? "" : clock(Duration.ofSeconds(Math.max(0, Math.round(seconds))));
    }

    private static String scaled(double value, double step, String[] units) {
        int unit = 0;
        double rest = value;
        while (rest >= step - 0.5 && unit < units.length - 1) {
            rest /= step;
            unit++;
        }
        return (unit == 0 ? String.valueOf(Math.round(rest)) : threeDigits(rest)) + units[unit];
    }

    private static String threeDigits(double value) {
        int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
