package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FashionMnistSampleTest {
    private static final Path ORIGINALS = Path.of("/usr/share/datasets/fashion-mnist");

    private final ImageDataset sample = Datasets.open(DatasetRequest.of("fashion-mnist-sample"));

    @Test
    void holdsTheSameNumberOfImagesOfEveryClass() {
        assertThat(sample.shape()).isEqualTo(new ImageShape(28, 28, 1));
        assertThat(sample.train().countsByClass(10)).containsOnly(800);
        assertThat(sample.validation().countsByClass(10)).containsOnly(200);
        assertThat(sample.test().countsByClass(10)).containsOnly(500);
    }

    @Test
    void neverChangesItsContent() {
        assertThat(sample.contentHash()).isEqualTo("e9eda2a5688a08da0531240e1ac1b0bb70db3dde44cebb4b3d72a4d4f358174d");
    }

    @Test
    void sharesNoImageBetweenTrainingAndValidation() {
        Set<String> training = images(sample.train());
        Set<String> both = new HashSet<>(images(sample.validation()));
        both.retainAll(training);
        assertThat(both).isEmpty();
    }

    @Test
    void isMadeFromTheOriginalFilesByItsScript(@TempDir Path folder) throws IOException {
        assumeTrue(
                Files.isDirectory(ORIGINALS) || System.getenv("CI") != null,
                "needs the Debian package dataset-fashion-mnist");
        FashionMnistSampleWriter.write(ORIGINALS, folder);
        assertThat(FashionMnistSampleWriter.read(folder, "train").pixels())
                .isEqualTo(sample.train().pixels());
        assertThat(FashionMnistSampleWriter.read(folder, "validation").pixels())
                .isEqualTo(sample.validation().pixels());
        assertThat(FashionMnistSampleWriter.read(folder, "test").pixels())
                .isEqualTo(sample.test().pixels());
    }

    private static Set<String> images(ImageSplit split) {
        Set<String> images = new HashSet<>();
        int values = split.shape().values();
        for (int i = 0; i < split.size(); i++) {
            images.add(Sha256.of(Arrays.copyOfRange(split.pixels(), i * values, (i + 1) * values)));
        }
        return images;
    }
}
