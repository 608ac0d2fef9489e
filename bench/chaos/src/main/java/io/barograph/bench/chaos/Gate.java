package io.barograph.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place in a worker where the bench can make it wait. The bench asks for it with one file, the worker says with another
 * that it is there, and goes on when the first is gone.
 */
record Gate(Path asked, Path reached) {
    private static final long LOOK_MILLIS = 10;

    /** The gate of a worker. */
    static Gate of(Path folder, String worker) {
        return new Gate(folder.resolve(worker + ".asked"), folder.resolve(worker + ".reached"));
    }

    /** Asks for the next passing to wait. */
    void close() {
        try {
            Files.deleteIfExists(reached);
            Files.writeString(asked, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void open() {
        try {
            Files.deleteIfExists(asked);
            Files.deleteIfExists(reached);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isReached() {
        return Files.exists(reached);
    }

    /** In the worker: waits while the gate is closed. */
    void pass() {
        try {
            if (Files.exists(asked)) {
                Files.writeString(reached, "");
            }
            while (Files.exists(asked)) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
