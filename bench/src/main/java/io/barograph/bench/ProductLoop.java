package io.barograph.bench;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.data.ImageShape;
import io.barograph.bar.data.ImageSplit;
import io.barograph.bar.engine.Precision;
import io.barograph.bar.train.BarTrial;
import io.barograph.bar.train.NetworkRecipe;
import io.barograph.bar.train.Phase;
import io.barograph.bar.train.TrialRecipe;
import io.barograph.bar.train.TrialStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;

/**
 * The product's own training loop, held between steps: a trial of a dense network on a thread of its own, whose question
 * at every step, whether it is cancelled, is answered when the next step may begin. What a step takes is everything from
 * one question to the next: waiting for images, both passes, loss and optimizer.
 */
final class ProductLoop {
    private static final int BATCH = 64;
    private static final int CLASSES = 10;

    private final SynchronousQueue<Integer> orders = new SynchronousQueue<>();
    private final SynchronousQueue<Double> answers = new SynchronousQueue<>();
    private int left;
    private long started;
    private volatile double dataWaitShare = Double.NaN;

    /**
     * Starts a trial that waits before its first step.
     *
     * @param side rows and columns of the images
     * @param steps that will be asked for at most; all of them are one epoch
     */
    ProductLoop(NetworkRecipe network, Precision precision, int channels, int side, int steps) {
        ImageDataset data = data(channels, side, (steps + 1) * BATCH);
        TrialRecipe recipe = new TrialRecipe(
                network,
                1,
                1,
                BATCH,
                0.02,
                precision,
                Augmentation.NONE,
                new TrialRecipe.Pretrain(1, 1e-3),
                new TrialRecipe.Prune(1, 1e-3, 45, 0.024, 2e4),
                new TrialRecipe.Rung(1, 30, 1),
                new TrialRecipe.FineTune(0, 0, 1e-3),
                new TrialRecipe.Distillation(4, 0.9));
        Thread thread = new Thread(() -> train(recipe, data), "training");
        thread.setDaemon(true);
        thread.start();
    }

    private void train(TrialRecipe recipe, ImageDataset data) {
        try {
            Path folder = Files.createTempDirectory("barograph-bench");
            folder.toFile().deleteOnExit(); // nothing is written before the epoch ends, which it never does
            BarTrial.run(recipe, data, TrialStart.FRESH, folder, new Listener(), this::mustStop);
            throw new IllegalStateException("more steps were asked for than planned");
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1); // whoever waits for an answer learns it
        }
    }

    /** Remembers what the trainer says of itself. */
    private final class Listener extends SilentListener {
        @Override
        public void onProgress(
                Phase phase, int epoch, int epochs, double fraction, Map<String, Double> values, double secondsLeft) {
            dataWaitShare = values.getOrDefault("dataWaitShare", Double.NaN);
        }
    }

    /** The share of its time that the trainer has waited for images, as it last said. */
    double dataWaitShare() {
        return dataWaitShare;
    }

    /** Asked by the trial before every step. */
    private boolean mustStop() {
        try {
            if (left == 0) {
                if (started != 0) {
                    answers.put((System.nanoTime() - started) / 1e9);
                }
                left = orders.take();
                started = System.nanoTime();
            }
            left--;
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Runs so many steps and returns the seconds they took. */
    double seconds(int steps) {
        try {
            orders.put(steps);
            return answers.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ImageDataset data(int channels, int side, int images) {
        ImageSplit train = split(channels, side, images);
        return ImageDataset.of(
                "random",
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
                train,
                split(channels, side, BATCH),
                split(channels, side, BATCH));
    }

    private static ImageSplit split(int channels, int side, int images) {
        ImageShape shape = new ImageShape(side, side, channels);
        Random random = new Random(1);
        byte[] pixels = new byte[images * shape.values()];
        random.nextBytes(pixels);
        return new ImageSplit(shape, pixels, random.ints(images, 0, CLASSES).toArray());
    }
}
