package io.barograph.bench;

import java.util.function.DoubleSupplier;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * What this CPU can do with the threads it is given, by the best of several runs.
 *
 * @param flopsPerSecond of a float32 matrix product of order 1,536
 * @param bytesPerSecond of a sum of two arrays of 128 MB
 */
record CpuLimits(double flopsPerSecond, double bytesPerSecond) {
    private static final int ORDER = 1536;
    private static final long LENGTH = 32L << 20;
    private static final int RUNS = 10;

    static CpuLimits measured() {
        engine cpu = new engine(engine.kind.cpu, 0);
        stream queue = new stream(cpu);
        double product = best(() -> product(cpu, queue));
        double sum = best(() -> sum(cpu, queue));
        return new CpuLimits(2.0 * ORDER * ORDER * ORDER / product, 3.0 * 4 * LENGTH / sum);
    }

    private static double best(DoubleSupplier run) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 2; i++) {
            best = Math.min(best, run.getAsDouble());
        }
        return best;
    }

    private static double product(engine cpu, stream queue) {
        memory.desc square = new memory.desc(new long[] {ORDER, ORDER}, memory.data_type.f32, memory.format_tag.ab);
        memory[] parts = {zeros(square, cpu), zeros(square, cpu), zeros(square, cpu)};
        matmul.primitive_desc descriptor =
                new matmul.primitive_desc(cpu, square, square, square, new primitive_attr(), false);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(dnnl.DNNL_ARG_SRC, parts[0]);
        arguments.put(dnnl.DNNL_ARG_WEIGHTS, parts[1]);
        arguments.put(dnnl.DNNL_ARG_DST, parts[2]);
        return seconds(new matmul(descriptor), queue, arguments);
    }

    private static double sum(engine cpu, stream queue) {
        memory.desc line = new memory.desc(new long[] {LENGTH}, memory.data_type.f32, memory.format_tag.x);
        memory[] parts = {zeros(line, cpu), zeros(line, cpu), zeros(line, cpu)};
        binary.primitive_desc descriptor = new binary.primitive_desc(
                cpu, dnnl.algorithm.binary_add.value, line, line, line, new primitive_attr(), false);
        IntMemoryMap arguments = new IntMemoryMap();
        arguments.put(dnnl.DNNL_ARG_SRC_0, parts[0]);
        arguments.put(dnnl.DNNL_ARG_SRC_1, parts[1]);
        arguments.put(dnnl.DNNL_ARG_DST, parts[2]);
        return seconds(new binary(descriptor), queue, arguments);
    }

    private static memory zeros(memory.desc description, engine cpu) {
        memory made = new memory(description, cpu);
        Pointer.memset(made.get_data_handle(), 0, description.get_size());
        return made;
    }

    private static double seconds(primitive kernel, stream queue, IntMemoryMap arguments) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            kernel.execute(queue, arguments);
            queue._wait();
            best = Math.min(best, (System.nanoTime() - start) / 1e9);
        }
        return best;
    }
}
