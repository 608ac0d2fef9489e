package io.barograph.api;

/**
 * A sweep as its user wants it. Read one from YAML or JSON with {@code io.barograph.api.spec.SweepSpecReader}.
 *
 * @param apiVersion {@value #API_VERSION}
 * @param kind {@value #KIND}
 * @param name 1 to 63 of a-z, 0-9 and inner hyphens
 */
public record SweepSpec(
        String apiVersion,
        String kind,
        String name,
        DatasetSpec dataset,
        NetworkSpec network,
        SearchSpec search,
        TrainingSpec training,
        LimitsSpec limits) {
    public static final String API_VERSION = "barograph.io/v1";
    public static final String KIND = "Sweep";

    public SweepSpec {
        Checks.require(apiVersion.equals(API_VERSION), apiVersion, "apiVersion", apiVersion, "be " + API_VERSION);
        Checks.require(kind.equals(KIND), kind, "kind", kind, "be " + KIND);
        Checks.name("name", name);
    }

    /** A sweep with default training and limits. */
    public static SweepSpec of(String name, DatasetSpec dataset, NetworkSpec network, SearchSpec search) {
        return new SweepSpec(
                API_VERSION, KIND, name, dataset, network, search, TrainingSpec.DEFAULT, LimitsSpec.DEFAULT);
    }
}
