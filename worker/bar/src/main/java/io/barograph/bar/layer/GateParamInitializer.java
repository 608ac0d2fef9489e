package io.barograph.bar.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lays a gate's log α out in the flat parameter array as one row of [1, channels]. */
final class GateParamInitializer implements ParamInitializer {
    static final GateParamInitializer INSTANCE = new GateParamInitializer();

    private GateParamInitializer() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return ((GateLayer) layer).getNIn();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(GateLayer.LOG_ALPHA);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return false;
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return false;
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        INDArray logAlpha = paramsView.reshape(1, paramsView.length());
        if (initializeParams) {
            logAlpha.assign(((GateLayer) conf.getLayer()).getInitialLogAlpha());
        }
        conf.addVariable(GateLayer.LOG_ALPHA);
        return table(logAlpha);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return table(gradientView.reshape(1, gradientView.length()));
    }

    private static Map<String, INDArray> table(INDArray logAlpha) {
        Map<String, INDArray> table = new LinkedHashMap<>();
        table.put(GateLayer.LOG_ALPHA, logAlpha);
        return table;
    }
}
