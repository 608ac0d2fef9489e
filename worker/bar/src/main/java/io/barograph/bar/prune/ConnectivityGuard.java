package io.barograph.bar.prune;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Keeps a network connected while it is pruned: the gated layers of the cheapest path from the input to the output each keep
 * a floor of open maps. The gates with the highest log α of such a layer are pinned: their log α may not fall below
 * {@link #PINNED_LOG_ALPHA}. Arrays are [gated layer][channel] in the order of {@link ChannelGraph#layers()}.
 *
 * <p>One open map in every layer of that path makes a live path, whatever all other gates do, so pinned gates are never orphans.
 */
public final class ConnectivityGuard {
    /** Lower bound of a pinned gate's log α: ln 11, fully open in evaluation and in 98 % of the training draws. */
    public static final double PINNED_LOG_ALPHA = Math.log(11);

    private static final int FIRST_FLOOR = 2;
    private static final int CHANNELS_PER_FLOOR = 16;
    private static final double LARGEST_SHARE = 0.3;

    private final int[] floors;

    private ConnectivityGuard(int[] floors) {
        this.floors = floors;
    }

    /**
     * Floors for a budget: 2 maps where the path starts, a sixteenth of the channels elsewhere; scaled down, to 1 at least, if
     * they take more than 30 % of the budget.
     *
     * @param graph the network
     * @param budgetVolume final budget B in maps·pixels
     * @throws IllegalArgumentException if the budget is below the volume of the cheapest path
     */
    public static ConnectivityGuard of(ChannelGraph graph, double budgetVolume) {
        requireFeasible(graph, budgetVolume);
        List<GatedLayer> path = graph.cheapestPath();
        int[] floors = new int[graph.layers().size()];
        double volume = 0;
        for (GatedLayer layer : path) {
            int floor = layer == path.get(0) ? FIRST_FLOOR : layer.channels() / CHANNELS_PER_FLOOR;
            floors[layer.index()] = Math.max(1, Math.min(floor, layer.channels()));
            volume += (double) floors[layer.index()] * layer.area();
        }
        double scale = Math.min(1, LARGEST_SHARE * budgetVolume / volume);
        for (GatedLayer layer : path) {
            floors[layer.index()] = Math.max(1, (int) (floors[layer.index()] * scale));
        }
        return new ConnectivityGuard(floors);
    }

    /**
     * Refuses a budget that no connected network can meet.
     *
     * @throws IllegalArgumentException if the budget is below {@link ChannelGraph#minimumVolume()}
     */
    public static void requireFeasible(ChannelGraph graph, double budgetVolume) {
        if (!(budgetVolume >= graph.minimumVolume())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a budget of %.0f maps·pixels (%.6f of the dense volume) is below the cheapest path from input to output,"
                            + " which takes %d (%.6f)",
                    budgetVolume,
                    budgetVolume / graph.denseVolume(),
                    graph.minimumVolume(),
                    (double) graph.minimumVolume() / graph.denseVolume()));
        }
    }

    /** Number of maps that a gated layer keeps; 0 for a layer that is not guarded. */
    public int floor(int layer) {
        return floors[layer];
    }

    /** The pinned channels of a gated layer: those with the highest log α, the lower channel first among equals. */
    public int[] pinned(int layer, double[] logAlpha) {
        return IntStream.range(0, logAlpha.length)
                .boxed()
                .sorted((a, b) -> Double.compare(logAlpha[b], logAlpha[a]))
                .limit(floors[layer])
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * Raises the log α of pinned gates to {@link #PINNED_LOG_ALPHA} where they are lower.
     *
     * @param logAlpha changed in place
     * @return how many were raised
     */
    public int hold(double[][] logAlpha) {
        int raised = 0;
        for (int layer = 0; layer < floors.length; layer++) {
            if (floors[layer] > 0) {
                for (int channel : pinned(layer, logAlpha[layer])) {
                    if (logAlpha[layer][channel] < PINNED_LOG_ALPHA) {
                        logAlpha[layer][channel] = PINNED_LOG_ALPHA;
                        raised++;
                    }
                }
            }
        }
        return raised;
    }
}
