package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SplitMix64Test {
    @Test
    void givesAnotherSequenceForEveryKey() {
        assertThat(new SplitMix64(1, 2).bits(0)).isNotEqualTo(new SplitMix64(2, 1).bits(0));
        assertThat(new SplitMix64(1).bits(0)).isNotEqualTo(new SplitMix64(1, 0).bits(0));
        assertThat(new SplitMix64(1, 2).bits(0)).isNotEqualTo(new SplitMix64(1, 2).bits(1));
    }

    @Test
    void neverChangesItsNumbers() {
        // Orders of epochs and splits of data are drawn from these: other numbers would be other experiments.
        assertThat(new SplitMix64(1, 2).bits(3)).isEqualTo(8454516866312972854L);
    }

    @Test
    void drawsEveryNumberBelowTheBoundEquallyOften() {
        int[] counts = new int[7];
        SplitMix64 random = new SplitMix64(5);
        for (int i = 0; i < 70_000; i++) {
            counts[random.below(7, i)]++;
        }
        // 10,000 expected of each; five deviations of a binomial are 463.
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(9537, 10463));
    }

    @Test
    void shufflesToEveryOrderEquallyOften() {
        int[] counts = new int[27];
        for (int seed = 0; seed < 60_000; seed++) {
            int[] values = {0, 1, 2};
            new SplitMix64(seed).shuffle(values);
            counts[values[0] * 9 + values[1] * 3 + values[2]]++;
        }
        // 10,000 expected of each of the six orders; five deviations are 457.
        assertThat(Arrays.stream(counts).filter(count -> count > 0).boxed())
                .hasSize(6)
                .allSatisfy(count -> assertThat(count).isBetween(9543, 10457));
    }
}
