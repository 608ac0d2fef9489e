package io.barograph.bar.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The last resort when the prune phase ends over its budget: closes the live gates with the lowest log α, never a pinned one.
 *
 * @param mask live gates afterwards, [gated layer][channel]
 * @param closed how many live maps were lost, orphans included; 0 if the volume already was within the budget
 */
public record ForcedClosing(boolean[][] mask, int closed) {
    /**
     * Closes gates until the volume is at most the budget.
     *
     * @param graph the network
     * @param guard its guard, made for the same budget
     * @param logAlpha log α of every gate, held by the guard
     * @param open the open gates
     * @param budgetVolume B in maps·pixels
     */
    public static ForcedClosing within(
            ChannelGraph graph, ConnectivityGuard guard, double[][] logAlpha, boolean[][] open, double budgetVolume) {
        Liveness live = graph.live(open);
        int before = live.count();
        boolean[][] mask = live.toMask();
        for (Gate gate : closable(guard, logAlpha, mask)) {
            if (live.volume() <= budgetVolume) {
                break;
            }
            mask[gate.layer][gate.channel] = false;
            live = graph.live(mask);
        }
        return new ForcedClosing(live.toMask(), before - live.count());
    }

    private static List<Gate> closable(ConnectivityGuard guard, double[][] logAlpha, boolean[][] mask) {
        List<Gate> gates = new ArrayList<>();
        for (int layer = 0; layer < mask.length; layer++) {
            Set<Integer> pinned = new HashSet<>();
            Arrays.stream(guard.pinned(layer, logAlpha[layer])).forEach(pinned::add);
            for (int channel = 0; channel < mask[layer].length; channel++) {
                if (mask[layer][channel] && !pinned.contains(channel)) {
                    gates.add(new Gate(layer, channel, logAlpha[layer][channel]));
                }
            }
        }
        gates.sort(Comparator.comparingDouble(Gate::logAlpha));
        return gates;
    }

    private record Gate(int layer, int channel, double logAlpha) {}
}
