package io.barograph.bar.onnx;

import java.util.Arrays;

/**
 * How long something takes, in milliseconds.
 *
 * @param median of the runs
 * @param low lower quartile
 * @param high upper quartile
 */
public record Timing(double median, double low, double high) {
    private static final int WARM_UP = 3;
    private static final int MOST_RUNS = 51;
    private static final int FEWEST_RUNS = 5;
    private static final long ENOUGH_NANOS = 1_000_000_000L;

    /** Times a run again and again, after a few that do not count: 51 times, or fewer if they take more than a second. */
    public static Timing of(Runnable run) {
        double[] millis = new double[MOST_RUNS];
        int runs = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < WARM_UP && System.nanoTime() - begun < ENOUGH_NANOS; i++) {
            run.run();
        }
        begun = System.nanoTime();
        while (runs < MOST_RUNS && (runs < FEWEST_RUNS || System.nanoTime() - begun < ENOUGH_NANOS)) {
            long start = System.nanoTime();
            run.run();
            millis[runs++] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis, 0, runs);
        return new Timing(millis[runs / 2], millis[runs / 4], millis[3 * runs / 4]);
    }
}
