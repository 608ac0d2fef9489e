package io.barograph.bar.data;

/**
 * A counter-based random generator: every draw is a function of a key and a counter, so that draws may be made in any
 * order and by any thread. SplitMix64's finaliser (Steele, Lea, Flood 2014) applied to key + counter * golden gamma.
 */
final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long key;

    /** Makes a generator of its own for every sequence of numbers. */
    SplitMix64(long... keys) {
        long mixed = 0x6a09e667f3bcc908L;
        for (long part : keys) {
            mixed = mix(mixed + GOLDEN_GAMMA) ^ mix(part + GOLDEN_GAMMA);
        }
        this.key = mix(mixed);
    }

    /** Returns 64 random bits. */
    long bits(long counter) {
        return mix(key + (counter + 1) * GOLDEN_GAMMA);
    }

    /** Returns a number from 0 to below {@code bound}; its bias is below bound / 2^63. */
    int below(int bound, long counter) {
        return (int) Math.multiplyHigh(bits(counter) >>> 1, (long) bound << 1);
    }

    /** Shuffles in place (Fisher and Yates). */
    void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = below(i + 1, i);
            int swapped = values[i];
            values[i] = values[j];
            values[j] = swapped;
        }
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
