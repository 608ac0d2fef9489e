package io.barograph.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every artifact store does. */
abstract class ArtifactStoreContract {
    static final String HASH_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    static final long MAX_BYTES = 1_000_000;

    @TempDir
    Path temporary;

    ArtifactStore store;

    /** An empty store that takes artifacts of up to {@link #MAX_BYTES}. */
    abstract ArtifactStore open() throws IOException;

    /** The file that holds an artifact in the end. */
    abstract Path stored(String hash);

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @Test
    void namesContentByItsSha256() throws IOException {
        assertThat(store.put(file("abc"))).isEqualTo(HASH_OF_ABC);
        assertThat(store.get(HASH_OF_ABC)).hasContent("abc");
        assertThat(store.contains(HASH_OF_ABC)).isTrue();
    }

    @Test
    void readsParts() throws IOException {
        store.put(file("abc"));
        assertThat(store.size(HASH_OF_ABC)).isEqualTo(3);
        assertThat(store.read(HASH_OF_ABC, 0, 2)).containsExactly('a', 'b');
        assertThat(store.read(HASH_OF_ABC, 1, 1000)).containsExactly('b', 'c');
        assertThat(store.read(HASH_OF_ABC, 3, 1)).isEmpty();
        store.delete(HASH_OF_ABC);
        assertThatThrownBy(() -> store.size(HASH_OF_ABC))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING));
        assertThatThrownBy(() -> store.read(HASH_OF_ABC, 0, 1))
                .isInstanceOfSatisfying(
                        ArtifactException.class, e -> assertThat(e.problem()).isEqualTo(Problem.MISSING));
        assertThatThrownBy(() -> store.read("../" + HASH_OF_ABC.substring(3), 0, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesStreamsLikeFiles() {
        assertThat(store.put(stream("abc"), "text")).isEqualTo(HASH_OF_ABC);
        String empty = store.put(stream(""), "nothing");
        assertThat(store.get(empty)).isEmptyFile();
    }

    @Test
    void keepsTheSameContentOnce() throws IOException {
        store.put(file("abc"));
        store.put(stream("abc"), "text");
        String other = store.put(file("x".repeat(200_000)));
        assertThat(store.list()).containsExactlyInAnyOrder(HASH_OF_ABC, other);
    }

    @Test
    void saysWhatIsMissing() {
        assertProblem(Problem.MISSING, () -> store.get(HASH_OF_ABC));
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
    void isEmptyAtFirst() {
        assertThat(store.list()).isEmpty();
        assertThat(store.contains(HASH_OF_ABC)).isFalse();
    }

    @Test
    void refusesNamesThatAreNoHash() {
        for (String name : new String[] {"", "../../etc/passwd", "BA7816", HASH_OF_ABC + "0"}) {
            assertThatThrownBy(() -> store.get(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.contains(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.delete(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesWhatIsTooLargeAndKeepsNothingOfIt() {
        assertThat(store.put(stream("x".repeat((int) MAX_BYTES)), "just right")).isNotBlank();
        assertProblem(Problem.TOO_LARGE, () -> store.put(stream("x".repeat((int) MAX_BYTES + 1)), "too large"));
        assertThat(store.list()).hasSize(1);
    }

    @Test
    void keepsNothingOfAStreamThatBreaksOff() {
        InputStream broken = new InputStream() {
            private int left = 300_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("connection lost");
                }
                return 'x';
            }
        };
        assertProblem(Problem.UNREADABLE, () -> store.put(broken, "broken"));
        assertThat(store.list()).isEmpty();
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path absent = temporary.resolve("absent");
        assertThatThrownBy(() -> store.put(absent)).hasMessageContaining(absent.toString());
        assertProblem(Problem.UNREADABLE, () -> store.put(absent));
    }

    @Test
    void noticesDamagedContentAndPutsItRight() throws IOException {
        for (String damaged : new String[] {"ab", "abd", ""}) {
            store.put(file("abc"));
            Files.writeString(stored(HASH_OF_ABC), damaged);
            assertProblem(Problem.CORRUPT, () -> store.get(HASH_OF_ABC));
        }
        store.put(file("abc"));
        assertThat(store.get(HASH_OF_ABC)).hasContent("abc");
    }

    @Test
    void tellsWhenContentWasLastStored() throws IOException {
        store.put(file("abc"));
        Instant longAgo = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
        Files.setLastModifiedTime(stored(HASH_OF_ABC), FileTime.from(longAgo));
        assertThat(store.lastUses()).containsExactly(Map.entry(HASH_OF_ABC, longAgo));
        store.put(file("abc"));
        assertThat(store.lastUses().get(HASH_OF_ABC))
                .isCloseTo(Instant.now(), new TemporalUnitWithinOffset(1, ChronoUnit.MINUTES));
    }

    @Test
    void removesWhatWasNotStoredSinceAndLeavesTheRest() throws IOException {
        store.put(file("abc"));
        Instant now = Instant.now();
        assertThat(store.deleteUnusedSince(HASH_OF_ABC, now.minusSeconds(60))).isFalse();
        assertThat(store.get(HASH_OF_ABC)).hasContent("abc");
        assertThat(store.deleteUnusedSince(HASH_OF_ABC, now.plusSeconds(60))).isTrue();
        assertThat(store.contains(HASH_OF_ABC)).isFalse();
        assertThat(store.deleteUnusedSince(HASH_OF_ABC, now.plusSeconds(60))).isFalse();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void hasRoomAndLeavesNoTraceOfTheQuestion() {
        store.requireRoom(1000);
        assertThat(store.list()).isEmpty();
    }

    @Test
    void takesTheSameContentFromManyThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<String>> puts = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String content = i % 2 == 0 ? "abc" : "content " + i;
                puts.add(() -> store.put(stream(content), content));
            }
            for (Future<String> put : threads.invokeAll(puts)) {
                assertThat(store.get(put.get())).exists();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(store.list()).hasSize(21);
    }

    static void assertProblem(Problem problem, Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(ArtifactException.class, failure -> assertThat(failure.problem())
                        .as("%s", failure)
                        .isEqualTo(problem));
    }

    static InputStream stream(String content) {
        return new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
    }

    Path file(String content) throws IOException {
        return Files.writeString(Files.createTempFile(temporary, "content", ""), content);
    }
}
