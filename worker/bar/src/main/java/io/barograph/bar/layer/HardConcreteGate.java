package io.barograph.bar.layer;

import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running layer of a {@link GateLayer}. The training step that keys the draws is the graph's iteration count, so that
 * the forward and the backward pass of one step use the same z.
 */
public final class HardConcreteGate extends BaseLayer<GateLayer> {
    private static final int CHANNEL = 1;

    HardConcreteGate(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** The channels' log α. */
    public double[] logAlpha() {
        return getParam(GateLayer.LOG_ALPHA).toDoubleVector();
    }

    /** The channels' z in [0, 1]: the draw of the current step in training, the deterministic value otherwise. */
    public double[] values(boolean training) {
        double[] z = logAlpha();
        for (int channel = 0; channel < z.length; channel++) {
            z[channel] = training
                    ? HardConcrete.sample(z[channel], layerConf().uniform(getIterationCount(), channel))
                    : HardConcrete.deterministic(z[channel]);
        }
        return z;
    }

    @Override
    public Type type() {
        return Type.CONVOLUTIONAL;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(false);
        return scaled(input, values(training), ArrayType.ACTIVATIONS, workspaceMgr);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        assertInputSet(true);
        double[] slope = logAlpha();
        for (int channel = 0; channel < slope.length; channel++) {
            slope[channel] =
                    HardConcrete.sampleSlope(slope[channel], layerConf().uniform(getIterationCount(), channel));
        }
        INDArray view = Objects.requireNonNull(gradientViews.get(GateLayer.LOG_ALPHA));
        INDArray perChannel = epsilon.mul(input.castTo(dataType)).sum(0, 2, 3);
        view.assign(perChannel.muli(row(slope)).reshape(view.shape()));
        Gradient gradient = new DefaultGradient();
        gradient.setGradientFor(GateLayer.LOG_ALPHA, view);
        return new Pair<>(gradient, scaled(epsilon, values(true), ArrayType.ACTIVATION_GRAD, workspaceMgr));
    }

    private INDArray scaled(INDArray maps, double[] z, ArrayType kind, LayerWorkspaceMgr workspaceMgr) {
        if (maps.rank() != 4 || maps.size(CHANNEL) != z.length) {
            throw new IllegalArgumentException("gate " + layerConf().getLayerName() + " has " + z.length
                    + " channels, got an array of shape " + Arrays.toString(maps.shape()));
        }
        INDArray result = workspaceMgr.createUninitialized(kind, dataType, maps.shape(), 'c');
        return Nd4j.getExecutioner().exec(new BroadcastMulOp(maps.castTo(dataType), row(z), result, CHANNEL));
    }

    private INDArray row(double[] values) {
        return Nd4j.createFromArray(values).castTo(dataType);
    }
}
