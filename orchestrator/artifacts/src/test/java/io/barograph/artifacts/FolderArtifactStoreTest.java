package io.barograph.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FolderArtifactStoreTest extends ArtifactStoreContract {
    private Path folder = Path.of("");

    @Override
    ArtifactStore open() {
        folder = temporary.resolve("store");
        return ArtifactStore.folder(folder, MAX_BYTES);
    }

    @Override
    Path stored(String hash) {
        return folder.resolve(hash.substring(0, 2)).resolve(hash.substring(2));
    }

    @Test
    void leavesNoFileButTheArtifacts() throws IOException {
        store.put(file("abc"));
        store.put(file("abc"));
        assertProblem(Problem.TOO_LARGE, () -> store.put(stream("x".repeat((int) MAX_BYTES + 1)), "too large"));
        assertThat(files()).hasSize(1);
    }

    @Test
    void saysWhichFileItCouldNotStore() throws IOException {
        Files.writeString(folder, "a file where the folder should be");
        Path file = file("abc");
        assertThatThrownBy(() -> store.put(file)).hasMessageContaining(file.toString());
        assertProblem(Problem.UNWRITABLE, () -> store.put(file));
    }

    @Test
    void removesWhatADeadProcessLeftButNotWhatIsBeingWritten() throws IOException {
        Path incoming = Files.createDirectories(folder.resolve("incoming"));
        Path old = Files.writeString(incoming.resolve("old"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path young = Files.writeString(incoming.resolve("young"), "half");
        store.put(file("abc"));
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(store.list()).containsExactly(HASH_OF_ABC);
    }

    @Test
    void aFullDiskLeavesNothingHalfWritten() throws Exception {
        Path disk = Files.createDirectories(temporary.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "may mount a small disk");
        try {
            folder = disk.resolve("store");
            ArtifactStore small = ArtifactStore.folder(folder);
            String kept = small.put(stream("kept"), "small");
            assertProblem(Problem.FULL, () -> small.put(stream("x".repeat(500_000)), "large"));
            assertThat(small.get(kept)).hasContent("kept");
            assertThat(files()).hasSize(1);
            small.requireRoom(100_000);
            assertProblem(Problem.FULL, () -> small.requireRoom(500_000));
            small.put(stream("y".repeat(100_000)), "fits again");
        } finally {
            run("umount", disk.toString());
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }
}
