package io.barograph.api;

/**
 * Training of the dense network, shared by all trials with the same network, data and settings.
 *
 * @param epochs at least 1
 * @param learningRate peak of the one-cycle schedule
 */
public record PretrainSpec(int epochs, double learningRate) {
    public static final PretrainSpec DEFAULT = new PretrainSpec(10, 0.003);

    public PretrainSpec {
        Checks.atLeast("training.pretrain.epochs", 1, epochs);
        Checks.positive("training.pretrain.learningRate", learningRate);
    }
}
