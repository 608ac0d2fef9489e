package io.barograph.bar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class GpuMemoryTest {
    private final long[] free = {3L << 30, 16L << 30};
    private final GpuMemory.Devices two = new GpuMemory.Devices() {
        @Override
        public int count() {
            return free.length;
        }

        @Override
        public long totalBytes(int device) {
            return 16L << 30;
        }

        @Override
        public long freeBytes(int device) {
            return free[device];
        }
    };

    @Test
    void whatIsNotFreeIsUsedNow() {
        List<GpuMemory> all = GpuMemory.of(two);
        assertThat(all).extracting(GpuMemory::number).containsExactly(0, 1);
        assertThat(all).extracting(GpuMemory::totalBytes).containsExactly(16L << 30, 16L << 30);
        assertThat(all).extracting(GpuMemory::usedBytes).containsExactly(13L << 30, 0L);
        free[1] = 1L << 30;
        assertThat(all.get(1).usedBytes()).isEqualTo(15L << 30);
    }

    @Test
    void aBuildForCpusHasNoGpus() {
        assertThat(GpuMemory.all()).isEmpty();
    }

    @Test
    void namesNoClassOfCuda() throws IOException {
        for (String name : List.of("GpuMemory", "GpuMemory$Nd4jDevices")) {
            try (InputStream code =
                    Objects.requireNonNull(GpuMemory.class.getResourceAsStream(name + ".class"), name)) {
                assertThat(new String(code.readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContainIgnoringCase("cuda", "jcublas");
            }
        }
    }
}
