package io.barograph.artifacts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** A store whose operations are timed. */
public final class TimedArtifactStore implements ArtifactStore {
    private final ArtifactStore store;
    private final Listener listener;

    public TimedArtifactStore(ArtifactStore store, Listener listener) {
        this.store = store;
        this.listener = listener;
    }

    /** Hears of every operation; quick and thread-safe. */
    public interface Listener {
        /** @param operation one of put, get, read, delete, list and check */
        void onOperation(String operation, boolean succeeded, Duration took);

        /** A file was stored. */
        void onStored(long bytes);
    }

    private <T> T timed(String operation, Supplier<T> work) {
        long begin = System.nanoTime();
        boolean done = false;
        try {
            T result = work.get();
            done = true;
            return result;
        } finally {
            listener.onOperation(operation, done, Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private void timed(String operation, Runnable work) {
        timed(operation, () -> {
            work.run();
            return true;
        });
    }

    @Override
    public String put(Path file) {
        String hash = timed("put", () -> store.put(file));
        try {
            listener.onStored(Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was read a moment ago
        }
        return hash;
    }

    @Override
    public String put(InputStream content, String name) {
        return timed("put", () -> store.put(content, name));
    }

    @Override
    public Path get(String hash) {
        return timed("get", () -> store.get(hash));
    }

    @Override
    public boolean contains(String hash) {
        return timed("check", () -> store.contains(hash));
    }

    @Override
    public long size(String hash) {
        return timed("check", () -> store.size(hash));
    }

    @Override
    public byte[] read(String hash, long offset, int length) {
        return timed("read", () -> store.read(hash, offset, length));
    }

    @Override
    public void delete(String hash) {
        timed("delete", () -> store.delete(hash));
    }

    @Override
    public boolean deleteUnusedSince(String hash, Instant limit) {
        return timed("delete", () -> store.deleteUnusedSince(hash, limit));
    }

    @Override
    public Set<String> list() {
        return timed("list", store::list);
    }

    @Override
    public Map<String, Instant> lastUses() {
        return timed("list", store::lastUses);
    }

    @Override
    public void requireRoom(long bytes) {
        timed("check", () -> store.requireRoom(bytes));
    }

    @Override
    public String toString() {
        return store.toString();
    }
}
