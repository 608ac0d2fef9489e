package io.barograph.node;

import io.barograph.api.FailureCode;
import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.bar.data.DataException;
import io.barograph.bar.data.DataPlaces;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where data sets come from. Without a hash: from a folder of this machine, else from where they are published. With one:
 * from the files kept earlier, a folder of this machine, the artifact store, or where they are published, whatever has
 * exactly this content first. Thread-safe.
 */
final class DatasetSource {
    private static final Logger LOG = LoggerFactory.getLogger(DatasetSource.class);

    private final DataPlaces places;
    private final DataRoots roots;
    private final ArtifactStore artifacts;
    private final @Nullable DatasetFiles kept;

    /**
     * @param roots of folders that a spec may name
     * @param kept holds copies of what came from the artifact store; null: none are made
     */
    DatasetSource(DataPlaces places, DataRoots roots, ArtifactStore artifacts, @Nullable DatasetFiles kept) {
        this.places = places;
        this.roots = roots;
        this.artifacts = artifacts;
        this.kept = kept;
    }

    /**
     * Reads a data set into memory. An interrupt breaks it off, with whatever failure; nothing is left of an unfinished file.
     *
     * @param inUse hashes of data sets whose files are not removed to make room
     * @throws TrialException DATA_MISSING, DATA_CORRUPT, STORAGE_FULL or ARTIFACT_UNAVAILABLE
     */
    ImageDataset load(DatasetRef ref, Supplier<Set<String>> inUse) {
        String hash = ref.hash();
        try {
            return hash == null ? Datasets.open(roots.admitted(ref.request()), places) : load(ref, hash, inUse);
        } catch (DataException e) {
            throw of(e);
        } catch (DataRoots.RefusedException e) {
            throw new TrialException(FailureCode.DATA_MISSING, String.valueOf(e.getMessage()), e);
        }
    }

    /** The failure of a trial whose data cannot be used. */
    static TrialException of(DataException failure) {
        FailureCode code = failure.isMissing() ? FailureCode.DATA_MISSING : FailureCode.DATA_CORRUPT;
        return new TrialException(code, String.valueOf(failure.getMessage()), failure);
    }

    /** Hashes of the files kept, the one used last first. */
    List<String> kept() {
        try {
            return kept == null ? List.of() : kept.hashes();
        } catch (IOException e) {
            LOG.warn("the data cache cannot be listed: {}", e.toString());
            return List.of();
        }
    }

    private ImageDataset load(DatasetRef ref, String hash, Supplier<Set<String>> inUse) {
        DatasetSearch search = new DatasetSearch(ref, hash);
        ImageDataset found = keptEarlier(ref, hash);
        if (found == null) {
            found = search.local(places, roots);
        }
        if (found == null) {
            found = stored(ref, hash, inUse, search);
        }
        if (found == null) {
            found = search.published(places);
        }
        if (found == null) {
            throw new TrialException(FailureCode.DATA_MISSING, search.failure(), null);
        }
        return found;
    }

    private @Nullable ImageDataset keptEarlier(DatasetRef ref, String hash) {
        if (kept == null) {
            return null;
        }
        try {
            Path file = kept.find(hash);
            if (file == null) {
                return null;
            }
            ImageDataset dataset = Datasets.openPacked(ref.request(), file);
            if (dataset.contentHash().equals(hash)) {
                return dataset;
            }
            LOG.warn("{} is damaged and fetched again", file);
        } catch (DataException | IOException e) {
            LOG.warn("a file of the data cache is fetched again: {}", e.getMessage());
            if (isGone(e)) {
                return null; // what has its name by now is another process's
            }
        }
        discard(hash);
        return null;
    }

    private void discard(String hash) {
        if (Thread.currentThread().isInterrupted()) {
            return; // it was not read to its end, which says nothing against it
        }
        try {
            if (kept != null) {
                kept.remove(hash);
            }
        } catch (IOException e) {
            LOG.warn("a file of the data cache that is of no use cannot be removed: {}", e.toString());
        }
    }

    private @Nullable ImageDataset stored(
            DatasetRef ref, String hash, Supplier<Set<String>> inUse, DatasetSearch search) {
        try {
            Path stored = artifacts.get(hash);
            Path copy = copy(hash, stored, inUse);
            ImageDataset dataset = open(ref, stored, copy);
            if (!dataset.contentHash().equals(hash)) {
                throw new TrialException(FailureCode.DATA_CORRUPT, stored + " does not have the hash " + hash, null);
            }
            return dataset;
        } catch (DataException e) {
            if (!isGone(e)) {
                discard(hash);
            }
            throw e;
        } catch (ArtifactException e) {
            if (e.problem() == ArtifactException.Problem.MISSING) {
                search.note("the artifact store has none");
                return null;
            }
            throw of(e, hash);
        }
    }

    private static ImageDataset open(DatasetRef ref, Path stored, @Nullable Path copy) {
        try {
            return Datasets.openPacked(ref.request(), copy == null ? stored : copy);
        } catch (DataException e) {
            if (copy == null || !isGone(e)) {
                throw e;
            }
            return Datasets.openPacked(ref.request(), stored); // another process has made room
        }
    }

    private static boolean isGone(Exception failure) {
        return failure instanceof DataException known && known.isMissing();
    }

    /** A copy that is there the next time, or null if the cache cannot take it: then the stored file is read. */
    private @Nullable Path copy(String hash, Path stored, Supplier<Set<String>> inUse) {
        if (kept == null) {
            return null;
        }
        try {
            Path copy = kept.add(hash, stored, inUse);
            if (copy == null) {
                LOG.warn("data set {} is not kept: there is no room in {} beside what is in use", hash, kept.folder());
            }
            return copy;
        } catch (DatasetFiles.CorruptException e) {
            throw new TrialException(FailureCode.DATA_CORRUPT, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            if (isDiskFull(e)) {
                throw new TrialException(
                        FailureCode.STORAGE_FULL,
                        "no space left on the disk of the data cache " + kept.folder()
                                + ": make room, or give a smaller --data-cache-gigabytes or another --data-cache",
                        e);
            }
            LOG.warn("data set {} is not kept in {}: {}", hash, kept.folder(), e.toString());
            return null;
        }
    }

    private static boolean isDiskFull(IOException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }

    private static TrialException of(ArtifactException failure, String hash) {
        FailureCode code =
                switch (failure.problem()) {
                    case CORRUPT -> FailureCode.DATA_CORRUPT;
                    case FULL -> FailureCode.STORAGE_FULL;
                    default -> FailureCode.ARTIFACT_UNAVAILABLE;
                };
        String fix = code == FailureCode.DATA_CORRUPT ? "; push it again: " + DatasetSearch.PUSH : "";
        return new TrialException(code, "data set " + hash + ": " + failure.getMessage() + fix, failure);
    }
}
