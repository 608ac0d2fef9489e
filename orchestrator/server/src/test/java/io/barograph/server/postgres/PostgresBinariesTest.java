package io.barograph.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesTest {
    @TempDir
    Path cache;

    @Test
    void unpacksOnceAndCleansUpAfterKilledProcesses() throws Exception {
        Path abandoned = Files.createDirectories(cache.resolve("unpacking-old/bin"));
        Files.writeString(abandoned.resolve("postgres"), "half");
        Files.setLastModifiedTime(
                cache.resolve("unpacking-old"), FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Path busy = Files.createDirectory(cache.resolve("unpacking-new"));

        Path binaries = PostgresBinaries.unpack(cache);
        assertThat(binaries.resolve("bin/postgres")).isExecutable();
        assertThat(Run.run(List.of(binaries.resolve("bin/initdb").toString(), "--version"))
                        .output())
                .contains("PostgreSQL");
        try (Stream<Path> left = Files.list(cache)) {
            assertThat(left).containsExactlyInAnyOrder(binaries, busy);
        }

        FileTime unpacked = Files.getLastModifiedTime(binaries.resolve("bin/postgres"));
        assertThat(PostgresBinaries.unpack(cache)).isEqualTo(binaries);
        assertThat(Files.getLastModifiedTime(binaries.resolve("bin/postgres"))).isEqualTo(unpacked);
    }
}
