package io.barograph.bar.train;

import io.barograph.bar.prune.ChannelGraph;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The end of the prune phase.
 *
 * @param gated the gated network
 * @param open live gates, [gated layer][channel]
 * @param volumeBeforeForcing volume of the mask before any map was closed by force, in maps·pixels
 * @param closedByForce maps closed by force to fit the budget
 */
record PrunedNetwork(
        ComputationGraph gated, ChannelGraph channels, boolean[][] open, long volumeBeforeForcing, int closedByForce) {}
