package io.barograph.bar.prune;

import io.barograph.bar.layer.HardConcrete;
import io.barograph.bar.layer.HardConcreteGate;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Physical removal of closed maps. Orphans close first; then every convolution shrinks to its own live outputs and inputs,
 * batch norms and dense layers follow, dead branches go, and a scatter-add joins residual paths with different live channels.
 * The source network is left as it is.
 */
public final class Compaction {
    private Compaction() {}

    /**
     * The compact network without gates: the gates' evaluation values are folded into the batch norms' scale and shift, the
     * running statistics stay. In evaluation it computes what the gated network computes once the gates that are not live are
     * closed ({@link Gates#closeOthers}). Its iteration count is 0: optimizer state starts anew or is sliced by the caller.
     *
     * @param gated a network with gates
     * @param channels its analysis
     * @param open the open gates, [gated layer][channel]
     * @throws IllegalArgumentException if the mask severs the network, or the network has no gates
     */
    public static CompactedNetwork compact(ComputationGraph gated, ChannelGraph channels, boolean[][] open) {
        CompactedNetwork compacted = removed(gated, channels, open, false);
        for (GatedLayer layer : channels.layers()) {
            int[] kept = compacted.keptChannels().get(layer.batchNorm());
            if (kept != null) {
                fold(gate(gated, layer), kept, compacted.graph().getLayer(layer.batchNorm()));
            }
        }
        return compacted;
    }

    /**
     * A smaller network that still has its gates, for maps that cannot come back in training. The gates remember the original
     * channels, so their draws stay the same; z is not folded; the iteration count is kept.
     *
     * @param gated a network with gates
     * @param channels its analysis
     * @param keep the gates that stay, [gated layer][channel]
     * @throws IllegalArgumentException if the mask severs the network, or the network has no gates
     */
    public static CompactedNetwork shrink(ComputationGraph gated, ChannelGraph channels, boolean[][] keep) {
        return removed(gated, channels, keep, true);
    }

    private static CompactedNetwork removed(
            ComputationGraph gated, ChannelGraph channels, boolean[][] open, boolean keepGates) {
        for (GatedLayer layer : channels.layers()) {
            gate(gated, layer);
        }
        Liveness live = channels.live(open);
        if (!live.connected()) {
            throw new IllegalArgumentException("the mask severs the network: no live path leads from input to output");
        }
        CompactRewrite rewrite = new CompactRewrite(gated, live, keepGates);
        ComputationGraph graph = rewrite.build();
        for (ParameterSlice slice : rewrite.slices()) {
            INDArray source = gated.getLayer(slice.layer()).getParam(slice.parameter());
            graph.getLayer(slice.layer()).getParam(slice.parameter()).assign(slice.slice(source));
        }
        return new CompactedNetwork(graph, live.keptByVertex(), rewrite.slices(), live.volume(), live.cost());
    }

    private static HardConcreteGate gate(ComputationGraph gated, GatedLayer layer) {
        if (gated.getVertex(layer.gate()) != null && gated.getLayer(layer.gate()) instanceof HardConcreteGate gate) {
            return gate;
        }
        throw new IllegalArgumentException("the network has no gate " + layer.gate());
    }

    private static void fold(HardConcreteGate gate, int[] kept, Layer batchNorm) {
        double[] logAlpha = gate.logAlpha();
        double[] z = new double[kept.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = HardConcrete.deterministic(logAlpha[kept[i]]);
        }
        INDArray row = Nd4j.createFromArray(z);
        Map<String, INDArray> parameters = batchNorm.paramTable();
        for (String key :
                new String[] {BatchNormalizationParamInitializer.GAMMA, BatchNormalizationParamInitializer.BETA}) {
            INDArray values = Objects.requireNonNull(parameters.get(key));
            values.muli(row.castTo(values.dataType()).reshape(values.shape()));
        }
    }
}
