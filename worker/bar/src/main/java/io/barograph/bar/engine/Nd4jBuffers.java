package io.barograph.bar.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Activations of one plan, [batch, channels, height, width], and their gradients, which share arrays no longer read. */
final class Nd4jBuffers implements AutoCloseable {
    private final DataType type;
    private final int batch;
    private final List<INDArray> owned = new ArrayList<>();
    private final Map<Tensor, INDArray> activations = new HashMap<>();
    private final Map<Tensor, INDArray> gradients = new HashMap<>();
    private final Map<INDArray, Integer> references = new IdentityHashMap<>();
    private final Map<String, Deque<INDArray>> free = new HashMap<>();

    Nd4jBuffers(DataType type, int batch) {
        this.type = type;
        this.batch = batch;
    }

    DataType type() {
        return type;
    }

    int batch() {
        return batch;
    }

    INDArray allocate(long... shape) {
        return own(Nd4j.create(type, shape));
    }

    /** Closes this array with the others. */
    INDArray own(INDArray array) {
        owned.add(array);
        return array;
    }

    INDArray activation(Tensor tensor) {
        return activations.computeIfAbsent(tensor, t -> allocate(shape(t)));
    }

    long[] shape(Tensor tensor) {
        return new long[] {batch, tensor.channels(), tensor.height(), tensor.width()};
    }

    /** Copies images [batch, height, width, channels] into an activation. */
    void fill(Tensor image, float[] pixels) {
        int length = Math.toIntExact(batch * image.size());
        float[] exact = pixels.length == length ? pixels : Arrays.copyOf(pixels, length);
        long[] shape = {batch, image.height(), image.width(), image.channels()};
        try (INDArray channelsLast = Nd4j.create(exact, shape, 'c')) {
            activation(image).assign(channelsLast.permute(0, 3, 1, 2));
        }
    }

    /** The gradient of a tensor that later steps have written. */
    INDArray gradient(Tensor tensor) {
        INDArray found = gradients.get(tensor);
        if (found == null) {
            throw new IllegalStateException("activation " + tensor + " is used by nothing");
        }
        return found;
    }

    /** Whether nobody else reads this tensor's gradient array. */
    boolean isSole(Tensor tensor) {
        return references.getOrDefault(gradient(tensor), 0) == 1;
    }

    /** Lets a tensor's gradient be this array, if it has none yet. */
    boolean alias(Tensor tensor, INDArray array) {
        if (gradients.containsKey(tensor)) {
            return false;
        }
        gradients.put(tensor, array);
        references.merge(array, 1, Integer::sum);
        return true;
    }

    /** Says that the step which made this tensor has read its gradient. */
    void release(Tensor tensor) {
        INDArray array = gradients.remove(tensor);
        if (array != null && references.merge(array, -1, Integer::sum) == 0) {
            references.remove(array);
            giveBack(array);
        }
    }

    /** An array for the time until it is given back; steps bound later may then get it. */
    INDArray borrow(long... shape) {
        Deque<INDArray> waiting = free.get(Arrays.toString(shape));
        return waiting == null || waiting.isEmpty() ? allocate(shape) : waiting.pop();
    }

    void giveBack(INDArray array) {
        free.computeIfAbsent(Arrays.toString(array.shape()), k -> new ArrayDeque<>())
                .push(array);
    }

    /** A gradient to be written or, where another consumer has written already, added. */
    Target target(Tensor tensor) {
        if (!gradients.containsKey(tensor)) {
            INDArray fresh = borrow(shape(tensor));
            alias(tensor, fresh);
            return new Target(fresh, () -> {});
        }
        INDArray scratch = borrow(shape(tensor));
        INDArray sum = gradient(tensor);
        INDArray destination = isSole(tensor) ? sum : borrow(shape(tensor));
        Runnable add = Nd4jOps.add(sum, scratch, destination);
        if (destination != sum) {
            release(tensor);
            alias(tensor, destination);
        }
        giveBack(scratch);
        return new Target(scratch, add);
    }

    /**
     * Where a step writes an input's gradient. Arrays that the step needs beside it are to be borrowed before.
     *
     * @param array to be written
     * @param after what must run afterwards
     */
    record Target(INDArray array, Runnable after) {}

    @Override
    public void close() {
        owned.forEach(INDArray::close);
        owned.clear();
    }
}
