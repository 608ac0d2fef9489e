package io.barograph.node;

import io.barograph.api.DatasetSpec;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import org.jspecify.annotations.Nullable;

/** The data set that was opened last, so that the trials of a sweep read it once. Thread-safe. */
final class DatasetCache {
    private @Nullable DatasetSpec spec;
    private @Nullable ImageDataset dataset;

    /** @throws io.barograph.bar.data.DataException if the data cannot be used */
    synchronized ImageDataset open(DatasetSpec wanted) {
        ImageDataset held = dataset;
        if (held != null && wanted.equals(spec)) {
            return held;
        }
        dataset = null; // the old one need not fit into memory beside the new one
        ImageDataset opened = Datasets.open(TrialRecipes.data(wanted));
        spec = wanted;
        dataset = opened;
        return opened;
    }
}
