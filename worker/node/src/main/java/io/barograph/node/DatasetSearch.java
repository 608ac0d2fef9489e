package io.barograph.node;

import io.barograph.bar.data.DataException;
import io.barograph.bar.data.DataPlaces;
import io.barograph.bar.data.DatasetRequest;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One search for a data set with a hash, which remembers for its user where it was not. */
final class DatasetSearch {
    static final String PUSH = "barograph data push SPEC --artifacts STORE, where the data is";

    private final DatasetRef ref;
    private final String hash;
    private final List<String> notes = new ArrayList<>();

    DatasetSearch(DatasetRef ref, String hash) {
        this.ref = ref;
        this.hash = hash;
    }

    private boolean isHere;

    /** What the folders of this machine hold, or null if it is not the wanted content. */
    @Nullable
    ImageDataset local(DataPlaces places, DataRoots roots) {
        DatasetRequest request;
        try {
            request = roots.admitted(ref.request());
        } catch (DataRoots.RefusedException e) {
            note(String.valueOf(e.getMessage()));
            return null;
        }
        String folders = Datasets.lookedIn(ref.request(), places).stream()
                .map(Path::toString)
                .collect(Collectors.joining(", "));
        try {
            ImageDataset found = Datasets.openLocal(request, places).orElse(null);
            if (found == null) {
                note("it is not in " + folders);
                return null;
            }
            isHere = true;
            return wanted(found, folders);
        } catch (DataException e) {
            isHere = true;
            note("what is in " + folders + " cannot be used: " + e.getMessage());
            return null;
        }
    }

    /** What is published under the name, or null if it cannot be had or is not the wanted content. */
    @Nullable
    ImageDataset published(DataPlaces places) {
        if (isHere
                || ref.request().path() != null
                || !Datasets.isPublished(ref.request().kind())) {
            return null;
        }
        try {
            return wanted(Datasets.open(ref.request(), places), "what is published");
        } catch (DataException e) {
            note(String.valueOf(e.getMessage()));
            return null;
        }
    }

    void note(String where) {
        notes.add(where);
    }

    /** One sentence with everything that was looked at, and what to do. */
    String failure() {
        return "data set " + ref.request().kind().id() + " with hash " + hash + " was not found: "
                + String.join("; ", notes) + ". Put it into the artifact store: " + PUSH;
    }

    private @Nullable ImageDataset wanted(ImageDataset found, String where) {
        if (found.contentHash().equals(hash)) {
            return found;
        }
        note(where + " has other content, of hash " + found.contentHash());
        return null;
    }
}
