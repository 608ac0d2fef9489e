package io.barograph.bar.engine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Where the channels of every tensor of an inference plan lie in its buffer. Any order computes the same as long as all weights
 * follow it; in a sum the channels of one input stand first, as they stand there.
 */
final class ChannelPlaces {
    private final Map<Tensor, int[]> moved = new HashMap<>();

    /** The place of every channel of a tensor. */
    int[] of(Tensor tensor) {
        int[] found = moved.get(tensor);
        return found == null ? IntStream.range(0, tensor.channels()).toArray() : found;
    }

    /** Says that a step leaves channels where they are. */
    void keep(Tensor in, Tensor out) {
        moved.put(out, of(in));
    }

    /**
     * Lets a sum begin with the channels of an input.
     *
     * @param positions the sum's channel of each channel of the input
     */
    void begin(Tensor sum, Tensor input, int[] positions) {
        int[] first = of(input);
        int[] places = new int[sum.channels()];
        Arrays.fill(places, -1);
        for (int c = 0; c < positions.length; c++) {
            places[positions[c]] = first[c];
        }
        int next = positions.length;
        for (int c = 0; c < places.length; c++) {
            if (places[c] < 0) {
                places[c] = next++;
            }
        }
        moved.put(sum, places);
    }

    /** The place in a sum of every channel of an input. */
    int[] within(Tensor sum, int[] positions) {
        int[] places = of(sum);
        return IntStream.of(positions).map(c -> places[c]).toArray();
    }

    /** The place in a sum of what lies at every place of an input. */
    int[] spread(Tensor input, int[] positions, Tensor sum) {
        int[] from = of(input);
        int[] to = within(sum, positions);
        int[] places = new int[to.length];
        for (int c = 0; c < to.length; c++) {
            places[from[c]] = to[c];
        }
        return places;
    }
}
