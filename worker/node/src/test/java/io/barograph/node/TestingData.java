package io.barograph.node;

import io.barograph.api.AugmentationSpec;
import io.barograph.api.DatasetName;
import io.barograph.api.DatasetSpec;
import io.barograph.artifacts.ArtifactStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Image folders of two classes, light and dark, and specs that name them. */
final class TestingData {
    private TestingData() {}

    /** Writes PNG files that depend on the seed alone. */
    static Path imageFolder(Path folder, int imagesPerClass, long seed) throws IOException {
        Random random = new Random(seed);
        for (String name : new String[] {"dark", "light"}) {
            Path images = Files.createDirectories(folder.resolve(name));
            for (int i = 0; i < imagesPerClass; i++) {
                BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_BYTE_GRAY);
                for (int pixel = 0; pixel < 32 * 32; pixel++) {
                    int value = random.nextInt(128) + (name.equals("light") ? 128 : 0);
                    image.getRaster().setSample(pixel % 32, pixel / 32, 0, value);
                }
                ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            }
        }
        return folder;
    }

    static DatasetSpec spec(@Nullable Path folder, @Nullable String hash) {
        return new DatasetSpec(
                DatasetName.IMAGE_FOLDER,
                folder == null ? null : folder.toString(),
                hash,
                DatasetSpec.DEFAULT_VALIDATION_FRACTION,
                AugmentationSpec.DEFAULT);
    }

    static String hash(Path folder) {
        return SweepData.open(spec(folder, null)).hash();
    }

    /** Stores a folder's data as {@code barograph data push} does. */
    static String push(Path folder, ArtifactStore artifacts) throws IOException {
        try (InputStream content = SweepData.open(spec(folder, null)).content()) {
            return artifacts.put(content, folder.toString());
        }
    }

    /** Damages an artifact of a folder store behind its back. */
    static void damage(ArtifactStore artifacts, String hash) throws IOException {
        Path file = artifacts.get(hash);
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }
}
