package io.barograph.bench;

import io.barograph.bar.train.Phase;
import io.barograph.bar.train.TrainingListener;
import java.nio.file.Path;
import java.util.Map;

/** Hears nothing. */
class SilentListener implements TrainingListener {
    @Override
    public void onEpoch(
            Phase phase, int epoch, Map<String, Double> values, Map<String, Integer> maps, Path checkpoint) {}

    @Override
    public void onDense(Path model) {}

    @Override
    public void onProgress(
            Phase phase, int epoch, int epochs, double fraction, Map<String, Double> values, double secondsLeft) {}
}
