package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdxReaderTest {
    private final ImageSplit split = TestingImages.split(6, new ImageShape(3, 5, 1), 3);
    private final byte[] images = IdxFiles.images(split);
    private final byte[] labels = IdxFiles.labels(split);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsWhatWasWrittenPlainOrPacked(boolean packed) {
        ImageSplit read = packed ? read(IdxFiles.gzip(images), IdxFiles.gzip(labels)) : read(images, labels);
        assertThat(read.shape()).isEqualTo(new ImageShape(3, 5, 1));
        assertThat(read.pixels()).isEqualTo(split.pixels());
        assertThat(read.labels()).isEqualTo(split.labels());
    }

    @Test
    void refusesTruncatedFilesAtEveryLength() {
        for (int length = 0; length < images.length; length++) {
            byte[] truncated = Arrays.copyOf(images, length);
            assertThatThrownBy(() -> read(truncated, labels))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("images.idx");
        }
    }

    @Test
    void refusesTruncatedGzipAtEveryLength() {
        byte[] packed = IdxFiles.gzip(labels);
        for (int length = 2; length < packed.length; length++) {
            byte[] truncated = Arrays.copyOf(packed, length);
            assertThatThrownBy(() -> read(images, truncated))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("labels.idx")
                    .hasMessageContaining("is truncated");
        }
    }

    @Test
    void refusesGzipWithAnyChangedByteOfDataOrChecksum() {
        byte[] packed = IdxFiles.gzip(images);
        for (int at = 10; at < packed.length; at++) {
            byte[] changed = packed.clone();
            changed[at] ^= 0x10;
            assertThatThrownBy(() -> read(changed, labels)).as("byte %d", at).isInstanceOf(DataException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"0,-1", "0,0", "0,2147483647", "4,2147483647", "8,2147483647", "4,0", "8,-5", "4,4"})
    void refusesALyingHeaderWithoutReservingMemoryForIt(int field, int value) {
        byte[] lying = images.clone();
        ByteBuffer.wrap(lying).putInt(4 + field, value);
        assertThatThrownBy(() -> read(lying, labels))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("header");
    }

    @Test
    void refusesLabelsInPlaceOfImages() {
        assertThatThrownBy(() -> read(labels, labels))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("0x00000801 instead of 0x00000803");
    }

    @Test
    void refusesDataBehindTheEnd() {
        assertThatThrownBy(() -> read(Arrays.copyOf(images, images.length + 1), labels))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is too long: 91 bytes follow the header, which tells of 90");
    }

    @Test
    void refusesALabelThatIsNoClass() {
        byte[] wrong = labels.clone();
        wrong[10] = 3;
        assertThatThrownBy(() -> read(images, wrong))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 labels are outside 0..2, the first is 3");
    }

    @Test
    void refusesAnotherNumberOfLabelsThanImages() {
        byte[] five = IdxFiles.labels(TestingImages.split(5, new ImageShape(1, 1, 1), 3));
        assertThatThrownBy(() -> read(images, five))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has 5 labels for the 6 images of images.idx");
    }

    @Test
    void tellsTheProblemsOfBothFilesAtOnce() {
        assertThatThrownBy(() -> read(labels, images)).isInstanceOfSatisfying(DataException.class, e -> {
            assertThat(e.problems()).extracting(DataProblem::place).containsExactly("images.idx", "labels.idx");
            assertThat(e.problems()).extracting(DataProblem::fix).containsOnly("give the right file");
        });
    }

    @Test
    void unpacksNoMoreThanItsLimit() {
        DataFile bomb = new DataFile("bomb.gz", IdxFiles.gzip(new byte[1 << 20]));
        assertThat(bomb.content(1 << 20)).hasSize(1 << 20);
        assertThatThrownBy(() -> bomb.content((1 << 20) - 1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("unpacks to more than 1048575 bytes");
    }

    private static ImageSplit read(byte[] images, byte[] labels) {
        return IdxReader.read(new DataFile("images.idx", images), new DataFile("labels.idx", labels), 3);
    }
}
