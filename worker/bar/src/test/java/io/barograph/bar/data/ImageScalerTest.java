package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageScalerTest {
    @Test
    void averagesOverAreasWhenShrinking() {
        byte[] values = {0, 10, 20, 30, 40, 50, 60, 70};
        assertThat(scale(2, 4, values, 1, 2)).containsExactly(25, 45);
    }

    @Test
    void weighsPixelsThatLieInTwoAreas() {
        assertThat(scale(1, 3, new byte[] {0, 30, 60}, 1, 2))
                .as("the middle is cut out")
                .hasSize(2);
        assertThat(scale(3, 3, new byte[] {0, 30, 60, 0, 30, 60, 0, 30, 60}, 2, 2))
                .containsExactly(10, 50, 10, 50);
    }

    @Test
    void interpolatesWhenEnlarging() {
        assertThat(scale(2, 2, new byte[] {0, 40, 0, 40}, 4, 4)).startsWith(0, 10, 30, 40);
    }

    @Test
    void cutsTheMiddleToTheWantedProportions() {
        byte[] values = {99, 1, 2, 99, 99, 3, 4, 99};
        assertThat(scale(2, 4, values, 2, 2)).containsExactly(1, 2, 3, 4);
    }

    @Property
    void leavesAPlainAreaPlain(
            @ForAll @IntRange(min = 1, max = 40) int height,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 20) int newHeight,
            @ForAll @IntRange(min = 1, max = 20) int newWidth,
            @ForAll byte value) {
        byte[] values = new byte[height * width];
        Arrays.fill(values, value);
        assertThat(scale(height, width, values, newHeight, newWidth)).containsOnly(value);
    }

    private static byte[] scale(int height, int width, byte[] values, int newHeight, int newWidth) {
        ImageShape shape = new ImageShape(newHeight, newWidth, 1);
        byte[] out = new byte[shape.values()];
        ImageScaler.scale(new ImageDecoder.Pixels(height, width, 1, values), shape, out, 0);
        return out;
    }
}
