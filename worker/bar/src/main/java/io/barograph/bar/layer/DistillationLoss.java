package io.barograph.bar.layer;

import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Knowledge distillation (Hinton, Vinyals, Dean 2015): w·T²·KL(teacher at T ‖ student at T) + (1−w)·cross-entropy, for a
 * softmax output of C classes. Labels are [batch, 2C]: one-hot classes, then the teacher's logits.
 */
public final class DistillationLoss implements ILossFunction {
    private static final long serialVersionUID = 1;

    private final double temperature;
    private final double weight;

    /**
     * @param temperature T, positive; 4 is usual
     * @param weight w in [0, 1], the teacher's share; 0.9 is usual
     */
    public DistillationLoss(@JsonProperty("temperature") double temperature, @JsonProperty("weight") double weight) {
        if (!(temperature > 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException("temperature must be positive and finite, was " + temperature);
        }
        if (!(weight >= 0 && weight <= 1)) {
            throw new IllegalArgumentException("weight must be in [0, 1], was " + weight);
        }
        this.temperature = temperature;
        this.weight = weight;
    }

    @JsonProperty("temperature")
    public double temperature() {
        return temperature;
    }

    @JsonProperty("weight")
    public double weight() {
        return weight;
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask, boolean average) {
        double sum = computeScoreArray(labels, preOutput, activationFn, mask)
                .sumNumber()
                .doubleValue();
        return average ? sum / preOutput.size(0) : sum;
    }

    @Override
    public INDArray computeScoreArray(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        requireSupported(labels, preOutput, activationFn, mask);
        INDArray teacher = logSoftmax(teacher(labels, preOutput).div(temperature));
        INDArray difference = teacher.sub(logSoftmax(preOutput.div(temperature)));
        INDArray divergence = Transforms.exp(teacher).mul(difference).sum(true, 1);
        INDArray crossEntropy = classes(labels, preOutput)
                .mul(logSoftmax(preOutput))
                .sum(true, 1)
                .neg();
        return divergence.mul(weight * temperature * temperature).add(crossEntropy.mul(1 - weight));
    }

    @Override
    public INDArray computeGradient(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask) {
        requireSupported(labels, preOutput, activationFn, mask);
        INDArray soft = softmax(preOutput.div(temperature))
                .sub(softmax(teacher(labels, preOutput).div(temperature)));
        INDArray hard = softmax(preOutput).sub(classes(labels, preOutput));
        return soft.mul(weight * temperature).add(hard.mul(1 - weight));
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, @Nullable INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, preOutput, activationFn, mask, average),
                computeGradient(labels, preOutput, activationFn, mask));
    }

    @Override
    public String name() {
        return "DistillationLoss(temperature=" + temperature + ", weight=" + weight + ")";
    }

    @Override
    public String toString() {
        return name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DistillationLoss loss
                && Double.compare(temperature, loss.temperature) == 0
                && Double.compare(weight, loss.weight) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(temperature) + Double.hashCode(weight);
    }

    private static INDArray classes(INDArray labels, INDArray logits) {
        return columns(labels, 0, logits);
    }

    private static INDArray teacher(INDArray labels, INDArray logits) {
        return columns(labels, logits.size(1), logits);
    }

    private static INDArray columns(INDArray labels, long from, INDArray logits) {
        return labels.get(NDArrayIndex.all(), NDArrayIndex.interval(from, from + logits.size(1)))
                .castTo(logits.dataType());
    }

    private static INDArray softmax(INDArray logits) {
        return Transforms.exp(logSoftmax(logits));
    }

    private static INDArray logSoftmax(INDArray logits) {
        INDArray shifted = logits.subColumnVector(logits.max(true, 1));
        return shifted.subColumnVector(Transforms.log(Transforms.exp(shifted).sum(true, 1)));
    }

    private static void requireSupported(
            INDArray labels, INDArray logits, IActivation activation, @Nullable INDArray mask) {
        if (!(activation instanceof ActivationSoftmax)) {
            throw new IllegalArgumentException("distillation needs a softmax output, got " + activation);
        }
        if (mask != null) {
            throw new IllegalArgumentException("distillation takes no label mask");
        }
        if (labels.size(1) != 2 * logits.size(1)) {
            throw new IllegalArgumentException("labels must have " + 2 * logits.size(1)
                    + " columns, one-hot classes and teacher logits, had " + labels.size(1));
        }
    }
}
