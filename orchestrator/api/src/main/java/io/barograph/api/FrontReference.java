package io.barograph.api;

/**
 * The reference point of a hypervolume, stored with a sweep so that its figures stay comparable.
 *
 * @param accuracy accuracy by chance, in [0, 1]
 * @param volumeRatio in (0, 1]; 1, the dense network, unless said otherwise
 */
public record FrontReference(double accuracy, double volumeRatio) {
    public FrontReference {
        Checks.fraction("reference accuracy", accuracy);
        Checks.require(
                volumeRatio > 0 && volumeRatio <= 1, volumeRatio, "reference volume", volumeRatio, "lie in (0, 1]");
    }

    /** Chance among equally likely classes, at the dense volume. */
    public static FrontReference ofClasses(int classes) {
        return new FrontReference(1.0 / Checks.atLeast("classes", 1, classes), 1);
    }

    /** The reference for a data set; accuracy 0 where the number of classes is known only to the worker. */
    public static FrontReference of(DatasetSpec dataset) {
        Integer classes = dataset.name().classes();
        return classes == null ? new FrontReference(0, 1) : ofClasses(classes);
    }
}
