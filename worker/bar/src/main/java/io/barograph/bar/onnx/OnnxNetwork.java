package io.barograph.bar.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.barograph.bar.engine.InferenceExecution;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An ONNX model in ONNX Runtime, on the CPU. Not thread-safe. */
public final class OnnxNetwork implements InferenceExecution {
    private static final long LARGEST_IMAGE = 1 << 24;

    private final OrtSession session;
    private final int batch;
    private final int channels;
    private final int area;
    private final FloatBuffer image;
    private final OnnxTensor input;
    private final float[] logits;
    private boolean closed;

    private OnnxNetwork(OrtSession session, int batch) throws OrtException {
        this.session = session;
        this.batch = batch;
        long[] shape = shape("input " + OnnxExport.INPUT, session.getInputInfo().get(OnnxExport.INPUT), 4);
        long[] output =
                shape("output " + OnnxExport.OUTPUT, session.getOutputInfo().get(OnnxExport.OUTPUT), 2);
        this.channels = (int) shape[1];
        this.area = (int) (shape[2] * shape[3]);
        this.image = ByteBuffer.allocateDirect(batch * channels * area * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        shape[0] = batch;
        this.input = OnnxTensor.createTensor(environment(), image, shape);
        this.logits = new float[batch * (int) output[1]];
    }

    /**
     * Opens a model.
     *
     * @param model bytes of an ONNX file
     * @param batch images a pass
     * @param threads threads to compute with
     * @throws IllegalArgumentException if ONNX Runtime cannot run it, or it does not map images [batch, channels, height, width]
     *     to logits [batch, classes]
     */
    public static OnnxNetwork open(byte[] model, int batch, int threads) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            OrtSession session = environment().createSession(model, options);
            try {
                return new OnnxNetwork(session, batch);
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new IllegalArgumentException("ONNX Runtime cannot run the model: " + e.getMessage(), e);
        }
    }

    static OrtEnvironment environment() {
        // It logs to standard error, between what a command prints; what fails is told by exceptions.
        return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    }

    /** Sizes of a tensor of floats, the batch first; those after it must be fixed. */
    private static long[] shape(String name, @Nullable NodeInfo value, int dimensions) {
        if (value == null) {
            throw new IllegalArgumentException("the model has no " + name);
        }
        if (!(value.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw new IllegalArgumentException(name + " of the model is no tensor of floats");
        }
        long[] shape = tensor.getShape().clone();
        long size = 1;
        for (int i = 1; i < shape.length; i++) {
            size = shape[i] < 1 || size > LARGEST_IMAGE / shape[i] ? LARGEST_IMAGE + 1 : size * shape[i];
        }
        if (shape.length != dimensions || size > LARGEST_IMAGE) {
            throw new IllegalArgumentException(name + " of the model must have " + dimensions
                    + " dimensions, all but the first fixed, and at most " + LARGEST_IMAGE
                    + " values an image, but has the shape " + Arrays.toString(shape));
        }
        return shape;
    }

    @Override
    public int batchSize() {
        return batch;
    }

    @Override
    public float[] logits(float[] pixels) {
        int count = Math.min(pixels.length, image.capacity()) / (channels * area);
        if (channels == 1) {
            image.put(0, pixels, 0, count * area);
        } else {
            for (int at = 0; at < count * area; at++) {
                int first = at / area * channels * area + at % area;
                for (int c = 0; c < channels; c++) {
                    image.put(first + c * area, pixels[at * channels + c]);
                }
            }
        }
        try (OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(logits);
            return logits;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    /** Shapes of all outputs for a batch of zeros, by name. */
    Map<String, long[]> outputShapes() {
        try (OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
            Map<String, long[]> shapes = new LinkedHashMap<>();
            result.forEach(entry -> shapes.put(
                    entry.getKey(), ((OnnxTensor) entry.getValue()).getInfo().getShape()));
            return shapes;
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            input.close();
            try {
                session.close();
            } catch (OrtException e) {
                throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
            }
        }
    }
}
