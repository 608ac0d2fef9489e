package io.barograph.api;

/** Labels that workers give themselves; their operators may add others. */
public final class WorkerLabels {
    /** Trains on the processor. */
    public static final String CPU = "cpu";

    /** Trains on an NVIDIA GPU. */
    public static final String GPU = "gpu";

    /** Can train in {@link Precision#BFLOAT16}. */
    public static final String BFLOAT16 = "bfloat16";

    private WorkerLabels() {}
}
