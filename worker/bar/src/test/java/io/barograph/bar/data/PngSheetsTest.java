package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PngSheetsTest {
    private final ImageSplit images = TestingImages.split(60, new ImageShape(32, 32, 3), 10);

    @TempDir
    private Path folder;

    @BeforeEach
    void writeSheets() throws IOException {
        for (int i = 0; i < 6; i++) {
            sheet(i == 5 ? "test_batch.png" : "data_batch_" + (i + 1) + ".png", 1024, 10, i * 10);
        }
        labels("train_lables.json", Arrays.toString(Arrays.copyOf(images.labels(), 50)));
        labels("test_lables.json", Arrays.toString(Arrays.copyOfRange(images.labels(), 50, 60)));
    }

    @Test
    void readsOneImagePerRow() throws IOException {
        ImageDataset dataset = open();
        assertThat(dataset.test().pixels()).isEqualTo(Arrays.copyOfRange(images.pixels(), 50 * 3072, 60 * 3072));
        assertThat(dataset.test().labels()).isEqualTo(Arrays.copyOfRange(images.labels(), 50, 60));
        assertThat(dataset.train().size()).isEqualTo(40);
        assertThat(dataset.validation().size()).isEqualTo(10);
    }

    @Test
    void refusesASheetOfAnotherWidth() throws IOException {
        sheet("data_batch_3.png", 1000, 10, 0);
        assertRefused("data_batch_3.png: is of 1000 columns and 3 channels instead of 1024 and 3");
    }

    @Test
    void refusesSheetsWithFewerRowsThanLabels() throws IOException {
        sheet("data_batch_3.png", 1024, 9, 0);
        assertRefused("has 50 labels for the 49 rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2", "{}", "[1,2,10]", "[1,-1]", "[]", "[1,,2]", "[1.5]", ""})
    void refusesLabelsThatAreNoArrayOfClasses(String json) throws IOException {
        labels("test_lables.json", json);
        assertRefused("test_lables.json");
    }

    @Test
    void refusesATruncatedAndAChangedSheetTogether() throws IOException {
        byte[] sheet = Files.readAllBytes(folder.resolve("data_batch_1.png"));
        Files.write(folder.resolve("data_batch_1.png"), Arrays.copyOf(sheet, sheet.length - 20));
        byte[] changed = Files.readAllBytes(folder.resolve("data_batch_2.png"));
        changed[changed.length / 2] ^= 1;
        Files.write(folder.resolve("data_batch_2.png"), changed);
        assertThatThrownBy(this::open).isInstanceOfSatisfying(DataException.class, e -> assertThat(e.problems())
                .extracting(DataProblem::problem)
                .containsExactly("is truncated (PNG ends early)", "is corrupt (a PNG chunk has a wrong CRC)"));
    }

    private void assertRefused(String message) {
        assertThatThrownBy(this::open).isInstanceOf(DataException.class).hasMessageContaining(message);
    }

    private ImageDataset open() throws IOException {
        Files.deleteIfExists(folder.resolve("SHA256SUMS"));
        Sums.write(folder);
        return Datasets.open(DatasetRequest.of("cifar-10-png", folder, 0.2));
    }

    private void labels(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json);
    }

    private void sheet(String name, int width, int rows, int from) throws IOException {
        BufferedImage sheet = new BufferedImage(width, rows, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < width; x++) {
                int at = (from + y) * 3072 + x * 3;
                sheet.getRaster().setPixel(x, y, new int[] {
                    images.pixels()[at] & 0xff, images.pixels()[at + 1] & 0xff, images.pixels()[at + 2] & 0xff
                });
            }
        }
        ImageIO.write(sheet, "png", folder.resolve(name).toFile());
    }
}
