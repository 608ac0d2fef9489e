package io.barograph.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.api.FailureCode;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.bar.data.DataPlaces;
import io.barograph.bar.data.DatasetRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRootsTest {
    @TempDir
    Path given;

    private Path folder;
    private Path images;
    private Path secret;
    private DataRoots roots;

    @BeforeEach
    void makeFolders() throws IOException {
        folder = given.toRealPath();
        images = TestingData.imageFolder(folder.resolve("data/flowers"), 10, 1);
        secret = TestingData.imageFolder(folder.resolve("data-secret"), 10, 2);
        Files.createDirectories(folder.resolve("more"));
        roots = DataRoots.below(List.of(folder.resolve("data"), folder.resolve("more")));
    }

    private static @Nullable Path admitted(DataRoots roots, Path path) throws DataRoots.RefusedException {
        return roots.admitted(DatasetRequest.of("image-folder", path, 0.1)).path();
    }

    private static void refused(DataRoots roots, Path path) {
        assertThatThrownBy(() -> admitted(roots, path))
                .isInstanceOf(DataRoots.RefusedException.class)
                .hasMessageStartingWith("dataset.path " + path + " is not below a data root of this worker, which has "
                        + roots + "; start it with --data-root");
    }

    @Test
    void aRootAndWhatIsBelowItMayBeNamed() throws Exception {
        assertThat(admitted(roots, images)).isEqualTo(images);
        assertThat(admitted(roots, folder.resolve("data"))).isEqualTo(folder.resolve("data"));
        assertThat(admitted(roots, folder.resolve("data/../data/flowers"))).isEqualTo(images);
        Path absent = folder.resolve("data/absent/deep");
        assertThat(admitted(roots, absent))
                .as("told as usual that it is not there")
                .isEqualTo(absent);
        assertThat(admitted(DataRoots.anywhere(), secret)).isEqualTo(secret);
        assertThat(roots.admitted(DatasetRequest.of("mnist")).path()).isNull();
    }

    @Test
    void whatIsOutsideIsRefusedWhetherItIsThereOrNot() throws IOException {
        for (String outside : List.of(
                "data-secret",
                "data-absent",
                "data/../data-secret",
                "data/flowers/../../data-secret",
                "data/absent/../../../../../../../../etc",
                "more/../absent")) {
            Path path = folder.resolve(outside);
            if (!outside.contains("absent/..")) {
                refused(roots, path);
            } else {
                assertThat(Files.exists(path))
                        .as("no way leads through what is not there")
                        .isFalse();
            }
        }
        refused(roots, Path.of("/"));
        refused(roots, Path.of("/etc"));
        refused(roots, Path.of("/etc/absent"));
        refused(roots, Path.of("relative"));
        refused(DataRoots.below(List.of()), images);
    }

    @Test
    void linksLeadNowhereElse() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("data/link"), secret);
        refused(roots, link);
        refused(roots, link.resolve("light"));
        refused(roots, link.resolve("absent"));
        Path inward = Files.createSymbolicLink(folder.resolve("more/link"), images);
        assertThat(admitted(roots, inward)).as("from one root to another").isEqualTo(images);
        Path linkedRoot = Files.createSymbolicLink(folder.resolve("root"), folder.resolve("data"));
        assertThat(admitted(DataRoots.below(List.of(linkedRoot)), images)).isEqualTo(images);
    }

    @Test
    void linksWithinAFolderLeadNowhereElseEither() throws Exception {
        Files.createSymbolicLink(images.resolve("light/inside.png"), images.resolve("light/1.png"));
        assertThat(admitted(roots, images)).isEqualTo(images);
        for (Path at : List.of(images.resolve("light/outside.png"), images.resolve("secret"))) {
            Path target = at.toString().endsWith("png") ? secret.resolve("light/1.png") : secret;
            Path link = Files.createSymbolicLink(at, target);
            assertThatThrownBy(() -> admitted(roots, images))
                    .isInstanceOf(DataRoots.RefusedException.class)
                    .hasMessageContaining("holds the link " + at.getFileName() + ", which leads out of the data roots");
            Files.delete(link);
        }
    }

    @Test
    void aTrialWhoseFolderIsOutsideHasNoDataHereAndWithAHashItMayComeFromTheStore() throws IOException {
        ArtifactStore artifacts = ArtifactStore.folder(folder.resolve("artifacts"));
        DatasetSource source = new DatasetSource(DataPlaces.usual(), roots, artifacts, null);
        assertThat(source.load(DatasetRef.of(TestingData.spec(images, null)), Set::of)
                        .contentHash())
                .isEqualTo(TestingData.hash(images));
        String hash = TestingData.hash(secret);
        for (String wanted : new @Nullable String[] {null, hash}) {
            DatasetRef ref = DatasetRef.of(TestingData.spec(secret, wanted));
            assertThatThrownBy(() -> source.load(ref, Set::of))
                    .isInstanceOfSatisfying(
                            TrialException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.DATA_MISSING))
                    .hasMessageContaining("is not below a data root of this worker");
        }
        TestingData.push(secret, artifacts);
        assertThat(source.load(DatasetRef.of(TestingData.spec(secret, hash)), Set::of)
                        .contentHash())
                .isEqualTo(hash);
    }
}
