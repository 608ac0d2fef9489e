package io.barograph.cli;

import io.barograph.bar.network.PlainCnn;
import io.barograph.bar.train.ModelFiles;
import io.barograph.node.ModelReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Writes files of a small network for images of 28x28 pixels that has learnt nothing. */
final class TestingModels {
    private TestingModels() {}

    static Path dl4j(Path file) {
        ComputationGraph graph = new ComputationGraph(PlainCnn.of(4, 28, 28, 1, 10, 1));
        graph.init();
        ModelFiles.write(graph, file);
        return file;
    }

    /** An ONNX file as others might make it. */
    static Path onnx(Path file, UnaryOperator<ModelProto.Builder> change) throws IOException {
        Path zip = dl4j(file.resolveSibling("of-" + file.getFileName() + ".zip"));
        ModelProto model = ModelProto.parseFrom(ModelReader.onnx(zip, 28, 28));
        Files.delete(zip);
        return Files.write(file, change.apply(model.toBuilder()).build().toByteArray());
    }

    /** Something that ONNX Runtime warns of. */
    static ModelProto.Builder withAnUnusedConstant(ModelProto.Builder model) {
        model.getGraphBuilder()
                .addInitializer(TensorProto.newBuilder()
                        .setName("unused")
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .addDims(1)
                        .addFloatData(1));
        return model;
    }

    static ModelProto.Builder withAnotherInput(ModelProto.Builder model) {
        model.getGraphBuilder().getInputBuilder(0).setName("pixels");
        model.getGraphBuilder().getNodeBuilder(0).setInput(0, "pixels");
        return model;
    }

    static ModelProto.Builder withAFixedBatch(ModelProto.Builder model) {
        model.getGraphBuilder()
                .getInputBuilder(0)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .getShapeBuilder()
                .getDimBuilder(0)
                .setDimValue(8);
        return model;
    }
}
