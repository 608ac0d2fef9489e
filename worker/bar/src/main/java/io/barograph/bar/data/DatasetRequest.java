package io.barograph.bar.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which dataset to open, and how to split it.
 *
 * @param kind the dataset
 * @param path the folder that holds its files; null: look in the usual places, then fetch it
 * @param validationFraction share of every class of the training images that is set apart for validation, in (0, 0.5];
 *     without effect on data that has validation images of its own (the bundled sample, an image folder with a
 *     {@code validation} sub-folder)
 * @param testFraction share of every class set apart for testing, in (0, 0.5]; only for an image folder without a
 *     {@code test} sub-folder
 * @param splitSeed chooses the members of the splits
 * @param folderShape size that the images of an image folder are brought to; 1 channel (grey) or 3 (red, green, blue)
 */
public record DatasetRequest(
        DatasetKind kind,
        @Nullable Path path,
        double validationFraction,
        double testFraction,
        long splitSeed,
        ImageShape folderShape) {
    /** 0.1 */
    public static final double DEFAULT_VALIDATION_FRACTION = 0.1;
    /** 0.2 */
    public static final double DEFAULT_TEST_FRACTION = 0.2;
    /** 1 */
    public static final long DEFAULT_SPLIT_SEED = 1;
    /** 32x32x3 */
    public static final ImageShape DEFAULT_FOLDER_SHAPE = new ImageShape(32, 32, 3);

    public DatasetRequest {
        checkFraction("validationFraction", validationFraction);
        checkFraction("testFraction", testFraction);
        if (folderShape.channels() != 1 && folderShape.channels() != 3) {
            throw new IllegalArgumentException(
                    "Images of a folder are brought to 1 or 3 channels, not " + folderShape.channels());
        }
    }

    /** Asks for a dataset by its user's name with every default, or throws a {@link DataException}. */
    public static DatasetRequest of(String name) {
        return of(name, null, DEFAULT_VALIDATION_FRACTION);
    }

    /** Asks for a dataset by its user's name, or throws a {@link DataException} when there is none of that name. */
    public static DatasetRequest of(String name, @Nullable Path path, double validationFraction) {
        return new DatasetRequest(
                DatasetKind.of(name),
                path,
                validationFraction,
                DEFAULT_TEST_FRACTION,
                DEFAULT_SPLIT_SEED,
                DEFAULT_FOLDER_SHAPE);
    }

    private static void checkFraction(String name, double value) {
        if (!(value > 0 && value <= 0.5)) {
            throw new IllegalArgumentException(name + " must be in (0, 0.5], not " + value);
        }
    }
}
