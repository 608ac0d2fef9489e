package io.barograph.kotlin

import io.barograph.api.AugmentationSpec
import io.barograph.api.DatasetName
import io.barograph.api.DatasetSpec
import io.barograph.api.LimitsSpec
import io.barograph.api.NetworkSpec
import io.barograph.api.ParameterSpec
import io.barograph.api.Sampler
import io.barograph.api.SchedulingSpec
import io.barograph.api.SearchSpec
import io.barograph.api.Strategy
import io.barograph.api.SweepSpec
import io.barograph.api.TrainingSpec
import java.util.SortedMap
import java.util.SortedSet
import java.util.TreeMap
import java.util.TreeSet

@DslMarker
internal annotation class SweepDsl

/**
 * A sweep in Kotlin:
 * ```
 * sweep("quickstart") {
 *     dataset(DatasetName.FASHION_MNIST_SAMPLE)
 *     network = NetworkSpec.ResNet(20, 16)
 *     grid(1.0, 0.5, 0.25) { seeds(1, 2) }
 *     training { prune { epochs = 8 } }
 * }
 * ```
 * Throws [IllegalArgumentException] for a value out of its range or a part that is missing.
 */
public fun sweep(name: String, block: SweepBuilder.() -> Unit): SweepSpec = SweepBuilder(name).apply(block).build()

/** The parts of a sweep; dataset, network and search must be given. */
@SweepDsl
public class SweepBuilder internal constructor(private val name: String) {
    public var network: NetworkSpec? = null
    public var maxAttempts: Int = LimitsSpec.DEFAULT.maxAttempts

    /** Time that a trial may run, all its attempts together; null: no bound. */
    public var maxTrialMinutes: Double? = LimitsSpec.DEFAULT.maxTrialMinutes
    private var dataset: DatasetSpec? = null
    private var search: SearchSpec? = null
    private var training: TrainingSpec = TrainingSpec.DEFAULT
    private var scheduling: SchedulingSpec = SchedulingSpec.DEFAULT

    public fun dataset(name: DatasetName, block: DatasetBuilder.() -> Unit = {}) {
        dataset = DatasetBuilder(name).apply(block).build()
    }

    /** Every combination of the budgets with the seeds and parameters of [block]. */
    public fun grid(vararg budgets: Double, block: SearchBuilder.() -> Unit = {}) {
        search = SearchBuilder(Sampler.GRID, budgets.toList(), null, 1).apply(block).build()
    }

    /** As many draws as [trials], from [seed]. */
    public fun random(trials: Int, vararg budgets: Double, seed: Long = 1, block: SearchBuilder.() -> Unit = {}) {
        search = SearchBuilder(Sampler.RANDOM, budgets.toList(), trials, seed).apply(block).build()
    }

    public fun training(block: TrainingBuilder.() -> Unit) {
        training = TrainingBuilder(training).apply(block).build()
    }

    public fun scheduling(block: SchedulingBuilder.() -> Unit) {
        scheduling = SchedulingBuilder().apply(block).build()
    }

    internal fun build(): SweepSpec = SweepSpec(
        SweepSpec.API_VERSION,
        SweepSpec.KIND,
        name,
        requireNotNull(dataset) { "sweep $name has no dataset" },
        requireNotNull(network) { "sweep $name has no network" },
        requireNotNull(search) { "sweep $name has no search: give grid or random" },
        training,
        LimitsSpec(maxAttempts, maxTrialMinutes),
        scheduling,
    )
}

/** The sweep's place among others and the workers it needs, see [SchedulingSpec]. */
@SweepDsl
public class SchedulingBuilder internal constructor() {
    public var priority: Int = SchedulingSpec.DEFAULT.priority
    public var share: Int = SchedulingSpec.DEFAULT.share
    public var maxParallelTrials: Int? = SchedulingSpec.DEFAULT.maxParallelTrials
    private val requires: SortedSet<String> = TreeSet()

    /** A worker must have these labels to run the trials. */
    public fun requires(vararg labels: String) {
        requires += labels
    }

    internal fun build(): SchedulingSpec = SchedulingSpec(priority, share, maxParallelTrials, requires)
}

/** The images; everything but the name has a default. */
@SweepDsl
public class DatasetBuilder internal constructor(private val name: DatasetName) {
    /** Folder that holds the files; null: the usual places. */
    public var path: String? = null

    /** SHA-256 of the data, as `barograph data hash` prints it; null: train on what is found. */
    public var hash: String? = null
    public var validationFraction: Double = DatasetSpec.DEFAULT_VALIDATION_FRACTION
    public var flip: Boolean = AugmentationSpec.DEFAULT.flip
    public var shiftPixels: Int = AugmentationSpec.DEFAULT.shiftPixels

    internal fun build(): DatasetSpec =
        DatasetSpec(name, path, hash, validationFraction, AugmentationSpec(flip, shiftPixels))
}

/** Seeds and searched training values. */
@SweepDsl
public class SearchBuilder internal constructor(
    private val sampler: Sampler,
    private val budgets: List<Double>,
    private val trials: Int?,
    private val seed: Long,
) {
    /** [Strategy.LADDER] only with grid. */
    public var strategy: Strategy = Strategy.INDEPENDENT
    private var seeds: List<Long> = SearchSpec.DEFAULT_SEEDS
    private val parameters: SortedMap<String, ParameterSpec> = TreeMap()

    public fun seeds(vararg values: Long) {
        seeds = values.toList()
    }

    /** Tries these values of a training key, for example `prune.learningRate`. */
    public fun choose(key: String, vararg values: Double) {
        parameters[key] = ParameterSpec.Choices(values.toList())
    }

    /** Draws a training key from an interval; only with random. */
    public fun draw(key: String, range: ClosedRange<Double>, log: Boolean = false) {
        parameters[key] = ParameterSpec.Range(range.start, range.endInclusive, log)
    }

    internal fun build(): SearchSpec = SearchSpec(sampler, strategy, budgets, seeds, parameters, trials, seed)
}
