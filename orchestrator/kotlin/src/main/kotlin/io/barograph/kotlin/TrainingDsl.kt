package io.barograph.kotlin

import io.barograph.api.DistillationSpec
import io.barograph.api.FineTuneSpec
import io.barograph.api.Precision
import io.barograph.api.PretrainSpec
import io.barograph.api.PruneSpec
import io.barograph.api.RungSpec
import io.barograph.api.TrainingSpec

/** How every trial trains; what is not set keeps its default. */
@SweepDsl
public class TrainingBuilder internal constructor(private val base: TrainingSpec) {
    public var batchSize: Int = base.batchSize
    public var weightDecay: Double = base.weightDecay
    public var precision: Precision = base.precision
    private var pretrain: PretrainSpec = base.pretrain
    private var prune: PruneSpec = base.prune
    private var rung: RungSpec = base.rung
    private var fineTune: FineTuneSpec = base.fineTune
    private var distillation: DistillationSpec = base.distillation

    public fun pretrain(block: PretrainBuilder.() -> Unit) {
        pretrain = PretrainBuilder(pretrain).apply(block).build()
    }

    public fun prune(block: PruneBuilder.() -> Unit) {
        prune = PruneBuilder(prune).apply(block).build()
    }

    public fun rung(block: RungBuilder.() -> Unit) {
        rung = RungBuilder(rung).apply(block).build()
    }

    public fun fineTune(block: FineTuneBuilder.() -> Unit) {
        fineTune = FineTuneBuilder(fineTune).apply(block).build()
    }

    /** A [weight] of 0 trains on labels alone. */
    public fun distillation(temperature: Double = base.distillation.temperature, weight: Double = base.distillation.weight) {
        distillation = DistillationSpec(temperature, weight)
    }

    internal fun build(): TrainingSpec =
        TrainingSpec(batchSize, weightDecay, precision, pretrain, prune, rung, fineTune, distillation)
}

/** Training of the dense network. */
@SweepDsl
public class PretrainBuilder internal constructor(base: PretrainSpec) {
    public var epochs: Int = base.epochs
    public var learningRate: Double = base.learningRate

    internal fun build(): PretrainSpec = PretrainSpec(epochs, learningRate)
}

/** The pruning phase. */
@SweepDsl
public class PruneBuilder internal constructor(base: PruneSpec) {
    public var epochs: Int = base.epochs
    public var learningRate: Double = base.learningRate
    public var gateDistance: Double = base.gateDistance
    public var sparsityWeight: Double = base.sparsityWeight
    public var barrierMax: Double = base.barrierMax

    internal fun build(): PruneSpec = PruneSpec(epochs, learningRate, gateDistance, sparsityWeight, barrierMax)
}

/** The pruning phase of a trial that goes on from a looser one of a ladder. */
@SweepDsl
public class RungBuilder internal constructor(base: RungSpec) {
    public var epochs: Int = base.epochs
    public var gateDistance: Double = base.gateDistance
    public var fineTuneShare: Double = base.fineTuneShare

    internal fun build(): RungSpec = RungSpec(epochs, gateDistance, fineTuneShare)
}

/** Training of the compact network. */
@SweepDsl
public class FineTuneBuilder internal constructor(base: FineTuneSpec) {
    public var epochs: Int = base.epochs
    public var epochsPerHalving: Double = base.epochsPerHalving
    public var learningRate: Double = base.learningRate

    internal fun build(): FineTuneSpec = FineTuneSpec(epochs, epochsPerHalving, learningRate)
}
