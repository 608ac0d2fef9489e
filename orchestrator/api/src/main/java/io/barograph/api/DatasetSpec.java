package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The data of a sweep.
 *
 * @param name which data set
 * @param path folder that holds it; null: the usual places
 * @param hash SHA-256 of the images, labels and splits that training sees, 64 hexadecimal digits: trials train on exactly
 *     these wherever they run; null: on what is found. Not written when null, so that what is named by a spec without
 *     it keeps its name
 * @param validationFraction part of the training images kept for validation, in (0, 0.5], where the set ships no
 *     validation files of its own
 * @param augmentation random changes of training images
 */
public record DatasetSpec(
        DatasetName name,
        @Nullable String path,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String hash,
        double validationFraction,
        AugmentationSpec augmentation) {
    public static final double DEFAULT_VALIDATION_FRACTION = 0.1;

    public DatasetSpec {
        Checks.require(
                validationFraction > 0 && validationFraction <= 0.5,
                validationFraction,
                "dataset.validationFraction",
                validationFraction,
                "lie in (0, 0.5]");
        Checks.optionalHash("dataset.hash", hash);
        if (name == DatasetName.IMAGE_FOLDER && path == null && hash == null) {
            throw new IllegalArgumentException("dataset.path or dataset.hash must be given for image-folder, was null");
        }
    }

    /** The data set {@code name} from the usual places with default split and augmentation. */
    public static DatasetSpec of(DatasetName name) {
        return new DatasetSpec(name, null, null, DEFAULT_VALIDATION_FRACTION, AugmentationSpec.DEFAULT);
    }

    /** What training depends on: with a hash it does not matter where the data is found. */
    public DatasetSpec withoutPlace() {
        return hash == null ? this : new DatasetSpec(name, null, hash, validationFraction, augmentation);
    }
}
