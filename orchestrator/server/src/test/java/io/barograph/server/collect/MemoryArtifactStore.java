package io.barograph.server.collect;

import io.barograph.artifacts.ArtifactStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Names and times of artifacts, without content. */
final class MemoryArtifactStore implements ArtifactStore {
    private final Map<String, Instant> uses = new HashMap<>();
    private final Clock clock;

    MemoryArtifactStore(Clock clock) {
        this.clock = clock;
    }

    void store(String hash) {
        uses.put(hash, clock.instant());
    }

    @Override
    public boolean contains(String hash) {
        return uses.containsKey(hash);
    }

    @Override
    public void delete(String hash) {
        uses.remove(hash);
    }

    @Override
    public boolean deleteUnusedSince(String hash, Instant limit) {
        Instant use = uses.get(hash);
        return use != null && use.isBefore(limit) && uses.remove(hash, use);
    }

    @Override
    public Set<String> list() {
        return Set.copyOf(uses.keySet());
    }

    @Override
    public Map<String, Instant> lastUses() {
        return Map.copyOf(uses);
    }

    @Override
    public void requireRoom(long bytes) {}

    @Override
    public String put(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String put(InputStream content, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size(String hash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public byte[] read(String hash, long offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path get(String hash) {
        throw new UnsupportedOperationException();
    }
}
