package io.barograph.bar.engine;

import java.nio.FloatBuffer;

/** Copies weights [out, in, kernel] between the heap and a buffer whose channels are padded with zeros. */
final class PaddedWeights {
    private final int out;
    private final int row;
    private final int paddedRow;
    private final FloatBuffer buffer;

    PaddedWeights(Op.Conv op, int paddedIn, FloatBuffer buffer) {
        int kernel = op.kernelHeight() * op.kernelWidth();
        this.out = op.out().channels();
        this.row = op.in().channels() * kernel;
        this.paddedRow = paddedIn * kernel;
        this.buffer = buffer;
    }

    void write(float[] values, int offset) {
        if (row == paddedRow) {
            buffer.put(0, values, offset, out * row);
            return;
        }
        for (int o = 0; o < out; o++) {
            buffer.put(o * paddedRow, values, offset + o * row, row);
        }
    }

    void read(float[] values, int offset) {
        if (row == paddedRow) {
            buffer.get(0, values, offset, out * row);
            return;
        }
        for (int o = 0; o < out; o++) {
            buffer.get(o * paddedRow, values, offset + o * row, row);
        }
    }
}
