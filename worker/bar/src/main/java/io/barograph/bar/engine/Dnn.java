package io.barograph.bar.engine;

import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The native objects of one plan: an engine, a stream, and everything made with them. Java references to all of them
 * are kept until close, because oneDNN does not keep them and the collector would free them.
 */
final class Dnn implements AutoCloseable {
    final engine engine = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
    final stream stream = new stream(engine);
    private final Precision precision;
    private final Layout layout;
    private final List<Pointer> owned = new ArrayList<>();
    private final Set<String> kernels = new TreeSet<>();
    private final Map<Long, Deque<memory>> free = new HashMap<>();

    Dnn(Precision precision, Layout layout) {
        this.precision = precision;
        this.layout = layout;
    }

    /** Channels as buffers hold them. */
    int padded(int channels) {
        return layout.padded(channels, precision);
    }

    /** Channels of the image as its buffer holds them. */
    int paddedImage(int channels) {
        return layout.paddedImage(channels, precision);
    }

    /** Whether activations lie as they do on the Java heap: float32, channels last. */
    boolean isPlain() {
        return isFloat32() && layout == Layout.CHANNELS_LAST;
    }

    private boolean isFloat32() {
        return precision == Precision.FLOAT32;
    }

    <T extends Pointer> T own(T pointer) {
        owned.add(pointer);
        if (pointer instanceof primitive_desc descriptor) {
            kernels.add(ConvKernels.name(descriptor));
        }
        return pointer;
    }

    /** oneDNN's names of the kernels of this plan, reorders left out. */
    Set<String> kernels() {
        return kernels;
    }

    /** Float32 values. */
    memory.desc desc(memory.format_tag tag, long... dims) {
        return own(new memory.desc(dims, memory.data_type.f32, tag));
    }

    /** Values in the precision of activations. */
    memory.desc values(memory.format_tag tag, long... dims) {
        return own(new memory.desc(dims, isFloat32() ? memory.data_type.f32 : memory.data_type.bf16, tag));
    }

    /** Values of an activation, in the layout of the plan. */
    memory.desc activation(int batch, int channels, int height, int width) {
        return values(layout.tag(channels), batch, channels, height, width);
    }

    /** Float32 values in the layout of the plan. */
    memory.desc logits(int batch, int channels, int height, int width) {
        return desc(layout.tag(channels), batch, channels, height, width);
    }

    /** Channels of an activation's buffer. */
    int channels(memory activation) {
        return (int) own(activation.get_desc()).get_dims().get(1);
    }

    memory.desc vector(int length) {
        return desc(memory.format_tag.x, length);
    }

    /** New zeroed memory. */
    memory allocate(memory.desc desc) {
        memory made = own(new memory(own(new memory.desc(desc)), engine));
        long bytes = desc.get_size();
        if (bytes > 0) {
            Pointer.memset(made.get_data_handle(), 0, bytes);
        }
        return made;
    }

    /** Memory from the pool of released buffers, its contents undefined. */
    memory borrow(memory.desc desc) {
        Deque<memory> same = free.get(desc.get_size());
        memory found = same == null ? null : same.poll();
        return found == null
                ? allocate(desc)
                : own(new memory(own(new memory.desc(desc)), engine, found.get_data_handle()));
    }

    /** Gives a buffer back: later steps of the plan may overwrite it. */
    void release(memory buffer) {
        free.computeIfAbsent(own(buffer.get_desc()).get_size(), k -> new ArrayDeque<>())
                .push(buffer);
    }

    /** The floats of plain memory, as a buffer to copy from and to. */
    FloatBuffer floats(memory buffer) {
        long bytes = own(buffer.get_desc()).get_size();
        BytePointer pointer = own(new BytePointer(buffer.get_data_handle()));
        return pointer.capacity(bytes)
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** A primitive bound to its arguments. */
    Runnable bind(primitive primitive, Object... argumentsAndMemories) {
        IntMemoryMap map = own(new IntMemoryMap());
        for (int i = 0; i < argumentsAndMemories.length; i += 2) {
            map.put((Integer) argumentsAndMemories[i], (memory) argumentsAndMemories[i + 1]);
        }
        own(primitive);
        return () -> primitive.execute(stream, map);
    }

    /** Copies between layouts. */
    Runnable reorder(memory from, memory to) {
        return bind(new reorder(from, to), dnnl.DNNL_ARG_FROM, from, dnnl.DNNL_ARG_TO, to);
    }

    @Override
    public void close() {
        stream._wait();
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).deallocate();
        }
        owned.clear();
        free.clear();
        stream.deallocate();
        engine.deallocate();
    }
}
