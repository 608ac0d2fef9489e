package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarBinaryTest {
    private static final ImageShape SHAPE = new ImageShape(32, 32, 3);
    private final ImageSplit images = TestingImages.split(40, SHAPE, 10);

    @TempDir
    private Path folder;

    @Test
    void readsLooseFiles() throws IOException {
        writeAll(folder);
        Sums.write(folder);
        check(Datasets.open(request()));
    }

    @Test
    void readsTheSubFolderOfTheArchive() throws IOException {
        Path inner = Files.createDirectories(folder.resolve("cifar-10-batches-bin"));
        writeAll(inner);
        Sums.write(inner);
        check(Datasets.open(request()));
    }

    @Test
    void readsThePackedArchive() throws IOException {
        Files.write(folder.resolve("cifar-10-binary.tar.gz"), archive(6));
        Sums.write(folder);
        check(Datasets.open(request()));
    }

    @Test
    void refusesAnArchiveThatIsNotThePublishedOne() throws IOException {
        Files.write(folder.resolve("cifar-10-binary.tar.gz"), archive(6));
        assertRefused("cifar-10-binary.tar.gz: is not the file it should be");
    }

    @Test
    void refusesAnArchiveThatLacksAFile() throws IOException {
        Files.write(folder.resolve("cifar-10-binary.tar.gz"), archive(5));
        Sums.write(folder);
        assertRefused("does not contain test_batch.bin");
    }

    @Test
    void refusesATruncatedArchive() throws IOException {
        byte[] whole = archive(6);
        Files.write(folder.resolve("cifar-10-binary.tar.gz"), Arrays.copyOf(whole, whole.length / 2));
        Sums.write(folder);
        assertRefused("is truncated");
    }

    @Test
    void refusesFilesOfAnotherSizeThanPublished() throws IOException {
        writeAll(folder);
        assertRefused("has 15365 bytes instead of 30730000");
    }

    @Test
    void tellsOfEveryDamagedFileAtOnce() throws IOException {
        writeAll(folder);
        byte[] wrong = records(0, 5);
        wrong[3073] = 10;
        Files.write(folder.resolve("data_batch_2.bin"), wrong);
        Files.write(folder.resolve("data_batch_4.bin"), Arrays.copyOf(wrong, 3072));
        Files.delete(folder.resolve("test_batch.bin"));
        Sums.write(folder);
        assertThatThrownBy(() -> Datasets.open(request()))
                .isInstanceOfSatisfying(DataException.class, e -> assertThat(e.problems())
                        .extracting(DataProblem::problem)
                        .containsExactlyInAnyOrder(
                                "is not there",
                                "has label 10 in record 1, outside 0..9",
                                "has 3072 bytes, no whole number of records of 3073"));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> Datasets.open(request()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    private void check(ImageDataset dataset) {
        assertThat(dataset.train().size() + dataset.validation().size()).isEqualTo(25);
        assertThat(dataset.test().pixels())
                .isEqualTo(Arrays.copyOfRange(images.pixels(), 25 * SHAPE.values(), 40 * SHAPE.values()));
        assertThat(dataset.test().labels()).isEqualTo(Arrays.copyOfRange(images.labels(), 25, 40));
    }

    private DatasetRequest request() {
        return DatasetRequest.of("cifar-10", folder, 0.2);
    }

    private void writeAll(Path target) throws IOException {
        for (int i = 0; i < 6; i++) {
            Files.write(target.resolve(name(i)), content(i));
        }
    }

    private static String name(int number) {
        return number == 5 ? "test_batch.bin" : "data_batch_" + (number + 1) + ".bin";
    }

    private byte[] content(int number) {
        return number == 5 ? records(25, 40) : records(5 * number, 5 * number + 5);
    }

    /** The published format: a label, then the red, the green and the blue plane. */
    private byte[] records(int from, int to) {
        byte[] records = new byte[(to - from) * 3073];
        for (int i = from; i < to; i++) {
            int at = (i - from) * 3073;
            records[at] = (byte) images.labels()[i];
            for (int c = 0; c < 3; c++) {
                for (int p = 0; p < 1024; p++) {
                    records[at + 1 + c * 1024 + p] = images.pixels()[i * 3072 + p * 3 + c];
                }
            }
        }
        return records;
    }

    private byte[] archive(int files) {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        entry(tar, "cifar-10-batches-bin/", '5', new byte[0]);
        entry(tar, "cifar-10-batches-bin/readme.html", '0', new byte[700]);
        for (int i = 0; i < files; i++) {
            entry(tar, "cifar-10-batches-bin/" + name(i), '0', content(i));
        }
        tar.writeBytes(new byte[1024]);
        return IdxFiles.gzip(tar.toByteArray());
    }

    private static void entry(ByteArrayOutputStream tar, String name, char type, byte[] content) {
        byte[] header = new byte[512];
        byte[] path = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(path, 0, header, 0, path.length);
        byte[] size = String.format("%011o", content.length).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(size, 0, header, 124, size.length);
        header[156] = (byte) type;
        tar.writeBytes(header);
        tar.writeBytes(content);
        tar.writeBytes(new byte[(512 - content.length % 512) % 512]);
    }
}
