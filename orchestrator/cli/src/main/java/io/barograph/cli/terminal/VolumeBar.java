package io.barograph.cli.terminal;

/** Volume as a bar of eighths of a character, with a mark where the budget ends. */
public final class VolumeBar {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉";
    private static final char FULL = '█';
    private static final char MARK = '│';
    private static final char EMPTY = '·';

    private VolumeBar() {}

    /** A bar of {@code width} characters for a ratio in [0, 1]; no mark where the budget is 1 or the bar covers it. */
    public static String of(double ratio, double budget, int width) {
        int eighths = (int) Math.round(Math.min(1, Math.max(0, ratio)) * width * 8);
        if (ratio > 0) {
            eighths = Math.max(1, eighths);
        }
        int mark = (int) Math.ceil(budget * width - 1e-9);
        StringBuilder bar = new StringBuilder();
        for (int cell = 0; cell < width; cell++) {
            int rest = eighths - 8 * cell;
            if (rest >= 8) {
                bar.append(FULL);
            } else if (rest > 0) {
                bar.append(EIGHTHS.charAt(rest));
            } else {
                bar.append(cell == mark ? MARK : EMPTY);
            }
        }
        return bar.toString();
    }

    /** A bar of progress, {@code done} in [0, 1]. */
    static String progress(double done, int width) {
        int full = (int) Math.floor(Math.min(1, Math.max(0, done)) * width);
        return "━".repeat(full) + "─".repeat(width - full);
    }
}
