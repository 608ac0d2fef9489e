package io.barograph.node;

import io.barograph.api.DatasetSpec;
import io.barograph.bar.data.DatasetRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which data set a trial trains on.
 *
 * @param request its name, where to look for it first, and how it is read and split
 * @param hash {@code ImageDataset.contentHash()} that it must have, or null: any
 */
record DatasetRef(DatasetRequest request, @Nullable String hash) {
    static DatasetRef of(DatasetSpec spec) {
        return new DatasetRef(TrialRecipes.data(spec), spec.hash());
    }

    /** Equal for references to the same data: with a hash it does not matter where it is found. */
    Object key() {
        return hash == null ? request : List.of(hash, request.kind(), request.validationFraction());
    }
}
