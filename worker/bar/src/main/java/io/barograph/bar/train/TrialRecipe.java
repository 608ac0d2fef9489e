package io.barograph.bar.train;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.engine.Precision;

/**
 * Everything that decides a trial but the data.
 *
 * @param budget asked volume as a fraction of the dense network's, in (0, 1]; 1 is the dense network itself
 * @param seed of weights, order of images, augmentation and gate draws
 * @param batchSize images per step
 * @param weightDecay decoupled decay of convolution and dense weights, per step times the learning rate
 * @param precision of activations in every training step
 */
public record TrialRecipe(
        NetworkRecipe network,
        double budget,
        long seed,
        int batchSize,
        double weightDecay,
        Precision precision,
        Augmentation augmentation,
        Pretrain pretrain,
        Prune prune,
        Rung rung,
        FineTune fineTune,
        Distillation distillation) {
    /** Fewest prune steps for which gates can close. */
    public static final int FEWEST_PRUNE_STEPS = 200;

    /** Fewest steps of a rung, whose gates are apart already. */
    public static final int FEWEST_RUNG_STEPS = 100;

    public TrialRecipe {
        require(budget > 0 && budget <= 1, "budget must be in (0, 1], was " + budget);
        require(batchSize >= 1 && batchSize <= 65_536, "batchSize must be 1 to 65536, was " + batchSize);
        require(weightDecay >= 0 && weightDecay <= 1, "weightDecay must be in [0, 1], was " + weightDecay);
    }

    /**
     * Training of the dense network.
     *
     * @param epochs passes over the training images
     * @param learningRate peak of a one-cycle schedule
     */
    public record Pretrain(int epochs, double learningRate) {
        public Pretrain {
            require(epochs >= 1, "pretrain.epochs must be at least 1, was " + epochs);
            require(learningRate > 0, "pretrain.learningRate must be positive, was " + learningRate);
        }
    }

    /**
     * The prune phase.
     *
     * @param epochs passes over the training images
     * @param learningRate of the weights, constant
     * @param gateDistance how far a log alpha can move over the whole phase; the gates' rate is this over the steps
     * @param sparsityWeight weight of the sparsity loss, normalised by the dense volume
     * @param barrierMax cap of the barrier
     */
    public record Prune(
            int epochs, double learningRate, double gateDistance, double sparsityWeight, double barrierMax) {
        public Prune {
            require(epochs >= 1, "prune.epochs must be at least 1, was " + epochs);
            require(learningRate > 0, "prune.learningRate must be positive, was " + learningRate);
            require(gateDistance > 0, "prune.gateDistance must be positive, was " + gateDistance);
            require(sparsityWeight > 0, "prune.sparsityWeight must be positive, was " + sparsityWeight);
            require(barrierMax > 0, "prune.barrierMax must be positive, was " + barrierMax);
        }
    }

    /**
     * Training of a trial that goes on from the next looser one of a ladder; what is not said here is as in {@link Prune}
     * and {@link FineTune}.
     *
     * @param epochs passes over the training images with gates
     * @param gateDistance how far a log α can move in these epochs
     * @param fineTuneShare share of the fine-tuning epochs of a trial on its own, above 0, at most 1
     */
    public record Rung(int epochs, double gateDistance, double fineTuneShare) {
        public Rung {
            require(epochs >= 1, "rung.epochs must be at least 1, was " + epochs);
            require(gateDistance > 0, "rung.gateDistance must be positive, was " + gateDistance);
            require(
                    fineTuneShare > 0 && fineTuneShare <= 1,
                    "rung.fineTuneShare must be above 0 and at most 1, was " + fineTuneShare);
        }

        /** Fine-tuning epochs of so many for a trial on its own: the share, rounded, at least 1 if there are any. */
        int fineTuneEpochs(int alone) {
            return Math.min(alone, Math.max(1, (int) Math.round(fineTuneShare * alone)));
        }
    }

    /** This recipe for a trial that goes on from the next looser one: with the rung's prune phase and fewer epochs after it. */
    public TrialRecipe onRung() {
        Prune shorter =
                new Prune(rung.epochs, prune.learningRate, rung.gateDistance, prune.sparsityWeight, prune.barrierMax);
        int tuning = rung.fineTuneEpochs(fineTune.epochsAt(budget));
        return new TrialRecipe(
                network,
                budget,
                seed,
                batchSize,
                weightDecay,
                precision,
                augmentation,
                pretrain,
                shorter,
                rung,
                new FineTune(tuning, 0, fineTune.learningRate),
                distillation);
    }

    /**
     * Training of the compact network; tighter budgets get more epochs, because theirs are cheap.
     *
     * @param epochs passes at budget 1/2 and above
     * @param epochsPerHalving passes added for every further halving of the budget
     * @param learningRate start of a cosine schedule
     */
    public record FineTune(int epochs, double epochsPerHalving, double learningRate) {
        public FineTune {
            require(epochs >= 0, "fineTune.epochs must not be negative, was " + epochs);
            require(epochsPerHalving >= 0, "fineTune.epochsPerHalving must not be negative, was " + epochsPerHalving);
            require(learningRate > 0, "fineTune.learningRate must be positive, was " + learningRate);
        }

        /** Epochs at a budget. */
        public int epochsAt(double budget) {
            double halvings = Math.log(1 / budget) / Math.log(2) - 1;
            return epochs + (int) Math.round(epochsPerHalving * Math.max(0, halvings));
        }
    }

    /**
     * Distillation from the dense network.
     *
     * @param temperature T
     * @param weight of the soft targets, in [0, 1]; 0 switches distillation off
     */
    public record Distillation(double temperature, double weight) {
        public Distillation {
            require(temperature > 0, "distillation.temperature must be positive, was " + temperature);
            require(weight >= 0 && weight <= 1, "distillation.weight must be in [0, 1], was " + weight);
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Epochs of all phases of this trial when the dense network is trained too. */
    public int totalEpochs() {
        return pretrain.epochs() + (budget < 1 ? prune.epochs() + fineTune.epochsAt(budget) : 0);
    }
}
