package io.barograph.bar.prune;

/**
 * What a network costs to store and to run.
 *
 * @param parameters learnt numbers: weights, biases, scales and shifts; not running statistics, not gates
 * @param macs multiply-accumulates for one image in convolutions and dense layers, padding counted
 */
public record NetworkCost(long parameters, long macs) {}
