package io.barograph.bar.train;

import io.barograph.bar.data.ImageBatch;

/** A loss on logits and its gradient. */
@FunctionalInterface
interface LogitLoss {
    /**
     * Mean loss of a batch.
     *
     * @param logits [batch, classes]
     * @param gradient receives dL/dlogits, [batch, classes]
     */
    double apply(float[] logits, ImageBatch batch, float[] gradient);

    /** Cross-entropy with the labels. */
    static LogitLoss crossEntropy(int classes) {
        return (logits, batch, gradient) -> {
            double[] probabilities = new double[classes];
            double sum = 0;
            for (int b = 0; b < batch.size(); b++) {
                sum += Softmax.of(logits, b * classes, classes, 1, probabilities);
                int label = batch.labels()[b];
                sum -= logits[b * classes + label];
                for (int k = 0; k < classes; k++) {
                    gradient[b * classes + k] = (float) ((probabilities[k] - (k == label ? 1 : 0)) / batch.size());
                }
            }
            return sum / batch.size();
        };
    }

    /**
     * Distillation (Hinton, Vinyals and Dean 2015): weight T² KL(teacher at T, student at T) + (1 - weight) CE(labels).
     * The divergence stands for the cross-entropy: they differ by the teacher's entropy, a constant.
     *
     * @param teacher logits of the teacher for the batch
     */
    static LogitLoss distillation(int classes, double temperature, double weight, TeacherLogits teacher) {
        LogitLoss labels = crossEntropy(classes);
        return (logits, batch, gradient) -> {
            double hard = labels.apply(logits, batch, gradient);
            double[] student = new double[classes];
            double[] soft = new double[classes];
            float[] target = new float[classes];
            double divergence = 0;
            for (int b = 0; b < batch.size(); b++) {
                teacher.of(batch, b, target);
                double studentLog = Softmax.of(logits, b * classes, classes, temperature, student);
                double teacherLog = Softmax.of(target, 0, classes, temperature, soft);
                for (int k = 0; k < classes; k++) {
                    int i = b * classes + k;
                    double logRatio = (target[k] - logits[i]) / temperature - teacherLog + studentLog;
                    divergence += soft[k] * logRatio;
                    gradient[i] = (float)
                            ((1 - weight) * gradient[i] + weight * temperature * (student[k] - soft[k]) / batch.size());
                }
            }
            double t2 = temperature * temperature;
            return weight * t2 * divergence / batch.size() + (1 - weight) * hard;
        };
    }
}
