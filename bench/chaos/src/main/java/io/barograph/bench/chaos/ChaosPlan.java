package io.barograph.bench.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a seed decides of a run.
 *
 * @param first spec of the sweep that is there from the beginning
 * @param second spec of a more urgent one that comes in the middle, or empty; the first is paused for a while then
 * @param trials of both
 * @param epochMillis of a stand-in's epoch; 0 for real training
 * @param faults one after another; as many as fit into {@code faultMillis}
 */
record ChaosPlan(
        long seed,
        String first,
        String second,
        int trials,
        long epochMillis,
        long faultMillis,
        List<PlannedFault> faults) {
    private static final int WIDTH = 64; // a stand-in takes no longer, and the tightest budget can be reached
    private static final int TRAINED_WIDTH = 8;
    private static final int ROUNDS = 8;
    private static final int WORKERS = Host.WORKERS.size();
    private static final long UNDISTURBED_MILLIS = 45_000;
    private static final int SECOND_TRIALS = 12;

    private static final String TRAINING =
            """
            training:
              pretrain: {epochs: 3}
              prune: {epochs: 3}
              fineTune: {epochs: 2, epochsPerHalving: 1}
            """;

    static final String FIRST = "first";
    static final String SECOND = "second";

    List<String> sweeps() {
        return second.isEmpty() ? List.of(FIRST) : List.of(FIRST, SECOND);
    }

    /** A run with stand-ins. */
    static ChaosPlan standIns(long seed) {
        Random random = new Random(seed);
        int budgets = 4 + random.nextInt(3);
        int seeds = 24 / budgets + 1 + random.nextInt(60 / budgets - 24 / budgets);
        boolean ladder = seed % 2 == 0;
        boolean two = seed % 3 == 0;
        int trials = budgets * seeds;
        long epoch = UNDISTURBED_MILLIS * WORKERS / ((long) trials * StandIn.EPOCHS);
        return new ChaosPlan(
                seed,
                spec(FIRST, budgets(budgets), seeds, ladder, 0, ""),
                two ? spec(SECOND, budgets(4), SECOND_TRIALS / 4, !ladder, 10, "") : "",
                trials + (two ? SECOND_TRIALS : 0),
                Math.max(100, Math.min(700, epoch)),
                75_000,
                faults(random));
    }

    /** A sweep without faults that lasts longer than restarts of all members one after the other. */
    static ChaosPlan rolling(boolean real) {
        return real
                ? new ChaosPlan(1, spec(FIRST, "1, 0.5, 0.25", 12, false, 0, TRAINING), "", 36, 0, 0, List.of())
                : new ChaosPlan(1, spec(FIRST, budgets(6), 10, false, 0, ""), "", 60, 2000, 0, List.of());
    }

    /** A run with real training of small networks. */
    static ChaosPlan real(long seed) {
        String first = spec(FIRST, "1, 0.5, 0.25", 6, seed % 2 == 0, 0, TRAINING);
        return new ChaosPlan(seed, first, "", 18, 0, 180_000, faults(new Random(seed)));
    }

    private static String budgets(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(halvings -> Double.toString(1.0 / (1 << halvings)))
                .collect(Collectors.joining(", "));
    }

    private static String spec(String name, String budgets, int seeds, boolean ladder, int priority, String training) {
        String seedList =
                IntStream.rangeClosed(1, seeds).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return """
                apiVersion: barograph.io/v1
                kind: Sweep
                name: %s
                dataset: {name: fashion-mnist-sample}
                network: {kind: plain-cnn, width: %d}
                search:
                  budgets: [%s]
                  seeds: [%s]
                  strategy: %s
                scheduling: {priority: %d}
                """
                        .formatted(
                                name,
                                training.isEmpty() ? WIDTH : TRAINED_WIDTH,
                                budgets,
                                seedList,
                                ladder ? "ladder" : "independent",
                                priority)
                + training;
    }

    /** Every kind as often as every other, in an order of the seed. */
    private static List<PlannedFault> faults(Random random) {
        List<PlannedFault> faults = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<FaultKind> kinds = new ArrayList<>(Arrays.asList(FaultKind.values()));
            Collections.shuffle(kinds, random);
            for (FaultKind kind : kinds) {
                long pause = 1000L + random.nextInt(3000);
                long length = 1000L + random.nextInt(kind.longestMillis() - 1000);
                faults.add(new PlannedFault(kind, pause, length, random.nextInt(1 << 16)));
            }
        }
        return faults;
    }
}
