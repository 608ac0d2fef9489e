package io.barograph.bar.engine;

import java.util.List;

/**
 * A network as it is executed: ops in order over tensors, read from a DL4J graph by {@link LayerGraphReader}.
 *
 * @param input the image
 * @param ops steps in execution order
 * @param output the logits, [classes, 1, 1]
 */
public record LayerGraph(Tensor input, List<Op> ops, Tensor output) {
    public LayerGraph {
        ops = List.copyOf(ops);
    }
}
