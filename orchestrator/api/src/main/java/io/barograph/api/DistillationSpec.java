package io.barograph.api;

/**
 * Loss against the dense teacher: {@code weight * temperature^2 * KL + (1 - weight) * cross-entropy}.
 *
 * @param temperature softens teacher and student, at least 1
 * @param weight share of the teacher's term in [0, 1]; 0 trains on labels alone
 */
public record DistillationSpec(double temperature, double weight) {
    public static final DistillationSpec DEFAULT = new DistillationSpec(4, 0.9);

    public DistillationSpec {
        Checks.require(
                temperature >= 1 && Double.isFinite(temperature),
                temperature,
                "training.distillation.temperature",
                temperature,
                "be at least 1");
        Checks.fraction("training.distillation.weight", weight);
    }
}
