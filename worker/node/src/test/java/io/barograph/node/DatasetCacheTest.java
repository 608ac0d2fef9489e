package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.api.AugmentationSpec;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.api.FailureCode;
import io.barograph.api.TrialAsk;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.bar.data.ImageDataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetCacheTest {
    private static final long ROOM = 1 << 20;

    @TempDir
    Path temporary;

    private ArtifactStore artifacts;
    private Path images;
    private String hash;

    @BeforeEach
    void makeData() throws IOException {
        artifacts = ArtifactStore.folder(temporary.resolve("artifacts"));
        images = TestingData.imageFolder(temporary.resolve("images"), 10, 1);
        hash = TestingData.hash(images);
    }

    private DatasetCache cache() throws IOException {
        return DatasetCache.inFolder(artifacts, kept(), ROOM, DataRoots.anywhere());
    }

    private Path kept() {
        return temporary.resolve("kept");
    }

    private static DatasetRef ref(@Nullable Path folder, @Nullable String hash) {
        return DatasetRef.of(TestingData.spec(folder, hash));
    }

    private static ImageDataset use(DatasetCache cache, DatasetRef ref) {
        try (DatasetCache.Held held = cache.open(ref, () -> false)) {
            return held.dataset();
        }
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(
            FailureCode code, DatasetCache cache, DatasetRef ref) {
        return assertThatThrownBy(() -> use(cache, ref))
                .asInstanceOf(InstanceOfAssertFactories.throwable(TrialException.class))
                .satisfies(failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void aFolderWithTheWantedContentIsReadAndNothingIsFetched() throws IOException {
        DatasetCache cache = cache();
        ImageDataset data = use(cache, ref(images, hash));
        assertThat(data.contentHash()).isEqualTo(hash);
        assertThat(kept().resolve(hash)).doesNotExist();
        assertThat(cache.hashes()).containsExactly(hash);
    }

    @Test
    void whatIsOnlyInTheArtifactStoreIsFetchedOnceAndKept() throws IOException {
        TestingData.push(images, artifacts);
        for (DatasetRef ref : List.of(ref(null, hash), ref(temporary.resolve("nowhere"), hash))) {
            assertThat(use(cache(), ref).contentHash()).isEqualTo(hash);
            assertThat(kept().resolve(hash)).isRegularFile();
            artifacts.delete(hash);
        }
        assertThat(cache().hashes()).as("told from the start").containsExactly(hash);
    }

    @Test
    void aFolderWithOtherContentIsNotUsed() throws IOException {
        Path other = TestingData.imageFolder(temporary.resolve("other"), 10, 2);
        refused(FailureCode.DATA_MISSING, cache(), ref(other, hash))
                .hasMessageContaining("image-folder with hash " + hash + " was not found")
                .hasMessageContaining(other + " has other content, of hash " + TestingData.hash(other))
                .hasMessageContaining("the artifact store has none")
                .hasMessageContaining("barograph data push SPEC --artifacts STORE");
        TestingData.push(images, artifacts);
        assertThat(use(cache(), ref(other, hash)).contentHash()).isEqualTo(hash);
        assertThat(use(cache(), ref(other, null)).contentHash()).isEqualTo(TestingData.hash(other));
    }

    @Test
    void aFolderThatCannotBeReadIsNotUsedEither() throws IOException {
        Files.writeString(images.resolve("dark/1.png"), "no image");
        refused(FailureCode.DATA_MISSING, cache(), ref(images, hash)).hasMessageContaining("1.png: is neither");
        refused(FailureCode.DATA_CORRUPT, cache(), ref(images, null)).hasMessageContaining("1.png: is neither");
        refused(FailureCode.DATA_MISSING, cache(), ref(temporary.resolve("nowhere"), null))
                .hasMessageContaining("nowhere");
    }

    @Test
    void aDamagedArtifactIsRefusedAndLeavesNothing() throws IOException {
        TestingData.push(images, artifacts);
        TestingData.damage(artifacts, hash);
        refused(FailureCode.DATA_CORRUPT, cache(), ref(null, hash))
                .hasMessageContaining(hash)
                .hasMessageContaining("damaged")
                .hasMessageContaining("barograph data push");
        assertThat(kept().resolve(hash)).doesNotExist();
        TestingData.push(images, artifacts);
        assertThat(use(cache(), ref(null, hash)).contentHash()).isEqualTo(hash);
    }

    @Test
    void anArtifactThatIsNoDataSetIsRefused() throws IOException {
        String model = artifacts.put(Files.writeString(temporary.resolve("model"), "a model, perhaps"));
        refused(FailureCode.DATA_CORRUPT, cache(), ref(null, model)).hasMessageContaining(kept() + "/" + model);
        TestingData.push(images, artifacts);
        DatasetSpec misnamed = new DatasetSpec(DatasetName.CIFAR_10, null, hash, 0.1, AugmentationSpec.DEFAULT);
        refused(FailureCode.DATA_CORRUPT, cache(), DatasetRef.of(misnamed)).hasMessageContaining("is not cifar-10");
    }

    @Test
    void aDamagedCopyIsFetchedAgain() throws IOException {
        TestingData.push(images, artifacts);
        use(cache(), ref(null, hash));
        for (byte[] damaged : List.of(new byte[0], flipped(kept().resolve(hash)))) {
            Files.write(kept().resolve(hash), damaged);
            assertThat(use(cache(), ref(null, hash)).contentHash()).isEqualTo(hash);
            assertThat(kept().resolve(hash)).hasSameBinaryContentAs(artifacts.get(hash));
        }
    }

    private static byte[] flipped(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length - 1] ^= 1;
        return content;
    }

    @Test
    void slotsShareOneDataSetInMemory() throws Exception {
        TestingData.push(images, artifacts);
        DatasetCache cache = cache();
        ExecutorService slots = Executors.newFixedThreadPool(4);
        try {
            List<Callable<DatasetCache.Held>> opens =
                    Collections.nCopies(4, () -> cache.open(ref(null, hash), () -> false));
            List<ImageDataset> opened = new ArrayList<>();
            for (Future<DatasetCache.Held> open : slots.invokeAll(opens)) {
                opened.add(open.get().dataset());
            }
            assertThat(opened).allSatisfy(data -> assertThat(data).isSameAs(opened.get(0)));
            assertThat(use(cache, ref(temporary.resolve("elsewhere"), hash)))
                    .as("wherever it would be looked for")
                    .isSameAs(opened.get(0));
        } finally {
            slots.shutdownNow();
        }
    }

    @Test
    void onlyWhatIsInUseStaysInMemoryWhenAnotherIsOpened() throws IOException {
        Path other = TestingData.imageFolder(temporary.resolve("other"), 10, 2);
        DatasetCache cache = cache();
        ImageDataset first = use(cache, ref(images, null));
        assertThat(use(cache, ref(images, null))).as("the last one stays").isSameAs(first);
        use(cache, ref(other, null));
        assertThat(cache.hashes()).containsExactly(TestingData.hash(other));
        try (DatasetCache.Held held = cache.open(ref(images, null), () -> false)) {
            assertThat(held.dataset()).isNotSameAs(first);
            use(cache, ref(other, null));
            assertThat(cache.hashes()).containsExactlyInAnyOrder(hash, TestingData.hash(other));
            assertThat(use(cache, ref(images, null))).isSameAs(held.dataset());
        }
    }

    @Test
    void theFileOfARunningTrialStaysAndWhatFindsNoRoomIsReadWithoutACopy() throws IOException {
        TestingData.push(images, artifacts);
        Path other = TestingData.imageFolder(temporary.resolve("other"), 10, 2);
        String otherHash = TestingData.push(other, artifacts);
        long bytes = Files.size(artifacts.get(hash));
        DatasetCache cache = DatasetCache.inFolder(artifacts, kept(), bytes + bytes / 2, DataRoots.anywhere());
        try (DatasetCache.Held held = cache.open(ref(null, hash), () -> false)) {
            assertThat(use(cache, ref(null, otherHash)).contentHash()).isEqualTo(otherHash);
            assertThat(kept().resolve(hash)).exists();
            assertThat(kept().resolve(otherHash)).doesNotExist();
            assertThat(held.dataset().contentHash()).isEqualTo(hash);
        }
        DatasetCache next = DatasetCache.inFolder(artifacts, kept(), bytes + bytes / 2, DataRoots.anywhere());
        use(next, ref(null, otherHash));
        assertThat(next.hashes()).containsExactly(otherHash);
    }

    @Test
    void tellsOfABoundedNumber() throws IOException {
        Files.createDirectories(kept());
        for (int i = 0; i < TrialAsk.MAX_DATASETS + 5; i++) {
            Files.write(kept().resolve(String.format("%064x", i)), new byte[1]);
        }
        assertThat(cache().hashes()).hasSize(TrialAsk.MAX_DATASETS);
    }

    @Test
    void aFullDiskIsToldInOneSentence() throws Exception {
        TestingData.push(images, artifacts);
        Path disk = Files.createDirectories(temporary.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk.toString()), "may mount a small disk");
        try {
            DatasetCache cache = DatasetCache.inFolder(artifacts, disk.resolve("kept"), ROOM, DataRoots.anywhere());
            refused(FailureCode.STORAGE_FULL, cache, ref(null, hash))
                    .hasMessageContaining("no space left on the disk of the data cache " + disk.resolve("kept"))
                    .hasMessageContaining("--data-cache");
            assertThat(disk.resolve("kept")).isDirectoryNotContaining("glob:**.part");
        } finally {
            run("umount", disk.toString());
        }
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
