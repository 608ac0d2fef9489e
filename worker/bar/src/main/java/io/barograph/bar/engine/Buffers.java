package io.barograph.bar.engine;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** Activations and their gradients of one training plan; gradients share buffers that are no longer read. */
final class Buffers {
    private final Dnn dnn;
    private final int batch;
    private final Map<Tensor, memory> activations = new HashMap<>();
    private final Map<Tensor, memory> gradients = new HashMap<>();
    private final Map<memory, Integer> references = new HashMap<>();

    Buffers(Dnn dnn, int batch, LayerGraph graph) {
        this.dnn = dnn;
        this.batch = batch;
        Tensor image = graph.input();
        Tensor logits = graph.output();
        int imageChannels = dnn.paddedImage(image.channels());
        activations.put(image, dnn.allocate(dnn.activation(batch, imageChannels, image.height(), image.width())));
        activations.put(
                logits,
                dnn.allocate(dnn.logits(batch, dnn.padded(logits.channels()), logits.height(), logits.width())));
    }

    int batch() {
        return batch;
    }

    memory.desc desc(Tensor tensor) {
        return activation(tensor).get_desc();
    }

    memory activation(Tensor tensor) {
        return activations.computeIfAbsent(
                tensor, t -> dnn.allocate(dnn.activation(batch, dnn.padded(t.channels()), t.height(), t.width())));
    }

    /** The gradient of a tensor that later steps have written. */
    memory gradient(Tensor tensor) {
        memory found = gradients.get(tensor);
        if (found == null) {
            throw new IllegalStateException("activation " + tensor + " is used by nothing");
        }
        return found;
    }

    /** Whether nobody else reads this tensor's gradient buffer. */
    boolean isSole(Tensor tensor) {
        return references.getOrDefault(gradient(tensor), 0) == 1;
    }

    /** Lets a tensor's gradient be this buffer, if it has none yet. */
    boolean alias(Tensor tensor, memory buffer) {
        if (gradients.containsKey(tensor)) {
            return false;
        }
        gradients.put(tensor, buffer);
        references.merge(buffer, 1, Integer::sum);
        return true;
    }

    /** Says that the step which made this tensor has read its gradient. */
    void release(Tensor tensor) {
        memory buffer = gradients.remove(tensor);
        if (buffer != null && references.merge(buffer, -1, Integer::sum) == 0) {
            references.remove(buffer);
            dnn.release(buffer);
        }
    }

    /** A gradient to be written or, where another consumer has written already, added. */
    Target target(Tensor tensor) {
        if (!gradients.containsKey(tensor)) {
            memory fresh = dnn.borrow(desc(tensor));
            alias(tensor, fresh);
            return new Target(fresh, () -> {});
        }
        memory scratch = dnn.borrow(desc(tensor));
        memory sum = gradient(tensor);
        memory destination = isSole(tensor) ? sum : dnn.borrow(desc(tensor));
        Runnable add = add(sum, scratch, destination);
        if (destination != sum) {
            release(tensor);
            alias(tensor, destination);
        }
        dnn.release(scratch);
        return new Target(scratch, add);
    }

    Runnable add(memory a, memory b, memory to) {
        var descriptor = dnn.own(new binary.primitive_desc(
                dnn.engine, dnnl.algorithm.binary_add.value, a.get_desc(), b.get_desc(), to.get_desc()));
        return dnn.bind(new binary(descriptor), dnnl.DNNL_ARG_SRC_0, a, dnnl.DNNL_ARG_SRC_1, b, dnnl.DNNL_ARG_DST, to);
    }

    /**
     * Where a step writes an input's gradient.
     *
     * @param memory buffer to write
     * @param after what must run afterwards
     */
    record Target(memory memory, Runnable after) {}
}
