package io.barograph.bar.layer;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The running vertex of a {@link ScatterAddVertex}; copies runs of neighbouring channels at once. */
public final class ScatterAdd extends BaseGraphVertex {
    private final List<int[]> indices;
    private final int channels;

    ScatterAdd(ComputationGraph graph, String name, int index, List<int[]> indices, int channels, DataType dataType) {
        super(graph, name, index, null, null, dataType);
        this.indices = indices;
        this.channels = channels;
    }

    @Override
    public boolean hasLayer() {
        return false;
    }

    @Override
    public @Nullable Layer getLayer() {
        return null;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaceMgr) {
        if (!canDoForward()) {
            throw new IllegalStateException("inputs of " + vertexName + " are not set");
        }
        INDArray first = inputs[0];
        INDArray sum = workspaceMgr.create(
                ArrayType.ACTIVATIONS,
                dataType,
                new long[] {first.size(0), channels, first.size(2), first.size(3)},
                'c');
        for (int input = 0; input < inputs.length; input++) {
            INDArray part = inputs[input].castTo(dataType);
            forEachRun(indices.get(input), (from, to, length) -> channels(sum, to, length)
                    .addi(channels(part, from, length)));
        }
        return sum;
    }

    @Override
    public Pair<@Nullable Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaceMgr) {
        if (!canDoBackward()) {
            throw new IllegalStateException("the error of " + vertexName + " is not set");
        }
        INDArray[] errors = new INDArray[indices.size()];
        for (int input = 0; input < errors.length; input++) {
            int[] places = indices.get(input);
            long[] shape = {epsilon.size(0), places.length, epsilon.size(2), epsilon.size(3)};
            INDArray error = workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
            forEachRun(
                    places, (from, to, length) -> channels(error, from, length).assign(channels(epsilon, to, length)));
            errors[input] = error;
        }
        return new Pair<>(null, errors);
    }

    @Override
    public void setBackpropGradientsViewArray(@Nullable INDArray gradients) {
        if (gradients != null) {
            throw new IllegalArgumentException("a scatter-add has no parameters");
        }
    }

    @Override
    public Pair<@Nullable INDArray, MaskState> feedForwardMaskArrays(
            INDArray @Nullable [] maskArrays, MaskState currentMaskState, int minibatchSize) {
        if (maskArrays != null) {
            throw new UnsupportedOperationException("a scatter-add takes no mask arrays");
        }
        return new Pair<>(null, currentMaskState);
    }

    @Override
    public String toString() {
        return "ScatterAdd(" + vertexName + ", " + indices.size() + " inputs, " + channels + " channels)";
    }

    private static INDArray channels(INDArray maps, int from, int length) {
        INDArrayIndex all = NDArrayIndex.all();
        return maps.get(all, NDArrayIndex.interval(from, from + length), all, all);
    }

    private static void forEachRun(int[] places, Run run) {
        int start = 0;
        for (int next = 1; next <= places.length; next++) {
            if (next == places.length || places[next] != places[next - 1] + 1) {
                run.copy(start, places[start], next - start);
                start = next;
            }
        }
    }

    @FunctionalInterface
    private interface Run {
        void copy(int from, int to, int length);
    }
}
