package io.barograph.bar.train;

import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The end of the prune phase.
 *
 * @param compact the network of the maps that are left, without gates
 * @param volume of that network, in maps·pixels
 * @param volumeBeforeForcing volume of the mask before any map was closed by force, in maps·pixels
 * @param closedByForce maps closed by force to fit the budget
 */
record PrunedNetwork(ComputationGraph compact, long volume, long volumeBeforeForcing, int closedByForce) {}
