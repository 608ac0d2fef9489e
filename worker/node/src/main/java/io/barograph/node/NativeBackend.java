package io.barograph.node;

import io.barograph.api.WorkerLabels;
import io.barograph.bar.engine.CudaCheck;
import io.barograph.bar.engine.Engine;
import io.barograph.bar.engine.GpuMemory;
import io.barograph.bar.engine.Precision;
import io.barograph.metrics.Meters;
import io.barograph.metrics.Metric;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;

/** The native libraries that training stands on. */
public final class NativeBackend {
    private NativeBackend() {}

    /** Says in one sentence why a build for GPUs cannot train here, or null; to be asked before any training. */
    public static @Nullable String missingGpu() {
        return CudaCheck.problem();
    }

    /** Labels of a worker that trains with them. */
    static SortedSet<String> labels() {
        return OwnThread.call("barograph-natives", () -> {
            boolean gpu = Engine.onGpu();
            SortedSet<String> labels = new TreeSet<>(Set.of(gpu ? WorkerLabels.GPU : WorkerLabels.CPU));
            if (!gpu && Precision.BFLOAT16.isSupported()) {
                labels.add(WorkerLabels.BFLOAT16);
            }
            return labels;
        });
    }

    /** Measures the memory of the GPUs that training uses; of none in a build for CPUs. */
    public static void measureGpus(Meters meters) {
        List<GpuMemory> all = OwnThread.call("barograph-natives", GpuMemory::all);
        all.forEach(gpu -> {
            String number = Integer.toString(gpu.number());
            meters.gauge(Metric.GPU_MEMORY_USED, gpu::usedBytes, number);
            meters.gauge(Metric.GPU_MEMORY_TOTAL, gpu::totalBytes, number);
        });
    }

    /**
     * Loads them and says what they are, for example {@code oneDNN 3.13.0, ND4J CPU (OpenBLAS)}.
     *
     * @throws LinkageError if a library cannot be loaded on this machine
     */
    public static String describe() {
        return OwnThread.call("barograph-natives", NativeBackend::look);
    }

    private static String look() {
        dnnl_version_t version = dnnl.dnnl_version();
        Properties nd4j = Nd4j.getExecutioner().getEnvironmentInformation();
        return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch() + ", ND4J "
                + nd4j.getProperty("backend") + " (" + nd4j.getProperty("blas.vendor") + ")";
    }
}
