package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
    private static final Augmentation ALL = new Augmentation(true, 2);
    private final ImageDataset dataset = TestingImages.dataset(50, new ImageShape(5, 4, 3), 3);

    @Test
    void givesTheSameEpochAgainWhateverTheTiming() throws InterruptedException {
        List<String> quick = describe(Batches.training(dataset, 8, 3, 1, ALL), 0);
        List<String> slow = describe(Batches.training(dataset, 8, 3, 1, ALL), 3);
        assertThat(slow).isEqualTo(quick);
    }

    @Test
    void shufflesAnewForEverySeedAndEpoch() throws InterruptedException {
        List<Integer> order = indices(Batches.training(dataset, 8, 3, 1, Augmentation.NONE));
        assertThat(indices(Batches.training(dataset, 8, 3, 2, Augmentation.NONE)))
                .isNotEqualTo(order);
        assertThat(indices(Batches.training(dataset, 8, 4, 1, Augmentation.NONE)))
                .isNotEqualTo(order);
        assertThat(order).isNotEqualTo(IntStream.range(0, 48).boxed().toList());
    }

    @Test
    void drawsTheSameChangesForASampleWhateverTheBatchSize() {
        List<String> small = changes(Batches.training(dataset, 5, 3, 1, ALL));
        List<String> large = changes(Batches.training(dataset, 25, 3, 1, ALL));
        assertThat(large).isEqualTo(small).hasSize(50);
    }

    @Test
    void trainsOnEveryImageAtMostOnceAndDropsThePartialBatch() {
        List<Integer> seen = indices(Batches.training(dataset, 8, 3, 1, ALL));
        assertThat(seen).hasSize(48).doesNotHaveDuplicates();
    }

    @Test
    void evaluatesEveryImageInOrderAndKeepsThePartialBatch() {
        Batches batches = Batches.evaluation(dataset, dataset.test(), 4);
        assertThat(batches.batchCount()).isEqualTo(3);
        assertThat(indices(batches)).isEqualTo(IntStream.range(0, 11).boxed().toList());
    }

    @Test
    void evaluatesASplitThatIsSmallerThanABatch() {
        assertThat(indices(Batches.evaluation(dataset, dataset.validation(), 100)))
                .hasSize(7);
    }

    @ParameterizedTest
    @CsvSource({"5,4,3,2", "4,7,1,3", "3,3,2,5", "6,5,4,0"})
    void writesTheMirroredAndShiftedPixelsThatItTellsOf(int height, int width, int channels, int shift) {
        ImageDataset images = TestingImages.dataset(40, new ImageShape(height, width, channels), 3);
        int flipped = 0;
        try (Batches batches = Batches.training(images, 10, 5, 2, new Augmentation(true, shift))) {
            while (batches.hasNext()) {
                ImageBatch batch = batches.next();
                for (int i = 0; i < batch.size(); i++) {
                    assertThat(image(batch, i, images.shape()))
                            .containsExactly(expected(images, images.train(), batch, i), within(2e-6f));
                    assertThat(batch.labels()[i]).isEqualTo(images.train().labels()[batch.indices()[i]]);
                    flipped += batch.flips()[i];
                }
            }
        }
        assertThat(flipped).isBetween(8, 32);
    }

    @Test
    void shiftsInEveryDirectionAsFarAsAsked() {
        ImageDataset images = TestingImages.dataset(1000, new ImageShape(2, 2, 1), 2);
        int[] down = new int[5];
        int[] right = new int[5];
        try (Batches batches = Batches.training(images, 1000, 1, 1, new Augmentation(false, 2))) {
            ImageBatch batch = batches.next();
            for (int i = 0; i < batch.size(); i++) {
                down[batch.shiftsDown()[i] + 2]++;
                right[batch.shiftsRight()[i] + 2]++;
            }
        }
        // 200 expected of each; five deviations of a binomial are 63.
        assertThat(IntStream.concat(Arrays.stream(down), Arrays.stream(right)).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(137, 263));
    }

    @Test
    void mirrorsEveryImageWhenAskedTo() {
        try (Batches batches = Batches.mirrored(dataset, dataset.test(), 11)) {
            ImageBatch batch = batches.next();
            assertThat(batch.flips()).containsOnly(1);
            assertThat(image(batch, 6, dataset.shape()))
                    .containsExactly(expected(dataset, dataset.test(), batch, 6), within(2e-6f));
        }
    }

    @Test
    void normalizesTrainingImagesToMeanZeroAndDeviationOne() {
        ImageDataset images = TestingImages.dataset(64, new ImageShape(8, 8, 2), 2);
        try (Batches batches = Batches.evaluation(images, images.train(), 64)) {
            float[] pixels = batches.next().pixels();
            for (int c = 0; c < 2; c++) {
                int channel = c;
                double[] values = IntStream.range(0, pixels.length / 2)
                        .mapToDouble(i -> pixels[2 * i + channel])
                        .toArray();
                double mean = Arrays.stream(values).average().orElseThrow();
                double square = Arrays.stream(values).map(v -> v * v).average().orElseThrow();
                assertThat(mean).isCloseTo(0, within(1e-5));
                assertThat(square).isCloseTo(1, within(1e-5));
            }
        }
    }

    @Test
    void passesAFailureOfThePreparingThreadToTheCaller() {
        try (Batches batches = new Batches(new SourceThatFailsAt(1))) {
            assertThat(batches.next().size()).isZero();
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Batch 1 could not be prepared")
                    .hasRootCauseMessage("the disk is gone");
            assertThat(batches.hasNext()).isFalse();
        }
    }

    @Test
    void endsItsThreadWhenClosedEarly() {
        Batches batches = Batches.training(dataset, 1, 1, 1, ALL);
        batches.next();
        assertThat(isPreparing()).isTrue();
        batches.close();
        batches.close();
        assertThat(isPreparing()).isFalse();
        assertThatThrownBy(batches::next)
                .isInstanceOf(NoSuchElementException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void tellsAnInterruptedConsumerAndKeepsItsFlag() {
        CountDownLatch never = new CountDownLatch(1);
        try (Batches batches = new Batches(new SourceThatWaits(never))) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(batches::next).hasMessage("Interrupted while waiting for batch 0");
            assertThat(Thread.interrupted()).isTrue();
            never.countDown();
        }
    }

    @Test
    void neverWritesABatchThatTheConsumerHolds() throws InterruptedException {
        try (Batches batches = Batches.training(dataset, 2, 1, 1, ALL)) {
            while (batches.hasNext()) {
                ImageBatch batch = batches.next();
                float[] before = batch.pixels().clone();
                Thread.sleep(2);
                assertThat(batch.pixels()).isEqualTo(before);
            }
        }
    }

    @Test
    void refusesABatchThatIsLargerThanTheTrainingSet() {
        assertThatThrownBy(() -> Batches.training(dataset, 51, 1, 1, ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 50 images, not 51");
    }

    /** Goes through the batches, with a pause after each. */
    private static List<String> describe(Batches batches, int pauseMillis) throws InterruptedException {
        List<String> described = new ArrayList<>();
        try (batches) {
            while (batches.hasNext()) {
                ImageBatch batch = batches.next();
                Thread.sleep(pauseMillis);
                described.add(Arrays.toString(batch.indices())
                        + Arrays.toString(batch.flips())
                        + Arrays.toString(batch.shiftsDown())
                        + Arrays.hashCode(batch.pixels()));
            }
        }
        return described;
    }

    private static List<Integer> indices(Batches batches) {
        List<Integer> indices = new ArrayList<>();
        try (batches) {
            while (batches.hasNext()) {
                ImageBatch batch = batches.next();
                Arrays.stream(batch.indices(), 0, batch.size()).forEach(indices::add);
            }
        }
        return indices;
    }

    private static List<String> changes(Batches batches) {
        List<String> changes = new ArrayList<>();
        try (batches) {
            while (batches.hasNext()) {
                ImageBatch batch = batches.next();
                for (int i = 0; i < batch.size(); i++) {
                    changes.add(batch.indices()[i] + ": " + batch.flips()[i] + " " + batch.shiftsDown()[i] + " "
                            + batch.shiftsRight()[i]);
                }
            }
        }
        return changes;
    }

    private static float[] image(ImageBatch batch, int position, ImageShape shape) {
        return Arrays.copyOfRange(batch.pixels(), position * shape.values(), (position + 1) * shape.values());
    }

    /** The definition, pixel by pixel: mirror, then shift with black coming in, then normalize. */
    private static float[] expected(ImageDataset images, ImageSplit split, ImageBatch batch, int position) {
        ImageShape shape = images.shape();
        float[] expected = new float[shape.values()];
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < shape.width(); x++) {
                for (int c = 0; c < shape.channels(); c++) {
                    int fromY = y - batch.shiftsDown()[position];
                    int fromX = x - batch.shiftsRight()[position];
                    boolean inside = fromY >= 0 && fromY < shape.height() && fromX >= 0 && fromX < shape.width();
                    if (batch.flips()[position] == 1) {
                        fromX = shape.width() - 1 - fromX;
                    }
                    int from = batch.indices()[position] * shape.values()
                            + (fromY * shape.width() + fromX) * shape.channels()
                            + c;
                    double value = inside ? (split.pixels()[from] & 0xff) / 255.0 : 0;
                    expected[(y * shape.width() + x) * shape.channels() + c] =
                            (float) ((value - images.normalization().mean().get(c))
                                    / images.normalization().deviation().get(c));
                }
            }
        }
        return expected;
    }

    private static boolean isPreparing() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(t -> t.getName().equals(Batches.THREAD_NAME));
    }

    private record SourceThatFailsAt(int failing) implements BatchSource {
        @Override
        public int batchCount() {
            return 3;
        }

        @Override
        public ImageBatch newBatch() {
            return new ImageBatch(new ImageShape(1, 1, 1), 1);
        }

        @Override
        public void fill(int number, ImageBatch batch) {
            if (number == failing) {
                throw new IllegalArgumentException("the disk is gone");
            }
        }
    }

    private record SourceThatWaits(CountDownLatch latch) implements BatchSource {
        @Override
        public int batchCount() {
            return 1;
        }

        @Override
        public ImageBatch newBatch() {
            return new ImageBatch(new ImageShape(1, 1, 1), 1);
        }

        @Override
        public void fill(int number, ImageBatch batch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
