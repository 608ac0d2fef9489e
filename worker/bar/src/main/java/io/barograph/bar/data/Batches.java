package io.barograph.bar.data;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The batches of one pass over a split, prepared ahead by a daemon thread of its own in a few buffers that are used
 * again: a batch is good until the next one is asked for. For one consuming thread; always close it.
 *
 * <p>What a batch holds depends on its arguments alone, never on the timing of threads.
 */
public final class Batches implements Iterator<ImageBatch>, AutoCloseable {
    /** One in the consumer's hands, one being written, two ready. */
    private static final int BUFFERS = 4;

    static final String THREAD_NAME = "barograph-batches";

    private final BatchSource source;
    private final BlockingQueue<ImageBatch> free = new ArrayBlockingQueue<>(BUFFERS);
    private final BlockingQueue<Prepared> ready = new ArrayBlockingQueue<>(BUFFERS + 1);
    private final Thread thread;
    private @Nullable ImageBatch inUse;
    private int delivered;
    private long waitedNanos;
    private boolean closed;

    /** A batch, or what went wrong in preparing it. */
    private record Prepared(@Nullable ImageBatch batch, @Nullable Throwable failure) {}

    Batches(BatchSource source) {
        this.source = source;
        for (int i = 0; i < Math.min(BUFFERS, source.batchCount()); i++) {
            free.add(source.newBatch());
        }
        this.thread = new Thread(this::prepare, THREAD_NAME);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * One epoch of training: every training image at most once, in an order and with random changes that are drawn from
     * (seed, epoch). Images that do not fill a last batch are left out.
     *
     * @param batchSize 1 to the number of training images
     */
    public static Batches training(
            ImageDataset dataset, int batchSize, long seed, int epoch, Augmentation augmentation) {
        return new Batches(BatchPlan.training(dataset, batchSize, seed, epoch, augmentation));
    }

    /** Every image of a split once, unchanged and in order; the last batch may be smaller. */
    public static Batches evaluation(ImageDataset dataset, ImageSplit split, int batchSize) {
        return new Batches(BatchPlan.evaluation(dataset, split, batchSize, false));
    }

    /** Every image of a split once, mirrored left to right and in order; the last batch may be smaller. */
    public static Batches mirrored(ImageDataset dataset, ImageSplit split, int batchSize) {
        return new Batches(BatchPlan.evaluation(dataset, split, batchSize, true));
    }

    /** Returns the number of batches of the whole pass. */
    public int batchCount() {
        return source.batchCount();
    }

    /** Returns for how long {@link #next()} has waited for the preparing thread until now, in nanoseconds. */
    public long waitedNanos() {
        return waitedNanos;
    }

    @Override
    public boolean hasNext() {
        return !closed && delivered < source.batchCount();
    }

    /**
     * Returns the next batch and takes the one before it back.
     *
     * @throws IllegalStateException when preparing it failed (with the cause), or the thread was interrupted
     */
    @Override
    public ImageBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException(closed ? "The batches are closed" : "That was the last batch");
        }
        if (inUse != null) {
            free.add(inUse);
            inUse = null;
        }
        Prepared prepared = take();
        ImageBatch batch = prepared.batch();
        if (batch == null) {
            close();
            throw new IllegalStateException("Batch " + delivered + " could not be prepared", prepared.failure());
        }
        inUse = batch;
        delivered++;
        return batch;
    }

    private Prepared take() {
        Prepared waiting = ready.poll();
        if (waiting != null) {
            return waiting;
        }
        long start = System.nanoTime();
        try {
            return ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for batch " + delivered, e);
        } finally {
            waitedNanos += System.nanoTime() - start;
        }
    }

    /** Stops the preparing thread and waits until it has ended. A second call does nothing. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void prepare() {
        try {
            for (int number = 0; number < source.batchCount(); number++) {
                ImageBatch batch = free.take();
                source.fill(number, batch);
                ready.add(new Prepared(batch, null));
            }
        } catch (InterruptedException e) {
            // Only close() interrupts this thread, and then nobody asks for more.
        } catch (RuntimeException | Error e) {
            ready.add(new Prepared(null, e));
        }
    }
}
