package io.barograph.bar.engine;

import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.cusolver;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** Whether a build for CUDA can work on this machine: to be asked before ND4J is, which only throws at its first use. */
public final class CudaCheck {
    private static final String BACKEND = "org/nd4j/linalg/jcublas/JCublasBackend.class";
    private static final String WITH_CUDNN = "org/nd4j/linalg/jcublas/bindings/linux-x86_64-cudnn/libnd4jcuda.so";
    private static final String DRIVER = "libcuda.so.1";

    private CudaCheck() {}

    /**
     * Says in one sentence why CUDA cannot be used, or null if it can, or if this is a build for CPUs. Initialises no class
     * of ND4J.
     */
    public static @Nullable String problem() {
        return problem(new ThisMachine());
    }

    static @Nullable String problem(Machine machine) {
        if (!machine.hasCudaBackend()) {
            return null;
        }
        String reason = reason(machine);
        return reason == null ? null : "this build is for NVIDIA GPUs, but " + reason;
    }

    private static @Nullable String reason(Machine machine) {
        try {
            machine.loadDriver();
        } catch (LinkageError e) {
            return "there is no NVIDIA driver here (" + DRIVER + " cannot be loaded)";
        }
        try {
            Devices devices = machine.devices();
            if (devices.error != null) {
                return "CUDA finds no GPU that it can use (" + devices.error + ")";
            }
            if (devices.count == 0) {
                return "CUDA sees no GPU (does CUDA_VISIBLE_DEVICES hide it?)";
            }
            machine.loadLibraries();
            return null;
        } catch (LinkageError e) {
            return "a library of CUDA 11.6 cannot be loaded (" + rootMessage(e) + ")";
        }
    }

    /** JavaCPP says only in the cause which library it missed. */
    private static @Nullable String rootMessage(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        return root.getMessage();
    }

    /**
     * What the CUDA runtime says.
     *
     * @param count GPUs
     * @param error why they cannot be counted, or null
     */
    record Devices(int count, @Nullable String error) {}

    /** What is asked of a machine, in this order; what cannot be loaded is a LinkageError. */
    interface Machine {
        boolean hasCudaBackend();

        void loadDriver();

        Devices devices();

        void loadLibraries();
    }

    private static final class ThisMachine implements Machine {
        @Override
        public boolean hasCudaBackend() {
            return isOnClassPath(BACKEND);
        }

        @Override
        public void loadDriver() {
            Loader.loadGlobal(DRIVER);
        }

        @Override
        public Devices devices() {
            int[] count = new int[1];
            int error = cudart.cudaGetDeviceCount(count);
            return new Devices(
                    count[0],
                    error == cudart.cudaSuccess
                            ? null
                            : cudart.cudaGetErrorString(error).getString());
        }

        @Override
        public void loadLibraries() {
            Loader.load(cublas.class);
            Loader.load(cusolver.class);
            if (isOnClassPath(WITH_CUDNN)) {
                Loader.load(cudnn.class);
            }
        }

        private static boolean isOnClassPath(String resource) {
            return CudaCheck.class.getClassLoader().getResource(resource) != null;
        }
    }
}
