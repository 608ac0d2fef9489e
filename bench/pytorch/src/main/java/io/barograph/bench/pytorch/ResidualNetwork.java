package io.barograph.bench.pytorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/** The networks of {@code bench/peer/networks.py}: conv, batch norm, add, ReLU; projections. */
final class ResidualNetwork {
    private final Module module = new Module();
    private final torch.MemoryFormat format;
    private final List<Block> blocks = new ArrayList<>();
    private final Unit stem;
    private final LinearImpl output;
    private int units;

    /** A convolution and its batch norm. */
    private record Unit(Conv2dImpl convolution, BatchNorm2dImpl norm) {
        Tensor forward(Tensor x) {
            return norm.forward(convolution.forward(x));
        }
    }

    private record Block(Unit first, Unit second, @Nullable Unit shortcut) {
        Tensor forward(Tensor x) {
            Tensor branch = second.forward(first.forward(x).relu_());
            return branch.add_(shortcut == null ? x : shortcut.forward(x)).relu_();
        }
    }

    /**
     * @param depth of a ResNet 6n+2, of a wide one 6n+4
     * @param width maps of a ResNet's stem, of a wide one the factor of 16, 32 and 64
     */
    ResidualNetwork(boolean wide, int depth, int width, int channels, int classes, torch.MemoryFormat format) {
        this.format = format;
        int first = wide ? 16 * width : width;
        int maps = wide ? 16 : width;
        stem = unit(channels, maps, 3, 1);
        for (int stage = 0; stage < 3; stage++) {
            int wanted = first << stage;
            for (int block = 0; block < (depth - (wide ? 4 : 2)) / 6; block++) {
                int stride = stage > 0 && block == 0 ? 2 : 1;
                boolean same = stride == 1 && maps == wanted;
                blocks.add(new Block(
                        unit(maps, wanted, 3, stride),
                        unit(wanted, wanted, 3, 1),
                        same ? null : unit(maps, wanted, 1, stride)));
                maps = wanted;
            }
        }
        output = module.register_module("output", new LinearImpl(maps, classes));
        module.train(true);
    }

    private Unit unit(int in, int out, int kernel, int stride) {
        Conv2dOptions options = new Conv2dOptions(in, out, new LongPointer(kernel, kernel));
        options.stride().put(new long[] {stride, stride});
        options.bias().put(false);
        options.padding().put(new LongPointer(kernel / 2, kernel / 2));
        Conv2dImpl convolution = module.register_module("conv" + units, new Conv2dImpl(options));
        convolution.weight().set_data(convolution.weight().contiguous(format));
        return new Unit(
                convolution, module.register_module("norm" + units++, new BatchNorm2dImpl(new BatchNormOptions(out))));
    }

    Module module() {
        return module;
    }

    Tensor forward(Tensor images) {
        Tensor x = stem.forward(images).relu_();
        for (Block block : blocks) {
            x = block.forward(x);
        }
        return output.forward(x.mean(2, 3));
    }
}
