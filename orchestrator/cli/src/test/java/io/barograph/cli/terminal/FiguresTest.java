package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void writesUnitFractionsAsFractions() {
        assertThat(Figures.budget(1)).isEqualTo("1");
        assertThat(Figures.budget(0.5)).isEqualTo("1/2");
        assertThat(Figures.budget(1.0 / 3)).isEqualTo("1/3");
        assertThat(Figures.budget(0.0625)).isEqualTo("1/16");
        assertThat(Figures.budget(0.3)).isEqualTo("0.3");
        assertThat(Figures.budget(0.75)).isEqualTo("0.75");
    }

    @Test
    void keepsThreeDigitsOfCounts() {
        assertThat(Figures.count(0)).isEqualTo("0");
        assertThat(Figures.count(999)).isEqualTo("999");
        assertThat(Figures.count(1000)).isEqualTo("1.00 k");
        assertThat(Figures.count(272_474)).isEqualTo("272 k");
        assertThat(Figures.count(999_900)).isEqualTo("1.00 M");
        assertThat(Figures.count(31_021_000)).isEqualTo("31.0 M");
        assertThat(Figures.bytes(1_093_000)).isEqualTo("1.09 MB");
    }

    @Test
    void leavesUnknownFiguresEmpty() {
        assertThat(Figures.percent(null)).isEmpty();
        assertThat(Figures.ratio(null)).isEmpty();
        assertThat(Figures.clock((Double) null)).isEmpty();
    }

    @Test
    void writesTimesAsAClockDoes() {
        assertThat(Figures.clock(Duration.ofSeconds(42))).isEqualTo("0:42");
        assertThat(Figures.clock(Duration.ofSeconds(600))).isEqualTo("10:00");
        assertThat(Figures.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
        assertThat(Figures.clock(59.6)).isEqualTo("1:00");
        assertThat(Figures.clock(-3.0)).isEqualTo("0:00");
    }
}
