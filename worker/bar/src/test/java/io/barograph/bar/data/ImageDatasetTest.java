package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ImageDatasetTest {
    private static final ImageShape SHAPE = new ImageShape(2, 3, 2);
    private final ImageSplit train = TestingImages.split(8, SHAPE, 2);
    private final ImageSplit validation = TestingImages.split(4, SHAPE, 2);
    private final ImageSplit test = TestingImages.split(6, SHAPE, 2);
    private final String hash = hash(train, validation, test);

    @Test
    void hasAnotherHashForEveryChangeOfContent() {
        byte[] pixels = train.pixels().clone();
        pixels[17]++;
        int[] labels = train.labels().clone();
        labels[3] ^= 1;
        ImageShape turned = new ImageShape(3, 2, 2);
        assertThat(List.of(
                        hash,
                        hash(new ImageSplit(SHAPE, pixels, train.labels()), validation, test),
                        hash(new ImageSplit(SHAPE, train.pixels(), labels), validation, test),
                        hash(train, test, validation),
                        hash(turn(train, turned), turn(validation, turned), turn(test, turned)),
                        ImageDataset.of("x", List.of("b", "a"), train, validation, test)
                                .contentHash()))
                .doesNotHaveDuplicates()
                .allSatisfy(value -> assertThat(value).matches("[0-9a-f]{64}"));
    }

    @Test
    void hasTheSameHashForTheSameContentUnderAnotherName() {
        assertThat(ImageDataset.of("other", List.of("a", "b"), train, validation, test)
                        .contentHash())
                .isEqualTo(hash);
    }

    @Test
    void measuresMeanAndDeviationOfEachChannel() {
        byte[] pixels = {0, 10, (byte) 255, 10, 0, 10, (byte) 255, 10};
        Normalization measured = Normalization.of(new ImageSplit(new ImageShape(2, 2, 2), pixels, new int[1]));
        assertThat(measured.mean().get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(measured.deviation().get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(measured.mean().get(1)).isCloseTo(10 / 255.0, within(1e-12));
        assertThat(measured.deviation().get(1))
                .as("a channel that never changes")
                .isCloseTo(1 / 255.0, within(1e-12));
    }

    @Test
    void refusesSplitsOfDifferentShapesAndLabelsThatAreNoClass() {
        ImageSplit turned = turn(test, new ImageShape(3, 2, 2));
        assertThatThrownBy(() -> hash(train, validation, turned))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be 2x3x2, not 3x2x2");
        ImageSplit labelled = new ImageSplit(SHAPE, test.pixels(), new int[] {0, 1, 2, 0, 0, 0});
        assertThatThrownBy(() -> hash(train, validation, labelled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Label 2");
    }

    private static ImageSplit turn(ImageSplit split, ImageShape shape) {
        return new ImageSplit(shape, split.pixels(), split.labels());
    }

    private static String hash(ImageSplit train, ImageSplit validation, ImageSplit test) {
        return ImageDataset.of("x", List.of("a", "b"), train, validation, test).contentHash();
    }
}
