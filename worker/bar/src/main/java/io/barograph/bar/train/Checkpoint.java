package io.barograph.bar.train;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * What a trial needs to go on: the network of its phase, optimizer states, and how far it got. Everything that is drawn
 * is a function of seed and step, so no generator has a state of its own; which maps are gone the network's gates say.
 *
 * @param phase the phase the network belongs to
 * @param epochsDone epochs of that phase that are done
 * @param optimizers by name
 * @param facts figures of earlier phases that the end of the trial needs
 */
record Checkpoint(
        Phase phase,
        int epochsDone,
        ComputationGraph graph,
        Map<String, OptimizerState> optimizers,
        Map<String, Double> facts) {
    /** The start of a phase. */
    static Checkpoint start(Phase phase, ComputationGraph graph, Map<String, Double> facts) {
        return new Checkpoint(phase, 0, graph, Map.of(), facts);
    }
}
