package io.barograph.bar.data;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes PNG and JPEG files to unsigned bytes. */
final class ImageDecoder {
    private static final long MAX_PIXELS = 1L << 26;

    private ImageDecoder() {}

    /** An image as rows, columns, channels; 1 channel (grey) or 3 (red, green, blue). */
    static final class Pixels {
        final int height;
        final int width;
        final int channels;
        final byte[] values;

        Pixels(int height, int width, int channels, byte[] values) {
            this.height = height;
            this.width = width;
            this.channels = channels;
            this.values = values;
        }
    }

    /** Decodes a file; what is transparent becomes black. Throws a {@link DataException} when it is not whole. */
    static Pixels decode(DataFile file) {
        byte[] bytes = file.bytes();
        boolean isPng = PngCheck.isPng(bytes);
        boolean isJpeg = bytes.length > 3 && (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xd8;
        if (!isPng && !isJpeg) {
            throw new DataException(file.place(), "is neither PNG nor JPEG", "convert it or take it away");
        }
        if (isPng) {
            PngCheck.check(file);
        }
        try {
            return pixels(read(file, isPng ? "png" : "jpeg"));
        } catch (IOException | RuntimeException e) {
            if (e instanceof DataException known) {
                throw known;
            }
            throw new DataException(file.place(), "cannot be decoded (" + e.getMessage() + ")", "save it again");
        }
    }

    private static BufferedImage read(DataFile file, String format) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new IOException("this Java has no reader for " + format);
        }
        ImageReader reader = readers.next();
        List<String> warnings = new ArrayList<>();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file.bytes()))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            long count = (long) reader.getWidth(0) * reader.getHeight(0);
            if (count > MAX_PIXELS) {
                throw new DataException(
                        file.place(),
                        "is of " + reader.getHeight(0) + "x" + reader.getWidth(0) + ", more than " + MAX_PIXELS
                                + " pixels",
                        "make it smaller");
            }
            BufferedImage image = reader.read(0);
            // libjpeg fills what is missing with grey and only warns.
            for (String warning : warnings) {
                if (warning.contains("remature") || warning.contains("orrupt")) {
                    throw new DataException(file.place(), "is damaged (" + warning + ")", "copy it again");
                }
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static Pixels pixels(BufferedImage image) {
        boolean isGrey = image.getColorModel().getNumColorComponents() == 1;
        int height = image.getHeight();
        int width = image.getWidth();
        int channels = isGrey ? 1 : 3;
        byte[] values = new byte[Math.multiplyExact(Math.multiplyExact(height, width), channels)];
        int[] row = new int[width];
        int to = 0;
        for (int y = 0; y < height; y++) {
            if (isGrey) {
                greys(image, y, row);
            } else {
                image.getRGB(0, y, width, 1, row, 0, width);
            }
            for (int value : row) {
                int alpha = value >>> 24;
                for (int shift = 8 * (channels - 1); shift >= 0; shift -= 8) {
                    values[to++] = (byte) (((value >> shift & 0xff) * alpha + 127) / 255);
                }
            }
        }
        return new Pixels(height, width, channels, values);
    }

    /** Reads a row as alpha and grey. Not by getRGB: it would take grey for linear light and brighten it. */
    private static void greys(BufferedImage image, int y, int[] row) {
        Raster raster = image.getRaster();
        int largest = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
        int[] alphas = new int[row.length];
        Arrays.fill(alphas, largest);
        if (image.getColorModel().hasAlpha()) {
            raster.getSamples(0, y, row.length, 1, 1, alphas);
        }
        raster.getSamples(0, y, row.length, 1, 0, row);
        for (int x = 0; x < row.length; x++) {
            row[x] = toByte(alphas[x], largest) << 24 | toByte(row[x], largest);
        }
    }

    private static int toByte(int value, int largest) {
        return (value * 255 + largest / 2) / largest;
    }
}
