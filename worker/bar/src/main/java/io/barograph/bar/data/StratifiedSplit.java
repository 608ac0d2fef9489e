package io.barograph.bar.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A seeded split that takes the same share of every class.
 *
 * @param kept indices of what stays, ascending
 * @param taken indices of what was taken out, ascending
 */
record StratifiedSplit(List<Integer> kept, List<Integer> taken) {
    StratifiedSplit {
        kept = List.copyOf(kept);
        taken = List.copyOf(taken);
    }

    /** Takes the fraction of every class, rounded; of a class of two or more, at least one and not all. */
    static StratifiedSplit byFraction(int[] labels, double fraction, long seed) {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException("A fraction to take is in (0, 1), not " + fraction);
        }
        return split(labels, seed, size -> {
            long share = Math.round(size * fraction);
            return (int) Math.min(Math.max(share, Math.min(1, size - 1)), Math.max(0, size - 1));
        });
    }

    /** Takes the given number of every class, or all of a class that has fewer. */
    static StratifiedSplit byCount(int[] labels, int countPerClass, long seed) {
        return split(labels, seed, size -> Math.min(size, countPerClass));
    }

    private static StratifiedSplit split(int[] labels, long seed, IntUnaryOperator share) {
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        List<List<Integer>> members = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            members.add(new ArrayList<>());
        }
        for (int i = 0; i < labels.length; i++) {
            members.get(labels[i]).add(i);
        }
        boolean[] isTaken = new boolean[labels.length];
        for (int c = 0; c < classes; c++) {
            int[] order = members.get(c).stream().mapToInt(Integer::intValue).toArray();
            new SplitMix64(seed, c).shuffle(order);
            for (int i = 0; i < share.applyAsInt(order.length); i++) {
                isTaken[order[i]] = true;
            }
        }
        List<Integer> kept = new ArrayList<>();
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            (isTaken[i] ? taken : kept).add(i);
        }
        return new StratifiedSplit(kept, taken);
    }

    int[] keptIndices() {
        return kept.stream().mapToInt(Integer::intValue).toArray();
    }

    int[] takenIndices() {
        return taken.stream().mapToInt(Integer::intValue).toArray();
    }
}
