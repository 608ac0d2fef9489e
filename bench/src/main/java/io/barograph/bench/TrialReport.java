package io.barograph.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What {@link TrialBench} found: time and accuracy of every side, paired by seed. */
final class TrialReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TrialPlan plan;
    private final TrialRuns runs;
    private final int[] seeds;
    private final TorchLayout layout;
    private final ArrayNode rows = JSON.createArrayNode();

    TrialReport(TrialPlan plan, TrialRuns runs, int[] seeds, TorchLayout layout) {
        this.plan = plan;
        this.runs = runs;
        this.seeds = seeds.clone();
        this.layout = layout;
    }

    void print() {
        compare("a trial at 1/8", TrialPlan.OURS, TrialPlan.SINGLE);
        if (plan.hasLadder()) {
            compare("four trials", TrialPlan.OURS, plan.budgets());
            compare("ladder of four budgets", TrialPlan.LADDER, plan.budgets());
        }
        for (double budget : plan.budgets()) {
            System.out.printf(
                    Locale.ROOT,
                    "at %-6s test accuracy: ours %.2f %%, in points: ours - peer %s%s%n",
                    budget,
                    100
                            * Arrays.stream(of(TrialPlan.OURS, budget))
                                    .mapToDouble(TrialRuns.Run::accuracy)
                                    .average()
                                    .orElseThrow(),
                    gains(TrialPlan.OURS, TrialPlan.PEER, budget),
                    plan.hasLadder() ? ", ladder - ours " + gains(TrialPlan.LADDER, TrialPlan.OURS, budget) : "");
        }
        System.out.printf(
                Locale.ROOT,
                "peak memory: ours %.0f MB, of which the JVM's heap, classes and code %.0f MB; peer %.0f MB%n",
                peak(TrialPlan.OURS),
                ProcessMemory.ofJvm(),
                peak(TrialPlan.PEER));
    }

    void write(Path file) throws IOException {
        JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), rows);
    }

    private TrialRuns.Run[] of(String side, double budget) {
        return Arrays.stream(seeds)
                .mapToObj(seed -> runs.known(side, budget, seed))
                .toArray(TrialRuns.Run[]::new);
    }

    private double peak(String side) {
        return Arrays.stream(plan.budgets())
                .mapToObj(budget -> of(side, budget))
                .flatMap(Arrays::stream)
                .mapToDouble(TrialRuns.Run::peakMegabytes)
                .max()
                .orElse(Double.NaN);
    }

    private Paired gains(String side, String beside, double budget) {
        TrialRuns.Run[] ours = of(side, budget);
        TrialRuns.Run[] other = of(beside, budget);
        List<Double> gains = IntStream.range(0, ours.length)
                .mapToObj(i -> 100 * (ours[i].accuracy() - other[i].accuracy()))
                .toList();
        return Paired.of(gains);
    }

    /** The time that one side takes for some budgets beside the peer's for the same. */
    private void compare(String name, String side, double... budgets) {
        double[] ours = seconds(side, budgets);
        double[] peer = seconds(TrialPlan.PEER, budgets);
        double[] ratios = IntStream.range(0, ours.length)
                .mapToDouble(i -> ours[i] / peer[i])
                .sorted()
                .toArray();
        double median = Ratio.median(ratios);
        System.out.printf(
                Locale.ROOT,
                "%-24s ours %.1f s (%d epochs), peer %.1f s (%d epochs, %s), ratio %.3f (%.3f to %.3f, %d seeds)%n",
                name,
                Ratio.median(ours),
                epochs(side, budgets),
                Ratio.median(peer),
                epochs(TrialPlan.PEER, budgets),
                layout,
                median,
                ratios[0],
                ratios[ratios.length - 1],
                ratios.length);
        ObjectNode row = rows.addObject()
                .put("case", name)
                .put("ours", Ratio.median(ours))
                .put("peer", Ratio.median(peer))
                .put("ratio", median)
                .put("unit", "s")
                .put("peerLayout", layout.toString())
                .put(
                        "accuracyDifference",
                        gains(side, TrialPlan.PEER, TrialPlan.SINGLE).mean());
        row.set("oursRaw", JSON.valueToTree(ours));
        row.set("peerRaw", JSON.valueToTree(peer));
    }

    private int epochs(String side, double[] budgets) {
        return Arrays.stream(budgets)
                .mapToInt(budget -> plan.epochs(side, budget))
                .sum();
    }

    private double[] seconds(String side, double[] budgets) {
        double[] sum = new double[seeds.length];
        for (double budget : budgets) {
            TrialRuns.Run[] some = of(side, budget);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += some[i].seconds();
            }
        }
        return sum;
    }
}
