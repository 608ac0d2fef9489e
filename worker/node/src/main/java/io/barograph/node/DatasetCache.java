package io.barograph.node;

import io.barograph.api.TrialAsk;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.bar.data.DataPlaces;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.train.TrialCancelledException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The data sets of a process: each is fetched and held in memory once, however many trials train on it, and those that no
 * trial uses leave memory when another one is opened. Thread-safe.
 */
public final class DatasetCache {
    private static final Duration LOOKS_APART = Duration.ofMillis(100);
    private static final Duration TIDYING = Duration.ofSeconds(5);

    private final DatasetSource source;
    private final Map<Object, Entry> entries = new HashMap<>();
    private volatile Set<String> hashes = Set.of();

    DatasetCache(DatasetSource source) {
        this.source = source;
        tell();
    }

    /** Keeps no copies of what comes from an artifact store, and reads whatever folder a spec names. */
    public static DatasetCache inMemory(ArtifactStore artifacts) {
        return new DatasetCache(new DatasetSource(DataPlaces.usual(), DataRoots.anywhere(), artifacts, null));
    }

    /**
     * Keeps copies of what comes from an artifact store in a folder; other processes may use the same.
     *
     * @param maxBytes of all copies; those used longest ago are removed first, those of running trials never
     * @param roots of folders that a spec may name
     * @throws IOException if the folder cannot be made or read
     */
    public static DatasetCache inFolder(ArtifactStore artifacts, Path folder, long maxBytes, DataRoots roots)
            throws IOException {
        DatasetFiles files = new DatasetFiles(folder, maxBytes, Clock.systemUTC());
        return new DatasetCache(new DatasetSource(DataPlaces.usual(), roots, artifacts, files));
    }

    /** A data set that is loaded, on a thread of its own so that those who wait for it can leave. */
    private static final class Entry {
        private final FutureTask<ImageDataset> loading;
        private final Thread thread;
        private @Nullable String hash;
        private int users;

        private Entry(FutureTask<ImageDataset> loading, @Nullable String hash) {
            this.loading = loading;
            this.thread = new Thread(loading, "barograph-data");
            this.hash = hash;
            thread.setDaemon(true);
            thread.start();
        }

        private ImageDataset await(BooleanSupplier cancelled) throws ExecutionException, InterruptedException {
            while (true) {
                try {
                    return loading.get(LOOKS_APART.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    if (cancelled.getAsBoolean()) {
                        throw new TrialCancelledException("the fetch of its data");
                    }
                }
            }
        }

        /** Breaks the load off, and waits until it has tidied up; one that hangs in the network may be left behind. */
        private void breakOff() {
            loading.cancel(true);
            try {
                thread.join(TIDYING.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A data set that stays in memory until it is closed. */
    record Held(ImageDataset dataset, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }

    /**
     * Opens a data set, or waits for another thread that is opening it.
     *
     * @param cancelled turns true when the data is no longer wanted; then a fetch that nobody else waits for is broken off
     * @throws TrialException as {@link DatasetSource#load} says
     * @throws TrialCancelledException within seconds after it was cancelled
     */
    Held open(DatasetRef ref, BooleanSupplier cancelled) {
        Entry entry = enter(ref);
        try {
            ImageDataset dataset = entry.await(cancelled);
            loaded(entry, dataset);
            tell();
            return new Held(dataset, () -> leave(ref, entry, false));
        } catch (TrialCancelledException e) {
            leave(ref, entry, false);
            throw e;
        } catch (ExecutionException e) {
            leave(ref, entry, true);
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            leave(ref, entry, false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a data set", e);
        }
    }

    /** Hashes of data sets in memory or kept as files, at most {@link TrialAsk#MAX_DATASETS}. Does not block. */
    Set<String> hashes() {
        return hashes;
    }

    private synchronized Entry enter(DatasetRef ref) {
        Entry entry = entries.get(ref.key());
        if (entry == null) {
            entries.values().removeIf(other -> other.users == 0); // they need not fit into memory beside the new one
            entry = new Entry(new FutureTask<>(() -> source.load(ref, this::inUse)), ref.hash());
            entries.put(ref.key(), entry);
        }
        entry.users++;
        return entry;
    }

    private void leave(DatasetRef ref, Entry entry, boolean failed) {
        boolean last;
        synchronized (this) {
            entry.users--;
            last = entry.users == 0 && !entry.loading.isDone();
            if (failed || last) {
                entries.remove(ref.key(), entry);
            }
        }
        if (last) {
            entry.breakOff();
        }
    }

    private synchronized void loaded(Entry entry, ImageDataset dataset) {
        entry.hash = dataset.contentHash();
    }

    private synchronized Set<String> inUse() {
        return hashes(entry -> entry.users > 0);
    }

    private synchronized Set<String> inMemory() {
        return hashes(entry -> entry.loading.isDone());
    }

    private Set<String> hashes(Predicate<Entry> which) {
        return entries.values().stream()
                .filter(which)
                .map(entry -> entry.hash)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void tell() {
        Set<String> told = inMemory();
        told.addAll(source.kept());
        hashes = told.stream().limit(TrialAsk.MAX_DATASETS).collect(Collectors.toUnmodifiableSet());
    }
}
