package io.barograph.bar.train;

import io.barograph.bar.data.Augmentation;
import io.barograph.bar.data.Sha256;
import io.barograph.bar.engine.InferenceExecution;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.ParameterSet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;

/**
 * Teacher logits of the latest trial, kept for the next one with the same dense network and data. For any number of
 * threads; while one computes, others wait.
 */
public final class TeacherCache {
    private @Nullable Key key;
    private @Nullable TeacherTable table;

    /** What decides a table: the network's parameters by content, the images by content, and their forms. */
    private record Key(String parameters, String data, boolean mirrored) {}

    /** The logits of a dense network for a trial's training images. */
    TeacherLogits of(TrialRun run, ComputationGraph dense) {
        LayerGraph layers = run.read(dense);
        ParameterSet parameters = ParameterSet.of(dense);
        Augmentation augmentation = run.recipe().augmentation();
        if (augmentation.shiftPixels() > 0) {
            return new TeacherNetwork(
                    inference(run, layers, parameters), run.data().classes());
        }
        synchronized (this) {
            Key asked = new Key(hash(parameters), run.data().contentHash(), augmentation.flip());
            TeacherTable found = table;
            if (found == null || !asked.equals(key)) {
                try (InferenceExecution teacher = inference(run, layers, parameters)) {
                    found = TeacherTable.of(teacher, run.data(), augmentation.flip());
                }
                key = asked;
                table = found;
            }
            return found;
        }
    }

    private static InferenceExecution inference(TrialRun run, LayerGraph layers, ParameterSet parameters) {
        return run.engine().inference(layers, parameters, Map.of(), run.recipe().batchSize());
    }

    /** Parameters of networks of one shape; a network of another shape has other numbers of them, layer by layer. */
    private static String hash(ParameterSet parameters) {
        MessageDigest digest = Sha256.digest();
        for (ParameterSet.Entry entry : parameters.entries()) {
            digest.update((entry.key() + " " + entry.length() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        ByteBuffer bytes = ByteBuffer.allocate(parameters.values().length * Float.BYTES);
        bytes.asFloatBuffer().put(parameters.values());
        return HexFormat.of().formatHex(digest.digest(bytes.array()));
    }
}
