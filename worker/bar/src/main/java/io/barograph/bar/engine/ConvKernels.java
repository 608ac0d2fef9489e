package io.barograph.bar.engine;

import java.util.function.Supplier;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.primitive_desc;

/**
 * Which of oneDNN's convolution kernels a plan takes. oneDNN offers a batch-reduce one (brgconv) first, which is made for
 * many channels; on CPUs with AVX-512 its direct one (jit) is faster for few of them and for strides, with AVX2 both take
 * as long. See docs/adr/0006.
 */
final class ConvKernels {
    private static final boolean AVX512 = dnnl.get_effective_cpu_isa().value >= dnnl.cpu_isa.avx512_core.value;
    private static final int NARROW = 32;

    private ConvKernels() {}

    /**
     * The descriptor with the kernel that is best for this convolution.
     *
     * @param channels the lesser of the channels that it reads and makes, as buffers hold them
     * @param make makes a descriptor that has oneDNN's first choice
     */
    static <T extends primitive_desc> T best(Op.Conv op, int channels, Supplier<T> make) {
        T descriptor = make.get();
        if (!prefersDirect(op, channels)) {
            return descriptor;
        }
        boolean found = isDirect(descriptor);
        while (!found && descriptor.next_impl()) {
            found = isDirect(descriptor);
        }
        if (found) {
            return descriptor;
        }
        descriptor.deallocate();
        return make.get();
    }

    private static boolean isDirect(primitive_desc descriptor) {
        return name(descriptor).startsWith("jit");
    }

    /** oneDNN's name of the kernel, such as {@code jit:avx2}. */
    static String name(primitive_desc descriptor) {
        return descriptor.impl_info_str().getString();
    }

    private static boolean prefersDirect(Op.Conv op, int channels) {
        boolean pointwise = op.kernelHeight() == 1 && op.kernelWidth() == 1;
        boolean strided = op.strideHeight() > 1 || op.strideWidth() > 1;
        return AVX512 && (strided || !pointwise && channels < NARROW);
    }
}
