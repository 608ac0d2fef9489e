package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {
    @Property
    void everyImageIsInExactlyOnePart(
            @ForAll @Size(max = 200) List<@IntRange(max = 6) Integer> labels,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
            @ForAll long seed) {
        StratifiedSplit split = StratifiedSplit.byFraction(array(labels), fraction, seed);
        List<Integer> all = new ArrayList<>(split.kept());
        all.addAll(split.taken());
        Collections.sort(all);
        assertThat(all).isEqualTo(IntStream.range(0, labels.size()).boxed().toList());
    }

    @Property
    void everyClassGivesItsShareAndKeepsSome(
            @ForAll @Size(max = 200) List<@IntRange(max = 6) Integer> labels,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
            @ForAll long seed) {
        StratifiedSplit split = StratifiedSplit.byFraction(array(labels), fraction, seed);
        for (int c = 0; c <= 6; c++) {
            int label = c;
            long size = labels.stream().filter(l -> l == label).count();
            long taken =
                    split.taken().stream().filter(i -> labels.get(i) == label).count();
            if (size < 2) {
                assertThat(taken).isZero();
            } else {
                assertThat(taken).isBetween(1L, size - 1);
                assertThat((double) taken)
                        .isBetween(Math.min(size * fraction - 0.5, size - 1), Math.max(size * fraction + 0.5, 1));
            }
        }
    }

    @Property
    void theSameSeedGivesTheSameSplit(
            @ForAll @Size(max = 100) List<@IntRange(max = 3) Integer> labels, @ForAll long seed) {
        assertThat(StratifiedSplit.byFraction(array(labels), 0.3, seed))
                .isEqualTo(StratifiedSplit.byFraction(array(labels), 0.3, seed));
    }

    @Test
    void anotherSeedGivesAnotherSplit() {
        int[] labels = IntStream.range(0, 100).map(i -> i % 2).toArray();
        assertThat(StratifiedSplit.byCount(labels, 10, 1).taken())
                .hasSize(20)
                .isNotEqualTo(StratifiedSplit.byCount(labels, 10, 2).taken());
    }

    @Test
    void membersOfAClassAreChosenEvenly() {
        int[] labels = new int[40];
        int[] chosen = new int[40];
        for (int seed = 0; seed < 4000; seed++) {
            StratifiedSplit.byCount(labels, 10, seed).taken().forEach(i -> chosen[i]++);
        }
        // 1000 expected of each; five deviations of a binomial are 137.
        assertThat(Arrays.stream(chosen).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(863, 1137));
    }

    private static int[] array(List<Integer> labels) {
        return labels.stream().mapToInt(Integer::intValue).toArray();
    }
}
