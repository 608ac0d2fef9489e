package io.barograph.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Number format of activations and their gradients in training; parameters and moments are float32 in both. */
public enum Precision {
    /** 32 bits. */
    @JsonProperty("float32")
    FLOAT32,
    /** 16 bits with the exponent of float32; needs workers on CPUs with AVX-512 BF16. */
    @JsonProperty("bfloat16")
    BFLOAT16
}
