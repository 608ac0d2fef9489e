package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsTest {
    private static final ImageShape SHAPE = new ImageShape(4, 3, 1);

    @TempDir
    private Path root;

    @Test
    void opensOwnDataOfTheMnistFamilyThatListsItsChecksums() throws IOException {
        Path folder = writeIdx(root);
        Sums.write(folder);
        ImageDataset dataset = Datasets.open(request("mnist", folder));
        assertThat(dataset.train().countsByClass(10)).containsOnly(8);
        assertThat(dataset.validation().countsByClass(10)).containsOnly(2);
        assertThat(dataset.test().size()).isEqualTo(20);
        assertThat(dataset.classes()).isEqualTo(10);
    }

    @Test
    void findsADatasetInTheFirstPlaceThatHasIt() throws IOException {
        Path folder = writeIdx(root.resolve("second/mnist"));
        Sums.write(folder);
        Files.createDirectories(root.resolve("first/mnist"));
        DataPlaces places =
                new DataPlaces(List.of(root.resolve("first"), root.resolve("second")), root.resolve("first"));
        assertThat(Datasets.open(request("mnist", null), places).contentHash())
                .isEqualTo(Datasets.open(request("mnist", folder)).contentHash());
    }

    @Test
    void splitsTheSameDataByItsSeed() throws IOException {
        Path folder = writeIdx(root);
        Sums.write(folder);
        DatasetRequest first = request("mnist", folder);
        DatasetRequest second = new DatasetRequest(
                first.kind(), folder, first.validationFraction(), 0.2, 7, DatasetRequest.DEFAULT_FOLDER_SHAPE);
        assertThat(Datasets.open(second).contentHash())
                .isEqualTo(Datasets.open(second).contentHash())
                .isNotEqualTo(Datasets.open(first).contentHash());
    }

    @Test
    void refusesOtherDataUnderAKnownNameAndTellsOfEveryFile() throws IOException {
        Path folder = writeIdx(root);
        assertThatThrownBy(() -> Datasets.open(request("fashion-mnist", folder)))
                .isInstanceOfSatisfying(DataException.class, e -> {
                    assertThat(e.problems()).hasSize(4).allSatisfy(problem -> {
                        assertThat(problem.problem()).contains("is not the file it should be: SHA-256 ");
                        assertThat(problem.fix()).contains("SHA256SUMS");
                    });
                });
    }

    @Test
    void refusesAFileThatNoLongerHasItsListedChecksum() throws IOException {
        Path folder = writeIdx(root);
        Sums.write(folder);
        ImageSplit other = TestingImages.split(20, SHAPE, 5);
        IdxFiles.write(folder, "t10k", other);
        assertThatThrownBy(() -> Datasets.open(request("mnist", folder)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("t10k-labels-idx1-ubyte.gz: is not the file it should be");
    }

    @Test
    void tellsEveryMissingFile() throws IOException {
        Path folder = writeIdx(root);
        Files.delete(folder.resolve("train-labels-idx1-ubyte.gz"));
        Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
        Sums.write(folder);
        assertThatThrownBy(() -> Datasets.open(request("mnist", folder)))
                .isInstanceOfSatisfying(DataException.class, e -> assertThat(e.problems())
                        .extracting(DataProblem::toString)
                        .satisfiesExactly(
                                first -> assertThat(first).contains("train-labels-idx1-ubyte.gz: is not there"),
                                second -> assertThat(second).contains("t10k-images-idx3-ubyte.gz: is not there")));
    }

    @Test
    void namesEveryPlaceThatItLookedIn() {
        DataPlaces places = new DataPlaces(List.of(root.resolve("one"), root.resolve("two")), root.resolve("two"));
        assertThatThrownBy(() -> Datasets.open(request("cifar-10-png", null), places))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(root.resolve("one/cifar-10-png").toString())
                .hasMessageContaining(root.resolve("two/cifar-10-png").toString())
                .hasMessageContaining("data_batch_1.png")
                .hasMessageContaining("dataset.path");
    }

    @Test
    void opensWhatIsOnThisMachineWithoutANetwork() throws IOException {
        Path folder = writeIdx(root.resolve("one/mnist"));
        Sums.write(folder);
        DataPlaces places = new DataPlaces(List.of(root.resolve("one")), root.resolve("one"));
        assertThat(Datasets.openLocal(request("mnist", null), places)).isPresent();
        assertThat(Datasets.openLocal(request("mnist", folder), places)).isPresent();
        assertThat(Datasets.openLocal(request("fashion-mnist-sample", null), places))
                .isPresent();
        assertThat(Datasets.openLocal(request("fashion-mnist", null), places)).isEmpty();
        assertThat(Datasets.openLocal(request("image-folder", null), places)).isEmpty();
        assertThat(Datasets.openLocal(request("mnist", root.resolve("nowhere")), places))
                .isEmpty();
        Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
        assertThatThrownBy(() -> Datasets.openLocal(request("mnist", null), places))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.isMissing()).isTrue());
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), new byte[9]);
        assertThatThrownBy(() -> Datasets.openLocal(request("mnist", null), places))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.isMissing()).isFalse());
    }

    @Test
    void refusesAPathThatIsNotThereAndANameThatIsUnknown() {
        assertThatThrownBy(() -> Datasets.open(request("mnist", root.resolve("nowhere"))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("nowhere: is not there");
        assertThatThrownBy(() -> DatasetRequest.of("imagenet"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "'imagenet': is not known; use one of fashion-mnist-sample, fashion-mnist, mnist");
    }

    @Test
    void opensTheFullSetOfTheDistribution() {
        Path folder = Path.of("/usr/share/datasets/fashion-mnist");
        assumeTrue(
                Files.isDirectory(folder) || System.getenv("CI") != null,
                "needs the Debian package dataset-fashion-mnist");
        ImageDataset dataset = Datasets.open(request("fashion-mnist", folder));
        assertThat(dataset.train().countsByClass(10)).containsOnly(4800);
        assertThat(dataset.validation().countsByClass(10)).containsOnly(1200);
        assertThat(dataset.test().countsByClass(10)).containsOnly(1000);
    }

    private static DatasetRequest request(String name, @Nullable Path path) {
        return DatasetRequest.of(name, path, 0.2);
    }

    private static Path writeIdx(Path folder) throws IOException {
        IdxFiles.write(folder, "train", TestingImages.split(100, SHAPE, 10));
        IdxFiles.write(folder, "t10k", TestingImages.split(20, SHAPE, 10));
        return folder;
    }
}
