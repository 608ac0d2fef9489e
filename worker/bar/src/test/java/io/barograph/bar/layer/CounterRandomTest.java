package io.barograph.bar.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
    @Test
    void agreesWithThePublishedKnownAnswers() {
        assertThat(CounterRandom.block(0, 0, 0, 0, 0, 0))
                .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(CounterRandom.block(-1, -1, -1, -1, -1, -1))
                .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(CounterRandom.block(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void isUniformInTheOpenInterval() {
        int stream = CounterRandom.stream("stem_gate");
        double[] draws = IntStream.range(0, 100_000)
                .mapToDouble(step -> CounterRandom.uniform(3, step, stream, 5))
                .toArray();
        int[] counts = new int[10];
        for (double draw : draws) {
            assertThat(draw).isStrictlyBetween(0.0, 1.0);
            counts[(int) (draw * 10)]++;
        }
        // Each bin is binomial with a standard deviation of 95.
        assertThat(Arrays.stream(counts).boxed()).allMatch(count -> count > 9_500 && count < 10_500);
    }

    @Test
    void everyKeyPartChangesTheDraw() {
        double draw = CounterRandom.uniform(1, 2, 3, 4);
        assertThat(CounterRandom.uniform(1, 2, 3, 4)).isEqualTo(draw);
        assertThat(new double[] {
                    CounterRandom.uniform(1L << 40, 2, 3, 4),
                    CounterRandom.uniform(1, 2L << 32, 3, 4),
                    CounterRandom.uniform(1, 2, 4, 4),
                    CounterRandom.uniform(1, 2, 3, 5)
                })
                .doesNotContain(draw)
                .doesNotHaveDuplicates();
    }
}
