package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final ImageShape SHAPE = new ImageShape(4, 4, 3);

    @TempDir
    private Path folder;

    @Test
    void takesClassesFromSubFoldersAndDividesThemBySeed() throws IOException {
        for (int i = 0; i < 10; i++) {
            write("dogs/" + i + ".png", i, BufferedImage.TYPE_3BYTE_BGR);
            write("cats/" + i + ".JPG", 100 + i, BufferedImage.TYPE_3BYTE_BGR);
        }
        Files.writeString(folder.resolve("cats/notes.txt"), "not an image");
        ImageDataset dataset = open();
        assertThat(dataset.classNames()).containsExactly("cats", "dogs");
        assertThat(dataset.train().countsByClass(2)).containsExactly(6, 6);
        assertThat(dataset.validation().countsByClass(2)).containsExactly(2, 2);
        assertThat(dataset.test().countsByClass(2)).containsExactly(2, 2);
        assertThat(open().contentHash()).isEqualTo(dataset.contentHash());
    }

    @Test
    void keepsTheSplitsOfADividedFolder() throws IOException {
        for (int i = 0; i < 4; i++) {
            write("train/a/" + i + ".png", i, BufferedImage.TYPE_3BYTE_BGR);
            write("train/b/" + i + ".png", 50 + i, BufferedImage.TYPE_3BYTE_BGR);
            write("test/a/" + i + ".png", 100 + i, BufferedImage.TYPE_3BYTE_BGR);
            write("test/b/" + i + ".png", 150 + i, BufferedImage.TYPE_3BYTE_BGR);
        }
        ImageDataset dataset = open();
        assertThat(dataset.train().size()).isEqualTo(6);
        assertThat(dataset.validation().size()).isEqualTo(2);
        assertThat(dataset.test().pixels()[0]).isEqualTo((byte) 100);
        assertThat(dataset.test().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
    }

    @Test
    void refusesASplitOfAnotherName() throws IOException {
        for (int i = 0; i < 4; i++) {
            for (String split : new String[] {"train", "val", "Test", "train-notes"}) {
                write(split + "/a/" + i + ".png", i, BufferedImage.TYPE_3BYTE_BGR);
                write(split + "/b/" + i + ".png", i, BufferedImage.TYPE_3BYTE_BGR);
            }
        }
        assertThatThrownBy(this::open).isInstanceOfSatisfying(DataException.class, e -> assertThat(e.problems())
                .extracting(DataProblem::place)
                .containsExactly(
                        folder.resolve("Test").toString(), folder.resolve("val").toString()));
    }

    @Test
    void keepsGreyValuesAsTheyAreInTheFile() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("a/" + i + ".png", 77, BufferedImage.TYPE_BYTE_GRAY);
            write("b/" + i + ".png", 200, BufferedImage.TYPE_BYTE_GRAY);
        }
        ImageDataset dataset = open();
        assertThat(dataset.test().pixels()).containsOnly(77, (byte) 200);
    }

    @Test
    void keepsGreyValuesOf16BitsAndBesideTransparency() throws IOException {
        ComponentColorModel greyAndAlpha = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                true,
                false,
                Transparency.TRANSLUCENT,
                DataBuffer.TYPE_BYTE);
        for (int i = 0; i < 3; i++) {
            write("a/" + i + ".png", 77 * 257, BufferedImage.TYPE_USHORT_GRAY);
            WritableRaster raster = greyAndAlpha.createCompatibleWritableRaster(4, 4);
            for (int p = 0; p < 16; p++) {
                raster.setPixel(p % 4, p / 4, new int[] {200, p < 8 ? 255 : 0});
            }
            save("b/" + i + ".png", new BufferedImage(greyAndAlpha, raster, false, null));
        }
        ImageDataset dataset = open();
        assertThat(Arrays.copyOf(dataset.test().pixels(), 48)).containsOnly(77);
        assertThat(Arrays.copyOfRange(dataset.test().pixels(), 48, 72)).containsOnly((byte) 200);
        assertThat(Arrays.copyOfRange(dataset.test().pixels(), 72, 96)).containsOnly(0);
    }

    @Test
    void turnsColourToGreyAndTransparencyToBlackWhenAsked() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("a/" + i + ".png", 60, BufferedImage.TYPE_3BYTE_BGR);
            BufferedImage clear = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
            Arrays.stream(new int[] {0, 1, 2, 3}).forEach(x -> clear.setRGB(x, 0, 0x80ffffff));
            save("b/" + i + ".png", clear);
        }
        ImageDataset dataset = Datasets.open(
                new DatasetRequest(DatasetKind.IMAGE_FOLDER, folder, 0.3, 0.3, 1, new ImageShape(4, 4, 1)));
        assertThat(Arrays.copyOf(dataset.test().pixels(), 16)).containsOnly(60);
        assertThat(Arrays.copyOfRange(dataset.test().pixels(), 16, 20)).containsOnly((byte) 128);
        assertThat(Arrays.copyOfRange(dataset.test().pixels(), 20, 32)).containsOnly(0);
    }

    @Test
    void tellsOfEveryBadFileAtOnce() throws IOException {
        for (int i = 0; i < 4; i++) {
            write("a/" + i + ".png", 1, BufferedImage.TYPE_3BYTE_BGR);
            write("b/" + i + ".jpg", 2, BufferedImage.TYPE_3BYTE_BGR);
        }
        byte[] png = Files.readAllBytes(folder.resolve("a/1.png"));
        Files.write(folder.resolve("a/1.png"), Arrays.copyOf(png, png.length - 13));
        Files.writeString(folder.resolve("a/2.png"), "no image at all");
        save("b/0.jpg", new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR));
        byte[] jpeg = Files.readAllBytes(folder.resolve("b/0.jpg"));
        Files.write(folder.resolve("b/0.jpg"), Arrays.copyOf(jpeg, jpeg.length - 20));
        Files.createDirectories(folder.resolve("c"));
        Files.write(folder.resolve("b/3.jpg"), new byte[0]);
        assertThatThrownBy(this::open).isInstanceOfSatisfying(DataException.class, e -> {
            assertThat(e.problems()).hasSize(5);
            assertThat(e.getMessage())
                    .contains("c: has no PNG or JPEG images")
                    .contains("1.png: is truncated")
                    .contains("2.png: is neither PNG nor JPEG")
                    .contains("0.jpg: is damaged")
                    .contains("3.jpg: is neither PNG nor JPEG");
        });
    }

    @Test
    void refusesAHeaderOfAHugeImageBeforeDecodingIt() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("a/" + i + ".png", 1, BufferedImage.TYPE_3BYTE_BGR);
            write("b/" + i + ".png", 1, BufferedImage.TYPE_3BYTE_BGR);
        }
        byte[] png = Files.readAllBytes(folder.resolve("a/0.png"));
        ByteBuffer header = ByteBuffer.wrap(png);
        header.putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        header.putInt(29, (int) crc.getValue());
        Files.write(folder.resolve("a/0.png"), png);
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("0.png: is of 60000x60000, more than 67108864 pixels");
    }

    @Test
    void refusesALinkThatLeadsOutOfTheFolder(@TempDir Path elsewhere) throws IOException {
        for (int i = 0; i < 3; i++) {
            write("a/" + i + ".png", 1, BufferedImage.TYPE_3BYTE_BGR);
            write("b/" + i + ".png", 1, BufferedImage.TYPE_3BYTE_BGR);
        }
        Path outside = Files.move(folder.resolve("a/0.png"), elsewhere.resolve("secret.png"));
        Files.createSymbolicLink(folder.resolve("a/0.png"), outside);
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("0.png: is a link that leads out of " + folder);
        Files.delete(outside);
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("a/0.png: is a link to what is not there; mend it or take it away");
    }

    @Test
    void refusesAClassThatIsTooSmallToDivide() throws IOException {
        for (int i = 0; i < 3; i++) {
            write("a/" + i + ".png", 1, BufferedImage.TYPE_3BYTE_BGR);
        }
        write("b/0.png", 1, BufferedImage.TYPE_3BYTE_BGR);
        assertThatThrownBy(this::open)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("b: has only 1 image, too few to divide into 3 splits");
    }

    @Test
    void refusesAFolderWithoutClasses() {
        assertThatThrownBy(this::open).isInstanceOf(DataException.class).hasMessageContaining("has 0 sub-folders;");
        folder.resolve("only").toFile().mkdir();
        assertThatThrownBy(this::open).isInstanceOf(DataException.class).hasMessageContaining("has 1 sub-folder;");
    }

    private ImageDataset open() {
        return Datasets.open(new DatasetRequest(DatasetKind.IMAGE_FOLDER, folder, 0.2, 0.2, 1, SHAPE));
    }

    private void write(String name, int value, int type) throws IOException {
        BufferedImage image = new BufferedImage(4, 4, type);
        int[] pixel = new int[image.getRaster().getNumBands()];
        Arrays.fill(pixel, value);
        for (int i = 0; i < 16; i++) {
            image.getRaster().setPixel(i % 4, i / 4, pixel);
        }
        save(name, image);
    }

    private void save(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, name.endsWith(".png") ? "png" : "jpg", file.toFile());
    }
}
