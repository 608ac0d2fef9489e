package io.barograph.bar.engine;

import org.bytedeco.dnnl.global.dnnl;

/** Number format of activations and their gradients in training; parameters, their gradients and moments are always float32. */
public enum Precision {
    /** 32 bits, everywhere. */
    FLOAT32(8),
    /** 16 bits with the exponent of float32; needs a CPU with AVX-512 BF16. Logits stay float32. */
    BFLOAT16(16);

    private final int vector;

    Precision(int vector) {
        this.vector = vector;
    }

    /** Channels as buffers hold them: zero maps fill up to a vector, because odd counts fall to slow kernels. */
    int padded(int channels) {
        return (channels + vector - 1) / vector * vector;
    }

    /** Whether this CPU computes in it natively. */
    public boolean isSupported() {
        return this == FLOAT32 || dnnl.get_effective_cpu_isa().value >= dnnl.cpu_isa.avx512_core_bf16.value;
    }

    /**
     * Refuses what this CPU cannot do.
     *
     * @throws IllegalArgumentException naming the instructions that are missing
     */
    public void requireSupported() {
        if (!isSupported()) {
            throw new IllegalArgumentException(
                    "bfloat16 needs a CPU with AVX-512 BF16 (avx512_bf16 in /proc/cpuinfo), which this one lacks; use float32");
        }
    }
}
