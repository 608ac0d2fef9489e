package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a sweep chooses its trials. */
public enum Sampler {
    /** Every combination of budgets, seeds and parameter values. */
    @JsonProperty("grid")
    GRID,
    /** A given number of independent draws. */
    @JsonProperty("random")
    RANDOM
}
