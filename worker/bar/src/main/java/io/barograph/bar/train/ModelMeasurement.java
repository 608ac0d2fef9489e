package io.barograph.bar.train;

import io.barograph.bar.data.ImageDataset;
import io.barograph.bar.engine.LayerGraph;
import io.barograph.bar.engine.ParameterSet;
import io.barograph.bar.prune.ChannelGraph;
import io.barograph.bar.prune.GatedLayer;
import io.barograph.bar.prune.NetworkCost;
import io.barograph.bar.prune.PhysicalVolume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Measures a model file, read afresh.
 *
 * @param dense channels of the dense network the model came from
 */
record ModelMeasurement(TrialRun run, ChannelGraph dense) {
    TrainedModel of(Path file, long maskVolume, int closedByForce) {
        ImageDataset data = run.data();
        ComputationGraph model = ModelFiles.read(file);
        LayerGraph layers = run.read(model);
        ParameterSet parameters = ParameterSet.of(model);
        ChannelGraph channels = ChannelGraph.of(model, data.height(), data.width());
        NetworkCost cost = channels.live(channels.allOpen()).cost();
        return new TrainedModel(
                file,
                maskVolume,
                physicalVolume(file),
                dense.denseVolume(),
                closedByForce,
                dense.layers().stream().mapToInt(GatedLayer::channels).sum(),
                run.accuracy(layers, parameters, Map.of(), data.validation()),
                run.accuracy(layers, parameters, Map.of(), data.test()),
                cost.parameters(),
                cost.macs(),
                size(file),
                openMaps(channels),
                denseMaps());
    }

    private Map<String, Integer> openMaps(ChannelGraph channels) {
        Map<String, Integer> maps = new LinkedHashMap<>();
        dense.layers().forEach(layer -> maps.put(layer.convolution(), 0));
        for (GatedLayer layer : channels.layers()) {
            maps.put(layer.convolution(), layer.channels());
        }
        return maps;
    }

    private Map<String, Integer> denseMaps() {
        Map<String, Integer> maps = new LinkedHashMap<>();
        dense.layers().forEach(layer -> maps.put(layer.convolution(), layer.channels()));
        return maps;
    }

    private long physicalVolume(Path file) {
        ImageDataset data = run.data();
        try {
            return PhysicalVolume.measure(file, Nd4j.zeros(1, data.channels(), data.height(), data.width()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
