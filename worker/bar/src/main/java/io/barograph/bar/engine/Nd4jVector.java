package io.barograph.bar.engine;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Many small arrays as parts of one: they travel between heap and backend in one copy. */
final class Nd4jVector implements AutoCloseable {
    /** Parts begin at multiples of 64 values: GPU libraries want aligned addresses. */
    private static final int ALIGNMENT = 64;

    private final float[] heap;
    private final INDArray all;
    private int taken;

    /**
     * A part.
     *
     * @param offset where it begins on the heap
     * @param array the same part on the backend
     */
    record Part(int offset, int length, INDArray array) {}

    Nd4jVector(DataType type, int length) {
        heap = new float[Math.max(length, 1)];
        all = Nd4j.create(type, heap.length);
    }

    /** Room that parts of this length take. */
    static int room(int length) {
        return (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    Part take(int... shape) {
        int length = 1;
        long[] dimensions = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            dimensions[i] = shape[i];
            length *= shape[i];
        }
        INDArray part = all.get(NDArrayIndex.interval(taken, taken + length)).reshape('c', dimensions);
        Part made = new Part(taken, length, part);
        taken += room(length);
        return made;
    }

    float[] heap() {
        return heap;
    }

    /** Copies everything to the backend. */
    void upload() {
        try (INDArray copy = Nd4j.createFromArray(heap)) {
            all.assign(copy);
        }
    }

    /** Copies everything to the heap. */
    void download() {
        float[] values = all.data().asFloat();
        System.arraycopy(values, 0, heap, 0, heap.length);
    }

    @Override
    public void close() {
        all.close();
    }
}
