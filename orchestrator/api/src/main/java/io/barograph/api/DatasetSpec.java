package io.barograph.api;

import org.jspecify.annotations.Nullable;

/**
 * The data of a sweep.
 *
 * @param name which data set
 * @param path folder that holds it; null: the usual places
 * @param validationFraction part of the training images kept for validation, in (0, 0.5], where the set ships no
 *     validation files of its own
 * @param augmentation random changes of training images
 */
public record DatasetSpec(
        DatasetName name, @Nullable String path, double validationFraction, AugmentationSpec augmentation) {
    public static final double DEFAULT_VALIDATION_FRACTION = 0.1;

    public DatasetSpec {
        Checks.require(
                validationFraction > 0 && validationFraction <= 0.5,
                validationFraction,
                "dataset.validationFraction",
                validationFraction,
                "lie in (0, 0.5]");
        if (name == DatasetName.IMAGE_FOLDER && path == null) {
            throw new IllegalArgumentException("dataset.path must be given for image-folder, was null");
        }
    }

    /** The data set {@code name} from the usual places with default split and augmentation. */
    public static DatasetSpec of(DatasetName name) {
        return new DatasetSpec(name, null, DEFAULT_VALIDATION_FRACTION, AugmentationSpec.DEFAULT);
    }
}
