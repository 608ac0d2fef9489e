package io.barograph.bar.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * The sums of an inference plan. A convolution that ends in a sum writes straight to its channels there, adds what it finds
 * and applies the ReLU; an input that others read too is what the sum begins with.
 */
final class InferenceSums {
    private static final int BLOCK = 16; // output channels that kernels compute together
    private static final int MACS_PER_MOVED_VALUE = 8;

    private final Dnn dnn;
    private final Buffers buffers;
    private final ChannelPlaces places;
    private final Map<Tensor, InferenceConv> paths = new HashMap<>();

    InferenceSums(Dnn dnn, Buffers buffers, ChannelPlaces places) {
        this.dnn = dnn;
        this.buffers = buffers;
        this.places = places;
    }

    /** Leaves a convolution, which nothing but one sum reads, to be bound with that sum. */
    void defer(InferenceConv path) {
        paths.put(path.out(), path);
    }

    /** Binds a sum with the convolutions that end in it. */
    List<Runnable> bind(Op.Merge op) {
        List<Integer> running = inputs(op, false);
        List<Integer> order = inputs(op, true);
        if (order.isEmpty()) {
            return List.of(new MergeStep(placed(op), dnn, buffers)::forward);
        }
        List<Runnable> steps = new ArrayList<>();
        @Nullable memory sum = null;
        if (!running.isEmpty()) {
            int first = running.get(0);
            places.begin(op.out(), op.ins().get(first), op.positions().get(first));
            sum = widened(op.ins().get(first), op.out(), steps);
            order.addAll(running.subList(1, running.size()));
        }
        for (int n = 0; n < order.size(); n++) {
            boolean last = n == order.size() - 1;
            add(op, order.get(n), new PostOps(sum, last && op.relu()), steps);
            sum = buffers.activation(op.out());
        }
        return steps;
    }

    private List<Integer> inputs(Op.Merge op, boolean deferred) {
        return new ArrayList<>(IntStream.range(0, op.ins().size())
                .filter(i -> paths.containsKey(op.ins().get(i)) == deferred)
                .boxed()
                .toList());
    }

    /** With positions as they are in the buffers. */
    private Op.Merge placed(Op.Merge op) {
        List<int[]> positions = IntStream.range(0, op.ins().size())
                .mapToObj(i -> places.spread(op.ins().get(i), op.positions().get(i), op.out()))
                .toList();
        return new Op.Merge(op.ins(), positions, op.out(), op.relu());
    }

    private void add(Op.Merge op, int input, PostOps after, List<Runnable> steps) {
        Tensor in = op.ins().get(input);
        int[] positions = op.positions().get(input);
        memory sum = buffers.activation(op.out());
        InferenceConv path = paths.get(in);
        if (path != null && isCheaperWide(path.op(), op.out())) {
            steps.add(path.bind(dnn, buffers, places, sum, places.within(op.out(), positions), after));
            return;
        }
        memory narrow = buffers.activation(in);
        if (path != null) {
            steps.add(path.bind(dnn, buffers, places, narrow, places.of(in), PostOps.NONE));
        }
        steps.add(new ChannelCopy(dnn).spread(narrow, sum, places.spread(in, positions, op.out()), after));
    }

    /** Whether computing zeros for the rest of the sum takes no longer than spreading the result over it. */
    private boolean isCheaperWide(Op.Conv path, Tensor sum) {
        int own = dnn.padded(path.out().channels());
        int all = dnn.padded(sum.channels());
        int zeros = (Math.floorDiv(all - 1, BLOCK) - Math.floorDiv(own - 1, BLOCK)) * BLOCK;
        int macs = zeros * dnn.padded(path.in().channels()) * path.kernelHeight() * path.kernelWidth();
        return macs <= own * all + MACS_PER_MOVED_VALUE * (own + all);
    }

    /** An input with as many channels as the sum that begins with it. */
    private memory widened(Tensor input, Tensor sum, List<Runnable> steps) {
        memory narrow = buffers.activation(input);
        int channels = dnn.channels(narrow);
        int all = dnn.padded(sum.channels());
        if (channels == all) {
            return narrow;
        }
        memory wide = dnn.allocate(dnn.activation(buffers.batch(), all, sum.height(), sum.width()));
        long[] part = {buffers.batch(), channels, sum.height(), sum.width()};
        memory.desc head = dnn.own(dnn.own(wide.get_desc()).submemory_desc(part, new long[part.length]));
        steps.add(dnn.reorder(narrow, dnn.own(new memory(head, dnn.engine, wide.get_data_handle()))));
        return wide;
    }
}
