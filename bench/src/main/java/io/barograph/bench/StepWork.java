package io.barograph.bench;

import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.Op;
import io.barograph.bar.engine.Tensor;
import java.util.Locale;

/**
 * Arithmetic and least memory traffic of one training step. A convolution is counted three times (forward, gradient of its input
 * unless that is the image, gradient of its weights), two operations a multiply-accumulate. Traffic counts every activation and
 * gradient that a kernel must read or write, as if the caches held nothing between kernels and everything within one.
 *
 * @param flops operations
 * @param bytes read and written
 */
record StepWork(double flops, double bytes) {
    private static final int FLOAT = 4;

    static StepWork of(LayerGraph graph, int batch) {
        double flops = 0;
        double values = 0;
        for (Op op : graph.ops()) {
            double in = op.ins().stream().mapToDouble(StepWork::size).sum();
            double out = size(op.out());
            if (op instanceof Op.Conv conv) {
                boolean image = conv.in().equals(graph.input());
                double macs = out * conv.in().channels() * conv.kernelHeight() * conv.kernelWidth();
                flops += 2 * macs * (image ? 2 : 3);
                values += in + out + (in + out) + (image ? 0 : in + out);
            } else if (op instanceof Op.Norm) {
                values += 2 * in + out + (2 * in + out + in);
            } else {
                values += in + out + (in + 2 * out);
            }
        }
        return new StepWork(flops * batch, values * batch * FLOAT);
    }

    private static double size(Tensor tensor) {
        return (double) tensor.channels() * tensor.height() * tensor.width();
    }

    /** Says how a measured step compares with the least time that the limits allow. */
    String against(CpuLimits limits, double millis) {
        double compute = flops / limits.flopsPerSecond() * 1e3;
        double memory = bytes / limits.bytesPerSecond() * 1e3;
        return String.format(
                Locale.ROOT,
                """
                a step        %6.2f GFLOP, %6.2f GB, %.0f FLOP a byte
                this CPU      %6.1f GFLOP/s (float32 matrix product), %.1f GB/s (sum of two large arrays)
                roofline      %6.1f ms of arithmetic, %.1f ms of memory traffic
                measured      %6.1f ms: %.0f %% of the arithmetic limit, %.1f GFLOP/s""",
                flops / 1e9,
                bytes / 1e9,
                flops / bytes,
                limits.flopsPerSecond() / 1e9,
                limits.bytesPerSecond() / 1e9,
                compute,
                memory,
                millis,
                100 * compute / millis,
                flops / millis / 1e6);
    }
}
