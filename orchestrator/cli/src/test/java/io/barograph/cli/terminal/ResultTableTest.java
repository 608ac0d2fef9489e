package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepReport;
import io.barograph.api.SweepState;
import io.barograph.api.TrialReport;
import io.barograph.api.TrialState;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ResultTableTest {
    private static final SweepReport REPORT = TestingSweeps.report(
            SweepState.COMPLETED,
            List.of(
                    TestingSweeps.completed(0, 1, 1, 0.8912),
                    TestingSweeps.completed(1, 0.5, 0.4871, 0.889),
                    TestingSweeps.completed(2, 0.25, 0.2601, 0.90),
                    TestingSweeps.completed(3, 0.25, 0.2480, 0.60),
                    TestingSweeps.completed(4, 0.0625, 0.0611, 0.8535),
                    TrialReport.unmeasured(
                            TestingSweeps.config(5, 0.03), TrialState.FAILED, 3, "the loss is not a number")));

    @Test
    void showsEveryTrialWithItsStatusAndPlaceOnTheFront() {
        List<String> lines = ResultTable.render(REPORT, 140, false);
        assertThat(lines.get(0))
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "quickstart  5 of 6 trials completed, 1 failed, 3 on the front, hypervolume %.3f",
                        REPORT.hypervolume()));
        assertThat(lines).anyMatch(line -> line.matches(" *t0001 +1 +1.0000 +MET +● +89.12 % +88.72 %.*"));
        assertThat(lines).anyMatch(line -> line.matches(" *t0003 +1/4 +0.2601 +OVER +90.00 %.*"));
        assertThat(lines).anyMatch(line -> line.matches(" *t0006 +0.03 +failed"));
        assertThat(lines).anyMatch(line -> line.contains("t0006: the loss is not a number"));
    }

    @Test
    void fitsNarrowTerminals() {
        for (int width = 60; width <= 160; width += 7) {
            int most = width;
            assertThat(ResultTable.render(REPORT, width, false).subList(2, 9)).allMatch(line -> line.length() < most);
        }
    }

    @Test
    void drawsWithinNarrowTerminalsToo() {
        for (int width = 60; width <= 160; width += 7) {
            int most = width;
            assertThat(FrontPlot.render(REPORT, width, false)).isNotEmpty().allMatch(line -> line.length() <= most);
        }
        assertThat(FrontPlot.render(REPORT, 59, false)).isEmpty();
    }

    @Test
    void drawsOnePointPerTrialInItsPlace() {
        List<String> plot = FrontPlot.render(REPORT, 80, false);
        String drawing = String.join("\n", plot.subList(0, plot.size() - 1));
        assertThat(drawing.chars().filter(c -> c == '●')).hasSize(3);
        assertThat(drawing.chars().filter(c -> c == '×')).hasSize(1);
        assertThat(drawing.chars().filter(c -> c == '○')).hasSize(1);
        String best =
                plot.stream().filter(line -> line.contains("×")).findFirst().orElseThrow();
        String worst =
                plot.stream().filter(line -> line.contains("○")).findFirst().orElseThrow();
        assertThat(plot.indexOf(best)).isLessThan(plot.indexOf(worst));
        assertThat(Math.abs(best.indexOf('×') - worst.indexOf('○'))).isLessThanOrEqualTo(2);
        assertThat(plot.get(plot.size() - 1)).contains("over budget", "dominated");
    }

    @Test
    void drawsNothingWithoutAResult() {
        assertThat(FrontPlot.render(TestingSweeps.waiting(TestingSweeps.BUDGETS), 80, false))
                .isEmpty();
    }
}
