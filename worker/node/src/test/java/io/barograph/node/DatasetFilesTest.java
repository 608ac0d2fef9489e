package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.bar.data.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetFilesTest {
    private static final long MAX_BYTES = 1000;
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path temporary;

    private Instant now = START;

    private Path folder() {
        return temporary.resolve("cache");
    }

    private DatasetFiles files() throws IOException {
        return new DatasetFiles(folder(), MAX_BYTES, Clock.fixed(now, ZoneOffset.UTC));
    }

    private DatasetFiles later() throws IOException {
        now = now.plusSeconds(1);
        return files();
    }

    /** A file of its own content, by its hash. */
    private Map.Entry<String, Path> source(int seed, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        String hash = HexFormat.of().formatHex(Sha256.digest().digest(content));
        return Map.entry(hash, Files.write(temporary.resolve("source-" + seed), content));
    }

    private String add(int seed, int bytes, String... inUse) throws IOException {
        Map.Entry<String, Path> source = source(seed, bytes);
        Path added = later().add(source.getKey(), source.getValue(), () -> Set.of(inUse));
        assertThat(added != null).as("room for %s", seed).isEqualTo(Files.exists(folder().resolve(source.getKey())));
        return source.getKey();
    }

    @Test
    void keepsACopyUnderItsHash() throws IOException {
        String hash = add(1, 300);
        assertThat(later().find(hash)).isNotNull().hasSameBinaryContentAs(temporary.resolve("source-1"));
        assertThat(files().find("ab".repeat(32))).isNull();
        assertThat(files().hashes()).containsExactly(hash);
        files().remove(hash);
        assertThat(files().find(hash)).isNull();
    }

    @Test
    void whatSomebodyIsAboutToOpenIsThereAtEveryMomentWhileTheSameIsBroughtAgain() throws IOException {
        String hash = add(1, 600); // twice that would be too much
        List<Boolean> there = new ArrayList<>();
        Path again = later().add(hash, temporary.resolve("source-1"), () -> {
            there.add(Files.exists(folder().resolve(hash)));
            return Set.of();
        });
        assertThat(again).isNotNull().hasSameBinaryContentAs(temporary.resolve("source-1"));
        assertThat(there).hasSize(2).containsOnly(true);
    }

    @Test
    void removesWhatWasUsedLongestAgo() throws IOException {
        String first = add(1, 400);
        String second = add(2, 400);
        later().find(first);
        String third = add(3, 400);
        assertThat(files().hashes()).containsExactly(third, first);
        String large = add(4, 900);
        assertThat(files().hashes()).containsExactly(large).doesNotContain(second);
    }

    @Test
    void neverRemovesWhatIsInUseAndNothingInVain() throws IOException {
        String used = add(1, 600);
        String idle = add(2, 300);
        add(3, 500, used);
        assertThat(files().hashes()).as("no room even without the idle one").containsExactlyInAnyOrder(used, idle);
        add(4, 1001);
        assertThat(files().hashes()).as("larger than the bound").containsExactlyInAnyOrder(used, idle);
        String fits = add(5, 400, used);
        assertThat(files().hashes()).containsExactlyInAnyOrder(used, fits);
    }

    @Test
    void neverHoldsMoreThanItsBoundAndAlwaysTheNewest() throws IOException {
        Random random = new Random(7);
        Map<String, Instant> used = new HashMap<>();
        for (int i = 0; i < 400; i++) {
            if (random.nextInt(3) == 0 && !used.isEmpty()) {
                String hash = new ArrayList<>(used.keySet()).get(random.nextInt(used.size()));
                if (later().find(hash) != null) {
                    used.put(hash, now);
                }
            } else {
                String hash = add(random.nextInt(40), 1 + random.nextInt(500));
                used.put(hash, now);
                assertThat(files().hashes().get(0)).isEqualTo(hash);
            }
            List<String> held = files().hashes();
            long bytes = 0;
            for (String hash : held) {
                bytes += Files.size(folder().resolve(hash));
            }
            assertThat(bytes).isLessThanOrEqualTo(MAX_BYTES);
            assertThat(held.stream().map(used::get).toList())
                    .as("in order of use")
                    .isSortedAccordingTo((one, other) -> other.compareTo(one));
            Instant oldest = used.get(held.get(held.size() - 1));
            assertThat(used.entrySet().stream()
                            .filter(entry -> !held.contains(entry.getKey()))
                            .map(Map.Entry::getValue))
                    .as("what left was used before what stayed")
                    .allSatisfy(left -> assertThat(left).isBefore(oldest));
        }
    }

    @Test
    void contentThatIsNotWhatItsHashSaysIsNotKept() throws IOException {
        Map.Entry<String, Path> source = source(1, 100);
        Files.write(source.getValue(), new byte[100]);
        DatasetFiles files = files();
        assertThatThrownBy(() -> files.add(source.getKey(), source.getValue(), Set::of))
                .isInstanceOf(DatasetFiles.CorruptException.class)
                .hasMessageContaining(source.getKey());
        assertThat(names()).containsExactly("lock");
    }

    @Test
    void whatADiedProcessLeftUnfinishedIsNeverUsedAndRemovedADayLater() throws IOException {
        Map.Entry<String, Path> source = source(1, 500);
        files();
        Path half = Files.write(folder().resolve("half.part"), new byte[250]);
        Path fresh = Files.write(folder().resolve("fresh.part"), new byte[250]);
        Files.setLastModifiedTime(half, FileTime.from(now.minus(Duration.ofHours(25))));
        Files.setLastModifiedTime(fresh, FileTime.from(now.minus(Duration.ofHours(23))));
        DatasetFiles files = files();
        assertThat(half).doesNotExist();
        assertThat(fresh).as("may be of a process that lives").exists();
        assertThat(files.hashes()).isEmpty();
        assertThat(files.find(source.getKey())).isNull();
    }

    @Test
    void linksAndOtherFilesAreNeitherDataNorRemoved() throws IOException {
        Map.Entry<String, Path> source = source(1, 500);
        files();
        Path outside = Files.writeString(temporary.resolve("outside"), "x".repeat(2000));
        Files.createSymbolicLink(folder().resolve(source.getKey()), outside);
        Path note = Files.writeString(folder().resolve("README"), "x".repeat(2000));
        assertThat(files().find(source.getKey())).isNull();
        assertThat(files().hashes()).isEmpty();
        Path added = files().add(source.getKey(), source.getValue(), Set::of);
        assertThat(added).isNotNull().isRegularFile();
        assertThat(Files.isSymbolicLink(folder().resolve(source.getKey()))).isFalse();
        assertThat(outside).content().hasSize(2000);
        assertThat(note).exists();
        for (String name : List.of("../outside", "/etc/passwd", "README", "")) {
            assertThatThrownBy(() -> files().find(name)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void manyAtATimeOnOneFolderKeepTheBoundAndOnlyWholeFiles() throws Exception {
        List<Callable<Boolean>> adds = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Map.Entry<String, Path> source = source(i % 12, 250);
            DatasetFiles files = i < 4 ? files() : later();
            adds.add(() -> files.add(source.getKey(), source.getValue(), Set::of) != null);
        }
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (Future<Boolean> added : threads.invokeAll(adds)) {
                assertThat(added.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(files().hashes()).hasSize(4).allSatisfy(hash -> assertThat(
                        HexFormat.of().formatHex(Sha256.digest().digest(Files.readAllBytes(folder().resolve(hash)))))
                .isEqualTo(hash));
        assertThat(names()).hasSize(5).contains("lock");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
