package io.barograph.bench.chaos;

import io.barograph.artifacts.ArtifactStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/** A store with a gate after the rename: what is stored is there, and nobody has been told of it. */
record GatedStore(ArtifactStore store, Gate gate) implements ArtifactStore {
    @Override
    public String put(Path file) {
        String hash = store.put(file);
        gate.pass();
        return hash;
    }

    @Override
    public String put(InputStream content, String name) {
        String hash = store.put(content, name);
        gate.pass();
        return hash;
    }

    @Override
    public Path get(String hash) {
        return store.get(hash);
    }

    @Override
    public long size(String hash) {
        return store.size(hash);
    }

    @Override
    public byte[] read(String hash, long offset, int length) {
        return store.read(hash, offset, length);
    }

    @Override
    public boolean contains(String hash) {
        return store.contains(hash);
    }

    @Override
    public void delete(String hash) {
        store.delete(hash);
    }

    @Override
    public boolean deleteUnusedSince(String hash, Instant limit) {
        return store.deleteUnusedSince(hash, limit);
    }

    @Override
    public Map<String, Instant> lastUses() {
        return store.lastUses();
    }

    @Override
    public void requireRoom(long bytes) {
        store.requireRoom(bytes);
    }

    @Override
    public Set<String> list() {
        return store.list();
    }
}
