package io.barograph.bar.engine;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/** The memory of one GPU, all processes on it together. Thread-safe. */
public final class GpuMemory {
    private final Devices devices;
    private final int number;

    private GpuMemory(Devices devices, int number) {
        this.devices = devices;
        this.number = number;
    }

    /** Memory of devices by their 0-based numbers, in bytes. */
    interface Devices {
        int count();

        long totalBytes(int device);

        long freeBytes(int device);
    }

    /** Those that ND4J computes on; none in a build for CPUs. Loads ND4J if nobody has. */
    public static List<GpuMemory> all() {
        return Engine.onGpu() ? of(new Nd4jDevices(NativeOpsHolder.getInstance().getDeviceNativeOps())) : List.of();
    }

    static List<GpuMemory> of(Devices devices) {
        return IntStream.range(0, devices.count())
                .mapToObj(number -> new GpuMemory(devices, number))
                .toList();
    }

    /** 0-based, as CUDA counts those that it sees. */
    public int number() {
        return number;
    }

    public long totalBytes() {
        return devices.totalBytes(number);
    }

    /** In bytes, by this process and others. */
    public long usedBytes() {
        return Math.max(0, devices.totalBytes(number) - devices.freeBytes(number));
    }

    /** Through the interface that both backends have: no class of CUDA is named. */
    private record Nd4jDevices(NativeOps ops) implements Devices {
        @Override
        public int count() {
            return ops.getAvailableDevices();
        }

        @Override
        public long totalBytes(int device) {
            return ops.getDeviceTotalMemory(device);
        }

        @Override
        public long freeBytes(int device) {
            return ops.getDeviceFreeMemory(device);
        }
    }
}
