package io.barograph.node;

import io.barograph.bar.engine.CudaCheck;
import java.util.Properties;
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
