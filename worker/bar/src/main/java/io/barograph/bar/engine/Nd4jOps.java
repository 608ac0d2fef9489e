package io.barograph.bar.engine;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J ops bound to their arrays; running one again computes again. All arrays must be in order 'c'. */
final class Nd4jOps {
    private Nd4jOps() {}

    /** An op of libnd4j by name. */
    static Runnable custom(String name, INDArray[] inputs, INDArray[] outputs, int... arguments) {
        DynamicCustomOp op = DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(outputs)
                .addIntegerArguments(arguments)
                .build();
        return () -> Nd4j.exec(op);
    }

    /** to = a + b; b may be smaller and is then repeated. */
    static Runnable add(INDArray a, INDArray b, INDArray to) {
        return binary("add", a, b, to);
    }

    /** to = a - b; b may be smaller and is then repeated. */
    static Runnable subtract(INDArray a, INDArray b, INDArray to) {
        return binary("subtract", a, b, to);
    }

    /** to = a · b element by element; b may be smaller and is then repeated. */
    static Runnable multiply(INDArray a, INDArray b, INDArray to) {
        return binary("multiply", a, b, to);
    }

    private static Runnable binary(String name, INDArray a, INDArray b, INDArray to) {
        return custom(name, new INDArray[] {a, b}, new INDArray[] {to});
    }

    static Runnable copy(INDArray from, INDArray to) {
        return () -> to.assign(from);
    }

    static Runnable relu(INDArray from, INDArray to) {
        return legacy(new RectifiedLinear(from, to));
    }

    /** to = 1 where from is positive, else 0. */
    static Runnable positive(INDArray from, INDArray to) {
        return legacy(new Step(from, to));
    }

    /** Sums one axis away. */
    static Runnable sum(INDArray from, INDArray to, int axis) {
        return legacy(new Sum(from, null, to, false, new int[] {axis}));
    }

    /** Picks channels of [batch, channels, height, width]. */
    static Runnable channels(INDArray from, INDArray channels, INDArray to) {
        return custom("gather", new INDArray[] {from, channels}, new INDArray[] {to}, 1);
    }

    static Runnable sequence(Runnable... steps) {
        return () -> {
            for (Runnable step : steps) {
                step.run();
            }
        };
    }

    private static Runnable legacy(Op op) {
        return () -> Nd4j.getExecutioner().exec(op);
    }
}
