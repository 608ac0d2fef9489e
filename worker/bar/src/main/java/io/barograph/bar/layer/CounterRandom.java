package io.barograph.bar.layer;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Counter-based random numbers: Philox4x32-10 (Salmon and others, "Parallel random numbers: as easy as 1, 2, 3", 2011).
 * Every number is a pure function of (seed, step, stream, index), so removing a channel shifts no other draw.
 */
public final class CounterRandom {
    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;
    private static final double TWO_POW_MINUS_52 = 0x1p-52;

    private CounterRandom() {}

    /**
     * A number uniform in the open interval (0, 1).
     *
     * @param seed the experiment's seed
     * @param step training step
     * @param stream which layer draws, see {@link #stream(String)}
     * @param index which number of the layer: the original channel id
     */
    public static double uniform(long seed, long step, int stream, int index) {
        int[] block = block((int) step, (int) (step >>> 32), stream, index, (int) seed, (int) (seed >>> 32));
        long bits = ((block[0] & LOW) << 20) | ((block[1] & LOW) >>> 12);
        return (bits + 0.5) * TWO_POW_MINUS_52;
    }

    /** The stream number of a layer's name: its CRC-32. */
    public static int stream(String layerName) {
        CRC32 crc = new CRC32();
        crc.update(layerName.getBytes(StandardCharsets.UTF_8));
        return (int) crc.getValue();
    }

    /** One Philox4x32-10 block: counter words 0 to 3 and key words 0 and 1 to four words. */
    static int[] block(int counter0, int counter1, int counter2, int counter3, int key0, int key1) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW);
            long product1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        return new int[] {c0, c1, c2, c3};
    }
}
