package io.barograph.bar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.bar.engine.CudaCheck.Devices;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CudaCheckTest {
    /** A machine where everything is as CUDA wants it, unless said otherwise. */
    private static final class TestingMachine implements CudaCheck.Machine {
        private boolean backend = true;
        private boolean driver = true;
        private Devices devices = new Devices(1, null);
        private @Nullable String missingRuntime;
        private @Nullable String missingLibrary;

        @Override
        public boolean hasCudaBackend() {
            return backend;
        }

        @Override
        public void loadDriver() {
            require(driver ? null : "libcuda.so.1: cannot open shared object file");
        }

        @Override
        public Devices devices() {
            require(missingRuntime);
            return devices;
        }

        @Override
        public void loadLibraries() {
            require(missingLibrary);
        }

        private static void require(@Nullable String missing) {
            if (missing != null) {
                UnsatisfiedLinkError asJavaCppThrowsIt = new UnsatisfiedLinkError("no jni in java.library.path");
                asJavaCppThrowsIt.initCause(new UnsatisfiedLinkError(missing));
                throw asJavaCppThrowsIt;
            }
        }
    }

    private final TestingMachine machine = new TestingMachine();

    @Test
    void aGpuIsNoProblem() {
        assertThat(CudaCheck.problem(machine)).isNull();
    }

    @Test
    void aBuildForCpusNeedsNothing() {
        machine.backend = false;
        machine.driver = false;
        assertThat(CudaCheck.problem(machine)).isNull();
    }

    @Test
    void tellsThatTheDriverIsMissing() {
        machine.driver = false;
        assertThat(CudaCheck.problem(machine)).contains("no NVIDIA driver").contains("libcuda.so.1");
    }

    @Test
    void tellsThatTheRuntimeIsMissing() {
        machine.missingRuntime = "libcudart.so.11.0: cannot open shared object file";
        assertThat(CudaCheck.problem(machine)).contains("CUDA 11.6").contains("libcudart.so.11.0");
    }

    @Test
    void tellsWhatTheRuntimeSaysOfItsGpus() {
        machine.devices = new Devices(0, "CUDA driver version is insufficient");
        assertThat(CudaCheck.problem(machine)).contains("driver version is insufficient");
    }

    @Test
    void tellsThatAllGpusAreHidden() {
        machine.devices = new Devices(0, null);
        assertThat(CudaCheck.problem(machine)).contains("CUDA_VISIBLE_DEVICES");
    }

    @Test
    void tellsThatAnotherLibraryIsMissing() {
        machine.missingLibrary = "libcudnn.so.8: cannot open shared object file";
        assertThat(CudaCheck.problem(machine)).contains("libcudnn.so.8");
    }

    @Test
    void thisBuildHasNoProblem() {
        assertThat(CudaCheck.problem()).isNull();
    }
}
