package io.barograph.bar.data;

/** Writes numbered batches. A batch is a function of its number: batches can be written in any order, by any thread. */
interface BatchSource {
    int batchCount();

    /** Makes an empty buffer for a batch. */
    ImageBatch newBatch();

    /** Writes batch {@code number}, from 0, into a buffer. */
    void fill(int number, ImageBatch batch);
}
