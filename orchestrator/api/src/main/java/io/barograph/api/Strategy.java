package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the trials of a sweep take over from one another, beside the dense network. */
public enum Strategy {
    /** Nothing: every trial prunes from the dense network. */
    @JsonProperty("independent")
    INDEPENDENT,
    /** A trial goes on from the end of the prune phase of the one with the next looser budget. */
    @JsonProperty("ladder")
    LADDER
}
