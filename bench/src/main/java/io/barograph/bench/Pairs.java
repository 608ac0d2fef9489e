package io.barograph.bench;

/**
 * Two things timed in turn, in one process, by one thread.
 *
 * @param ours milliseconds of one run of the first, by pair
 * @param peer milliseconds of one run of the second, by pair
 */
record Pairs(double[] ours, double[] peer) {
    private static final double SECONDS_A_SAMPLE = 0.1;
    private static final double SLOW_SECONDS = 0.3;
    private static final int SLOW_PAIRS = 7; // the fewest but one that have an interval of 95 %

    /** @param most pairs, unless a single run takes so long that fewer must do */
    static Pairs of(int most, Runnable first, Runnable second) {
        int repeats = 1;
        double faster = Math.min(seconds(first, repeats), seconds(second, repeats));
        while (faster < SECONDS_A_SAMPLE) {
            repeats *= 2;
            faster = Math.min(seconds(first, repeats), seconds(second, repeats));
        }
        int pairs = faster > SLOW_SECONDS ? Math.min(most, SLOW_PAIRS) : most;
        double[] ours = new double[pairs];
        double[] peer = new double[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            ours[pair] = 1e3 * seconds(first, repeats) / repeats;
            peer[pair] = 1e3 * seconds(second, repeats) / repeats;
        }
        return new Pairs(ours, peer);
    }

    private static double seconds(Runnable work, int repeats) {
        long start = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            work.run();
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
