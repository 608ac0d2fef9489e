package io.barograph.bench.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepSpec;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.search.TrialSampler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChaosPlanTest {
    @TempDir
    Path folder;

    @Test
    void everySeedHasReadableSweepsOfTheTrialsThatItNames() throws Exception {
        for (long seed = 1; seed <= 40; seed++) {
            for (ChaosPlan plan : new ChaosPlan[] {ChaosPlan.standIns(seed), ChaosPlan.real(seed)}) {
                int trials = trials(plan.first()) + (plan.second().isEmpty() ? 0 : trials(plan.second()));
                assertThat(trials).as("seed %d", seed).isEqualTo(plan.trials());
                assertThat(plan.trials()).isBetween(18, 72);
            }
        }
    }

    private int trials(String spec) throws Exception {
        SweepSpec read = SweepSpecReader.read(Files.writeString(folder.resolve("sweep.yaml"), spec));
        return TrialSampler.of(read.search()).next(0).size();
    }

    @Test
    void aSeedDecidesEverythingAndEveryRoundHasEveryFault() {
        assertThat(ChaosPlan.standIns(7)).isEqualTo(ChaosPlan.standIns(7)).isNotEqualTo(ChaosPlan.standIns(8));
        Set<FaultKind> first = EnumSet.noneOf(FaultKind.class);
        ChaosPlan.standIns(7).faults().subList(0, FaultKind.values().length).forEach(fault -> first.add(fault.kind()));
        assertThat(first).containsExactlyInAnyOrder(FaultKind.values());
    }
}
