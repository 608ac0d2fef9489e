package io.barograph.bench.pytorch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Training steps of PyTorch 2, on request: a line with a number on standard input runs that many and answers with the
 * seconds. Arguments as for {@code bench/peer/steps.py}: kind, depth, width, channels, side, layout, type.
 */
public final class TorchSteps {
    private static final int BATCH = 64;
    private static final int BATCHES = 50;

    private final ResidualNetwork network;
    private final Tensor images;
    private final Tensor labels;
    private final Tensor order;
    private final AdamW optimizer;
    private final boolean mixed;
    private int batch;

    private TorchSteps(String[] args) {
        torch.manual_seed(1);
        int channels = Integer.parseInt(args[3]);
        int side = Integer.parseInt(args[4]);
        torch.MemoryFormat format =
                args[5].equals("channels-last") ? torch.MemoryFormat.ChannelsLast : torch.MemoryFormat.Contiguous;
        network = new ResidualNetwork(
                args[0].equals("wide-resnet"),
                Integer.parseInt(args[1]),
                Integer.parseInt(args[2]),
                channels,
                10,
                format);
        images = torch.randn(BATCH * BATCHES, channels, side, side).contiguous(format);
        labels = torch.randint(0, 10, new long[] {BATCH * BATCHES}).to(torch.ScalarType.Long);
        order = torch.randperm(BATCH * BATCHES).to(torch.ScalarType.Long);
        AdamWOptions options = new AdamWOptions(1e-3);
        options.weight_decay().put(0.02);
        optimizer = new AdamW(network.module().parameters(), options);
        mixed = args[6].equals("bfloat16");
    }

    public static void main(String[] args) throws IOException {
        torch.set_num_threads(Integer.parseInt(System.getenv().getOrDefault("OMP_NUM_THREADS", "2")));
        TorchSteps steps = new TorchSteps(args);
        System.out.println("ready " + Loader.getVersion("org.bytedeco", "pytorch") + " " + torch.get_num_threads());
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            long start = System.nanoTime();
            for (int left = Integer.parseInt(line.trim()); left > 0; left--) {
                steps.step();
            }
            System.out.println((System.nanoTime() - start) / 1e9);
        }
    }

    private void step() {
        try (PointerScope scope = new PointerScope()) {
            Tensor chosen = order.narrow(0, (long) BATCH * batch, BATCH);
            batch = (batch + 1) % BATCHES;
            optimizer.zero_grad(true);
            torch.set_autocast_enabled(torch.DeviceType.CPU, mixed);
            Tensor logits = network.forward(images.index_select(0, chosen));
            Tensor loss = torch.cross_entropy_loss(logits, labels.index_select(0, chosen));
            torch.set_autocast_enabled(torch.DeviceType.CPU, false);
            torch.clear_cache();
            loss.backward();
            optimizer.step();
        }
    }
}
