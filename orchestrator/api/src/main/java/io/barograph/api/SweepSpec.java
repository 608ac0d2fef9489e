package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

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
        LimitsSpec limits,
        SchedulingSpec scheduling) {
    public static final String API_VERSION = "barograph.io/v1";
    public static final String KIND = "Sweep";

    public SweepSpec {
        Checks.require(apiVersion.equals(API_VERSION), apiVersion, "apiVersion", apiVersion, "be " + API_VERSION);
        Checks.require(kind.equals(KIND), kind, "kind", kind, "be " + KIND);
        Checks.name("name", name);
    }

    /** Reads stored sweeps too that were written before there was a choice of scheduling: they have the default. */
    @JsonCreator
    static SweepSpec read(
            @JsonProperty("apiVersion") String apiVersion,
            @JsonProperty("kind") String kind,
            @JsonProperty("name") String name,
            @JsonProperty("dataset") DatasetSpec dataset,
            @JsonProperty("network") NetworkSpec network,
            @JsonProperty("search") SearchSpec search,
            @JsonProperty("training") TrainingSpec training,
            @JsonProperty("limits") LimitsSpec limits,
            @JsonProperty("scheduling") @Nullable SchedulingSpec scheduling) {
        SchedulingSpec known = scheduling == null ? SchedulingSpec.DEFAULT : scheduling;
        return new SweepSpec(apiVersion, kind, name, dataset, network, search, training, limits, known);
    }

    /** What a worker must have to run the trials: what is asked for, and what the training needs. */
    public SortedSet<String> requiredLabels() {
        SortedSet<String> labels = new TreeSet<>(scheduling.requires());
        if (training.precision() == Precision.BFLOAT16) {
            labels.add(WorkerLabels.BFLOAT16);
        }
        return labels;
    }

    /** A sweep with default training, limits and scheduling. */
    public static SweepSpec of(String name, DatasetSpec dataset, NetworkSpec network, SearchSpec search) {
        return new SweepSpec(
                API_VERSION,
                KIND,
                name,
                dataset,
                network,
                search,
                TrainingSpec.DEFAULT,
                LimitsSpec.DEFAULT,
                SchedulingSpec.DEFAULT);
    }
}
