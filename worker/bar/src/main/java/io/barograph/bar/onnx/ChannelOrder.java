package io.barograph.bar.onnx;

import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.Op;
import io.barograph.bar.engine.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The order in which a file holds the channels of every tensor. Any order computes the same; this one keeps together
 * channels that come from the same residual paths, so that sums over different channels are sums of few contiguous pieces.
 */
final class ChannelOrder {
    /** A channel of a stream: what all tensors have in common that sums, ReLUs and poolings join. */
    private static final class Channel {
        private Channel parent = this;
        /** The inputs of sums in which it occurs, numbered over the whole network. */
        private final BitSet paths = new BitSet();

        private Channel root() {
            while (parent != parent.parent) {
                parent = parent.parent;
            }
            return parent;
        }
    }

    private final Map<Tensor, List<Channel>> channels = new HashMap<>();
    private int paths;

    private ChannelOrder(LayerGraph layers) {
        of(layers.input());
        layers.ops().forEach(this::join);
        layers.ops().forEach(this::mark);
    }

    static ChannelOrder of(LayerGraph layers) {
        return new ChannelOrder(layers);
    }

    /** For every place in the file the tensor's channel that stands there. */
    int[] order(Tensor tensor) {
        List<Channel> own = of(tensor);
        return IntStream.range(0, tensor.channels())
                .boxed()
                .sorted(Comparator.comparing(c -> own.get(c).root().paths, ChannelOrder::compareGray))
                .mapToInt(c -> c)
                .toArray();
    }

    private List<Channel> of(Tensor tensor) {
        return channels.computeIfAbsent(tensor, made -> IntStream.range(0, made.channels())
                .mapToObj(c -> new Channel())
                .toList());
    }

    private void join(Op op) {
        if (op instanceof Op.Merge merge) {
            for (int i = 0; i < merge.ins().size(); i++) {
                join(merge.ins().get(i), merge.positions().get(i), merge.out());
            }
        } else if (!(op instanceof Op.Conv)) {
            Tensor in = op.ins().get(0);
            join(in, IntStream.range(0, in.channels()).toArray(), op.out());
        }
    }

    private void join(Tensor in, int[] positions, Tensor out) {
        for (int c = 0; c < positions.length; c++) {
            Channel one = of(in).get(c).root();
            of(out).get(positions[c]).root().parent = one;
        }
    }

    private void mark(Op op) {
        if (op instanceof Op.Merge merge) {
            for (Tensor in : merge.ins()) {
                of(in).forEach(channel -> channel.root().paths.set(paths));
                paths++;
            }
        }
    }

    /**
     * Compares by the place in the reflected binary (Gray) code of the paths, first path first: then the channels of the
     * first path stand together, as do those of the second; those of the third are at most two runs, of the fourth four.
     */
    private static int compareGray(BitSet one, BitSet other) {
        boolean reflected = false;
        for (int i = 0; i < Math.max(one.length(), other.length()); i++) {
            if (one.get(i) != other.get(i)) {
                return one.get(i) ^ reflected ? 1 : -1;
            }
            reflected ^= one.get(i);
        }
        return 0;
    }

    /** The pieces of a sum in the order of its output: each a run of channels that come from the same inputs. */
    List<Piece> pieces(Op.Merge merge) {
        List<Piece> pieces = new ArrayList<>();
        int[] next = new int[merge.ins().size()];
        for (int channel : order(merge.out())) {
            Channel root = of(merge.out()).get(channel).root();
            int[] from = new int[next.length];
            for (int i = 0; i < next.length; i++) {
                from[i] = has(merge.ins().get(i), root) ? next[i]++ : -1;
            }
            Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (last != null && last.continuesWith(from)) {
                pieces.set(pieces.size() - 1, new Piece(last.from, last.channels + 1));
            } else {
                pieces.add(new Piece(from, 1));
            }
        }
        return pieces;
    }

    private boolean has(Tensor tensor, Channel root) {
        return of(tensor).stream().anyMatch(channel -> channel.root() == root);
    }

    /**
     * A run of channels of a sum.
     *
     * @param from per input the first of its channels in file order, or -1 if the input has none of them
     * @param channels how many
     */
    record Piece(int[] from, int channels) {
        private boolean continuesWith(int[] next) {
            return IntStream.range(0, from.length)
                    .allMatch(i -> from[i] < 0 ? next[i] < 0 : next[i] == from[i] + channels);
        }
    }
}
