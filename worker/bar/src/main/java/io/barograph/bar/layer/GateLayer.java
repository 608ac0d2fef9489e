package io.barograph.bar.layer;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * A Hard Concrete gate on every channel of [batch, channels, height, width] maps: y = z·x, with one learnt log α a channel
 * (parameter {@value #LOG_ALPHA}, shape [1, channels]). Training draws z once a channel and step, shared by the batch, keyed
 * by (seed, step, layer name, channel); evaluation uses the deterministic z. Never regularized.
 */
public final class GateLayer extends FeedForwardLayer {
    /** Name of the parameter. */
    public static final String LOG_ALPHA = "logAlpha";
    /** Initial log α: every gate fully open in evaluation, and in most training draws. */
    public static final double DEFAULT_LOG_ALPHA = 3.0;

    private double initialLogAlpha = DEFAULT_LOG_ALPHA;
    private long drawSeed;
    private int @Nullable [] originalChannels;

    /** For the JSON reader. */
    public GateLayer() {
        setActivationFn(new ActivationIdentity());
    }

    /**
     * @param channels number of gated channels
     * @param initialLogAlpha initial value of every log α, finite
     * @param drawSeed seed of the training draws
     */
    public GateLayer(int channels, double initialLogAlpha, long drawSeed) {
        this();
        if (channels < 1) {
            throw new IllegalArgumentException("channels must be positive, was " + channels);
        }
        if (!Double.isFinite(initialLogAlpha)) {
            throw new IllegalArgumentException("initialLogAlpha must be finite, was " + initialLogAlpha);
        }
        setNIn(channels);
        setNOut(channels);
        setIUpdater(new Sgd(0.01));
        this.initialLogAlpha = initialLogAlpha;
        this.drawSeed = drawSeed;
    }

    public double getInitialLogAlpha() {
        return initialLogAlpha;
    }

    public void setInitialLogAlpha(double initialLogAlpha) {
        this.initialLogAlpha = initialLogAlpha;
    }

    public long getDrawSeed() {
        return drawSeed;
    }

    public void setDrawSeed(long drawSeed) {
        this.drawSeed = drawSeed;
    }

    /** The channels' ids in the network before any was removed, or null if none was. */
    public int @Nullable [] getOriginalChannels() {
        return originalChannels == null ? null : originalChannels.clone();
    }

    public void setOriginalChannels(int @Nullable [] originalChannels) {
        this.originalChannels = originalChannels == null ? null : originalChannels.clone();
    }

    /** The id that a channel had before any was removed; draws are keyed by it. */
    public int originalChannel(int channel) {
        return originalChannels == null ? channel : originalChannels[channel];
    }

    /** The training draw's uniform number in (0, 1) for a channel of this gate at a step. */
    public double uniform(long step, int channel) {
        int stream = CounterRandom.stream(getLayerName());
        return CounterRandom.uniform(drawSeed, step, stream, originalChannel(channel));
    }

    @Override
    public Layer instantiate(
            NeuralNetConfiguration conf,
            @Nullable Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        HardConcreteGate gate = new HardConcreteGate(conf, networkDataType);
        gate.setListeners(trainingListeners);
        gate.setIndex(layerIndex);
        gate.setParamsViewArray(layerParamsView);
        Map<String, INDArray> table = initializer().init(conf, layerParamsView, initializeParams);
        gate.setParamTable(table);
        gate.setConf(conf);
        return gate;
    }

    @Override
    public ParamInitializer initializer() {
        return GateParamInitializer.INSTANCE;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        if (!(inputType instanceof InputType.InputTypeConvolutional maps) || maps.getFormat() != CNN2DFormat.NCHW) {
            throw new IllegalStateException("gate " + getLayerName() + " needs NCHW maps, got " + inputType);
        }
        return inputType;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (getNIn() <= 0 || override) {
            long channels = ((InputType.InputTypeConvolutional) getOutputType(-1, inputType)).getChannels();
            setNIn(channels);
            setNOut(channels);
        }
    }

    @Override
    public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public IUpdater getUpdaterByParam(String paramName) {
        return getIUpdater();
    }

    @Override
    public List<Regularization> getRegularizationByParam(String paramName) {
        return List.of();
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return new LayerMemoryReport.Builder(getLayerName(), GateLayer.class, inputType, inputType)
                .standardMemory(getNIn(), 0)
                .workingMemory(0, 0, getNIn(), 0)
                .cacheMemory(0, 0)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GateLayer gate
                && super.equals(gate)
                && Double.compare(initialLogAlpha, gate.initialLogAlpha) == 0
                && drawSeed == gate.drawSeed
                && Arrays.equals(originalChannels, gate.originalChannels);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof GateLayer;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + Long.hashCode(drawSeed);
    }
}
