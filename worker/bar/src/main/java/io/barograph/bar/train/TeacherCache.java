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
 * threads; those that ask for the same logits at the same time each compute them.
 */
public final class TeacherCache {
    private volatile @Nullable Entry latest;

    /** What decides a table: the network's parameters by content, the images by content, and their forms. */
    private record Key(String parameters, String data, boolean mirrored) {}

    private record Entry(Key key, TeacherTable table) {}

    /** The logits of a dense network for a trial's training images. */
    TeacherLogits of(TrialRun run, ComputationGraph dense) {
        LayerGraph layers = run.read(dense);
        ParameterSet parameters = ParameterSet.of(dense);
        Augmentation augmentation = run.recipe().augmentation();
        if (augmentation.shiftPixels() > 0) {
            return new TeacherNetwork(
                    inference(run, layers, parameters), run.data().classes());
        }
        Key asked = new Key(hash(parameters), run.data().contentHash(), augmentation.flip());
        Entry found = latest;
        if (found != null && found.key.equals(asked)) {
            return found.table;
        }
        latest = null; // so that two tables are never held for one trial
        try (InferenceExecution teacher = inference(run, layers, parameters)) {
            TeacherTable table = TeacherTable.of(teacher, run.data(), augmentation.flip());
            latest = new Entry(asked, table);
            return table;
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
