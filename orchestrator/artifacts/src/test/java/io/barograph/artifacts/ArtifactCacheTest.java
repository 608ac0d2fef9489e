package io.barograph.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactCacheTest {
    @TempDir
    Path folder;

    @Test
    void keepsWhatWasAskedForLast() throws IOException {
        ArtifactCache cache = new ArtifactCache(folder, 2500, 10_000, Duration.ofMinutes(1));
        String first = add(cache, 1);
        String second = add(cache, 2);
        age(first, 3);
        age(second, 2);
        assertThat(cache.find(first)).as("asked for just now").isNotNull();
        String third = add(cache, 3);
        assertThat(cache.find(second)).isNull();
        assertThat(cache.find(first)).isNotNull();
        assertThat(cache.find(third)).isNotNull();
    }

    @Test
    void neverRemovesWhatSomebodyMayBeAboutToOpen() throws IOException {
        ArtifactCache cache = new ArtifactCache(folder, 0, 10_000, Duration.ofMinutes(1));
        String first = add(cache, 1);
        String second = add(cache, 2);
        assertThat(cache.find(first)).isNotNull();
        assertThat(cache.find(second)).isNotNull();
        age(first, 2);
        add(cache, 3);
        assertThat(cache.find(first)).isNull();
        assertThat(cache.find(second)).isNotNull();
    }

    @Test
    void keepsNothingOfAnotherContent() {
        ArtifactCache cache = new ArtifactCache(folder, 2500, 10_000);
        String asked = "ab".repeat(32);
        assertThatThrownBy(() -> cache.add(asked, new ByteArrayInputStream(new byte[10])))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("is damaged");
        assertThat(cache.find(asked)).isNull();
        assertThat(folder.resolve("incoming")).isEmptyDirectory();
    }

    private String add(ArtifactCache cache, int content) throws IOException {
        byte[] bytes = new byte[1000];
        bytes[0] = (byte) content;
        String hash = Hashes.of(Files.write(folder.resolve("content"), bytes));
        assertThat(cache.add(hash, new ByteArrayInputStream(bytes))).hasBinaryContent(bytes);
        return hash;
    }

    private void age(String hash, int minutes) throws IOException {
        FileTime then = FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes)));
        Files.setLastModifiedTime(folder.resolve(Hashes.place(hash)), then);
    }
}
