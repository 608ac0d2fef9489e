package io.barograph.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderArtifactStoreTest {
    private static final String HASH_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path temporary;

    private Path folder;
    private ArtifactStore store;

    @BeforeEach
    void open() {
        folder = temporary.resolve("store");
        store = ArtifactStore.folder(folder);
    }

    @Test
    void namesContentByItsSha256() throws IOException {
        assertThat(store.put(file("abc"))).isEqualTo(HASH_OF_ABC);
        assertThat(store.get(HASH_OF_ABC)).hasContent("abc");
        assertThat(store.contains(HASH_OF_ABC)).isTrue();
    }

    @Test
    void keepsTheSameContentOnceAndNothingElse() throws IOException {
        store.put(file("abc"));
        store.put(file("abc"));
        String other = store.put(file("x".repeat(200_000)));

        assertThat(store.list()).containsExactlyInAnyOrder(HASH_OF_ABC, other);
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(2);
        }
    }

    @Test
    void noticesMissingAndDamagedContent() throws IOException {
        assertProblem(Problem.MISSING, HASH_OF_ABC);
        store.put(file("abc"));
        Files.writeString(store.get(HASH_OF_ABC), "ab");
        assertProblem(Problem.CORRUPT, HASH_OF_ABC);
    }

    @Test
    void putsDamagedContentRight() throws IOException {
        store.put(file("abc"));
        Files.writeString(store.get(HASH_OF_ABC), "ab");
        store.put(file("abc"));
        assertThat(store.get(HASH_OF_ABC)).hasContent("abc");
    }

    @Test
    void deletesAndForgets() throws IOException {
        store.put(file("abc"));
        store.delete(HASH_OF_ABC);
        store.delete(HASH_OF_ABC);
        assertThat(store.contains(HASH_OF_ABC)).isFalse();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void isEmptyBeforeItsFolderIsMade() {
        assertThat(store.list()).isEmpty();
        assertThat(store.contains(HASH_OF_ABC)).isFalse();
    }

    @Test
    void refusesNamesThatAreNoHash() {
        for (String name : new String[] {"", "../../etc/passwd", "BA7816", HASH_OF_ABC + "0"}) {
            assertThatThrownBy(() -> store.get(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void saysWhichFileItCouldNotStore() throws IOException {
        Files.writeString(folder, "a file where the folder should be");
        Path file = file("abc");
        assertThatThrownBy(() -> store.put(file))
                .hasMessageContaining(file.toString())
                .asInstanceOf(InstanceOfAssertFactories.type(ArtifactException.class))
                .returns(Problem.UNWRITABLE, ArtifactException::problem);
    }

    private void assertProblem(Problem problem, String hash) {
        assertThatThrownBy(() -> store.get(hash))
                .asInstanceOf(InstanceOfAssertFactories.type(ArtifactException.class))
                .returns(problem, ArtifactException::problem);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(temporary, "content", ""), content);
    }
}
