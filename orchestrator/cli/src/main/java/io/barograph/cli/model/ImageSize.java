package io.barograph.cli.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Rows and columns of images, each in [1, 65535]. */
public record ImageSize(int height, int width) {
    private static final int LARGEST = 65_535;
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    public ImageSize {
        if (height < 1 || height > LARGEST || width < 1 || width > LARGEST) {
            throw new IllegalArgumentException("both sizes must lie in [1, 65535], were " + height + "x" + width);
        }
    }

    /** Reads {@code 28x28}. */
    public static final class Converter implements ITypeConverter<ImageSize> {
        @Override
        public ImageSize convert(String value) {
            Matcher sizes = WRITTEN.matcher(value);
            if (!sizes.matches()) {
                throw new TypeConversionException("'" + value + "' is no size HxW, such as 28x28");
            }
            try {
                return new ImageSize(Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
