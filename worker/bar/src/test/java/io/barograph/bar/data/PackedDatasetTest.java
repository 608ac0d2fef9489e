package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedDatasetTest {
    private static final ImageShape SHAPE = new ImageShape(4, 3, 1);
    private static final DatasetRequest FOLDER = DatasetRequest.of("image-folder");

    @TempDir
    private Path folder;

    @Test
    void comesBackAsItWasUnderItsOwnHash() throws IOException {
        Random random = new Random(3);
        for (int i = 0; i < 50; i++) {
            ImageDataset dataset = draw(random);
            byte[] packed = pack(dataset);
            assertThat(packed).hasSize((int) PackedDataset.bytes(dataset));
            assertThat(Sha256.of(packed)).isEqualTo(dataset.contentHash());
            ImageDataset read = Datasets.openPacked(FOLDER, write(packed));
            assertThat(read.contentHash()).isEqualTo(dataset.contentHash());
            assertThat(read.classNames()).isEqualTo(dataset.classNames());
            assertThat(read.normalization()).isEqualTo(dataset.normalization());
            assertSame(read.train(), dataset.train());
            assertSame(read.validation(), dataset.validation());
            assertSame(read.test(), dataset.test());
        }
    }

    @Test
    void theBundledSampleComesBackAsItWas() throws IOException {
        DatasetRequest request = DatasetRequest.of("fashion-mnist-sample");
        ImageDataset sample = Datasets.open(request);
        Path file = folder.resolve("sample");
        try (InputStream content = PackedDataset.stream(sample)) {
            Files.copy(content, file);
        }
        assertThat(Datasets.openPacked(request, file).contentHash()).isEqualTo(sample.contentHash());
    }

    @Test
    void isReadOrRefusedWhateverIsChangedOrCutOff() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            ImageDataset dataset = draw(random);
            byte[] packed = pack(dataset);
            int head = Math.min(packed.length, 200);
            packed[random.nextInt(random.nextBoolean() ? head : packed.length)] ^= (byte) (1 + random.nextInt(255));
            if (i % 3 == 0) {
                packed = Arrays.copyOf(packed, random.nextInt(packed.length + 20));
            }
            Path file = write(packed);
            try {
                String hash = Datasets.openPacked(FOLDER, file).contentHash();
                assertThat(hash).isEqualTo(Sha256.of(packed)).isNotEqualTo(dataset.contentHash());
            } catch (DataException e) {
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void takesNoMemoryForNumbersThatNoDataFollows() throws IOException {
        ByteBuffer images = ByteBuffer.allocate(64)
                .putInt(Integer.MAX_VALUE)
                .putInt(1024)
                .putInt(1024)
                .putInt(4);
        refused(images.array()).hasMessageContaining("the labels would have");
        ByteBuffer labels =
                ByteBuffer.allocate(64).putInt(400_000_000).putInt(1).putInt(1).putInt(1);
        refused(labels.array()).hasMessageContaining("is truncated");
        refused(new byte[] {0x7f, 0, 0, 0, 'a'}).hasMessageContaining("a class name would have");
        refused(new byte[] {0, 0, 0, 0, 'a'}).hasMessageContaining("a class name would have 0 bytes");
        refused(new byte[] {0, 0, 0, 1, (byte) 0xff, 0, 0, 0, 1}).hasMessageContaining("no UTF-8");
        byte[] names = new byte[5 * (PackedDataset.MAX_CLASSES + 1)];
        for (int i = 0; i < names.length; i += 5) {
            names[i + 3] = 1;
            names[i + 4] = 'a';
        }
        refused(names).hasMessageContaining("more than 10000 classes");
        refused(new byte[0]).hasMessageContaining("is truncated");
    }

    @Test
    void refusesWhatIsLeftOverAndAFileThatIsNotThere() throws IOException {
        byte[] packed = pack(draw(new Random(1)));
        refused(Arrays.copyOf(packed, packed.length + 1)).hasMessageContaining("1 bytes are left over");
        assertThatThrownBy(() -> Datasets.openPacked(FOLDER, folder.resolve("none")))
                .isInstanceOfSatisfying(
                        DataException.class, e -> assertThat(e.isMissing()).isTrue());
    }

    @Test
    void refusesOtherDataAndAnotherSplitThanAskedFor() throws IOException {
        ImageSplit test = TestingImages.split(20, SHAPE, 10);
        List<String> digits = KnownFiles.classNames(DatasetKind.MNIST);
        ImageDataset dataset = ImageDataset.of(
                "mnist", digits, TestingImages.split(80, SHAPE, 10), TestingImages.split(20, SHAPE, 10), test);
        Path file = write(pack(dataset));
        assertThat(Datasets.openPacked(DatasetRequest.of("mnist", null, 0.2), file)
                        .name())
                .isEqualTo("mnist");
        assertThatThrownBy(() -> Datasets.openPacked(DatasetRequest.of("mnist", null, 0.4), file))
                .hasMessageContaining("20 validation and 80 training images, which is no split by 0.4");
        assertThatThrownBy(() -> Datasets.openPacked(DatasetRequest.of("fashion-mnist", null, 0.2), file))
                .hasMessageContaining("is not fashion-mnist but has other classes");
    }

    @Test
    void aClassNameThatCouldNotBeReadBackIsNotWritten() {
        for (String name : List.of("", "\0a", "x".repeat(1025))) {
            ImageSplit split = TestingImages.split(3, SHAPE, 2);
            ImageDataset dataset = ImageDataset.of("x", List.of("a", name), split, split, split);
            assertThatThrownBy(() -> PackedDataset.stream(dataset)).hasMessageContaining("A class name must have");
        }
    }

    private static ImageDataset draw(Random random) {
        ImageShape shape = new ImageShape(1 + random.nextInt(5), 1 + random.nextInt(5), 1 + random.nextInt(4));
        int classes = 2 + random.nextInt(4);
        List<String> names = IntStream.range(0, classes)
                .mapToObj(c -> "ü" + "x".repeat(random.nextInt(40)) + c)
                .toList();
        return ImageDataset.of(
                "image-folder",
                names,
                TestingImages.split(1 + random.nextInt(300), shape, classes),
                TestingImages.split(random.nextInt(20), shape, classes),
                TestingImages.split(random.nextInt(20), shape, classes));
    }

    private static byte[] pack(ImageDataset dataset) throws IOException {
        try (InputStream content = PackedDataset.stream(dataset)) {
            return content.readAllBytes();
        }
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("packed"), content);
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(byte[] content)
            throws IOException {
        Path file = write(content);
        return assertThatThrownBy(() -> Datasets.openPacked(FOLDER, file)).isInstanceOf(DataException.class);
    }

    private static void assertSame(ImageSplit read, ImageSplit written) {
        assertThat(read.shape()).isEqualTo(written.shape());
        assertThat(read.pixels()).isEqualTo(written.pixels());
        assertThat(read.labels()).isEqualTo(written.labels());
    }
}
