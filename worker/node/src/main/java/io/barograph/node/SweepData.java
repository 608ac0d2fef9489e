package io.barograph.node;

import io.barograph.api.DatasetSpec;
import io.barograph.bar.data.DataException;
import io.barograph.bar.data.Datasets;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.data.PackedDataset;
import java.io.InputStream;
import java.util.Locale;

/** The data of a sweep as this machine has it. */
public final class SweepData {
    private final ImageDataset dataset;

    private SweepData(ImageDataset dataset) {
        this.dataset = dataset;
    }

    /**
     * Reads the data that a spec names, whatever hash it asks for: from a folder of this machine, or else from where it is
     * published.
     *
     * @throws TrialException DATA_MISSING or DATA_CORRUPT
     */
    public static SweepData open(DatasetSpec spec) {
        try {
            return new SweepData(Datasets.open(TrialRecipes.data(spec)));
        } catch (DataException e) {
            throw DatasetSource.of(e);
        }
    }

    /** What {@code dataset.hash} of a spec asks for: the SHA-256 of {@link #content()}. */
    public String hash() {
        return dataset.contentHash();
    }

    /** The data set as one file, as workers read it from an artifact store. */
    public InputStream content() {
        return PackedDataset.stream(dataset);
    }

    /** Length of {@link #content()}. */
    public long bytes() {
        return PackedDataset.bytes(dataset);
    }

    /** Its name, images and classes in a few words. */
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%s: %,d training, %,d validation and %,d test images of %s, %d classes",
                dataset.name(),
                dataset.train().size(),
                dataset.validation().size(),
                dataset.test().size(),
                dataset.shape(),
                dataset.classes());
    }
}
