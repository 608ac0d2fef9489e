package io.barograph.server.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.barograph.api.Latency;
import io.barograph.api.SweepReport;
import io.barograph.server.drawing.Svg;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LatencyPictureTest {
    private static final Rectangle2D PLOT = new Rectangle2D.Double(0, 0, 400, 360);

    @TempDir
    Path folder;

    static List<SweepReport> reports() {
        return List.of(
                SampleReports.quickstart(),
                SampleReports.mixed(),
                SampleReports.crowded(),
                SampleReports.empty(),
                SampleReports.nothing(),
                SampleReports.onlyOver(),
                SampleReports.alone(),
                SampleReports.equallyFast(),
                SampleReports.decades());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void drawsBothKindsOfFile(SweepReport report) throws Exception {
        LatencyPicture.write(folder, report);
        BufferedImage image = ImageIO.read(folder.resolve("latency.png").toFile());
        assertThat(image.getWidth()).isEqualTo(1920);
        assertThat(image.getHeight()).isEqualTo(1200);
        assertThat(image.getRGB(2, 2)).isEqualTo(0xffffffff);
        assertThat(Svg.parse(Files.readString(folder.resolve("latency.svg"))).texts())
                .contains(report.sweep(), "1 image", "64 images", "ONNX Runtime", "DeepLearning4J")
                .anyMatch(text -> text.contains("median and quartiles, on the worker that trained the trial"));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everythingStaysOnTheSheet(SweepReport report) throws Exception {
        Svg.parse(LatencyPicture.svg(report)).assertAllOnSheet();
    }

    @Test
    void labelsTheMediansOfTheFront() throws Exception {
        assertThat(Svg.parse(LatencyPicture.svg(SampleReports.quickstart())).texts())
                .contains("0.23", "1.1", "1.7", "3.8", "6.5", "50", "17", "105", "1/16")
                .doesNotContain("not on the front");
        assertThat(Svg.parse(LatencyPicture.svg(SampleReports.mixed())).texts()).contains("not on the front");
    }

    @Test
    void everyLatencyTellsItsFiguresOnHover() throws Exception {
        assertThat(Svg.parse(LatencyPicture.svg(SampleReports.crowded())).titles())
                .hasSize(1 + 4 * 200)
                .anyMatch(title -> title.startsWith("t0000: budget 1, volume 1.0000, ONNX Runtime, 64 images: median"));
    }

    @Test
    void saysSoWhenNoTrialHasALatency() throws Exception {
        assertThat(Svg.parse(LatencyPicture.svg(SampleReports.empty())).texts()).contains("no trial has a latency");
        assertThat(Svg.parse(LatencyPicture.svg(SampleReports.quickstart())).texts())
                .doesNotContain("no trial has a latency");
    }

    @Test
    void marksOfEqualLatenciesDoNotHideEachOther() throws Exception {
        Svg svg = Svg.parse(LatencyPicture.svg(SampleReports.equallyFast()));
        double disc = Svg.number(svg.elements("circle").get(1), "cx");
        String diamond = svg.elements("polygon").get(1).getAttribute("points");
        double centre = Double.parseDouble(diamond.substring(0, diamond.indexOf(',')));
        assertThat(centre).isGreaterThan(disc + 10);
    }

    @Test
    void ticksAreRoundAndHaveRoom() {
        assertThat(scale(0.2, 5).ticks()).containsExactly(0.2, 0.5, 1.0, 2.0, 5.0);
        assertThat(scale(0.001, 1000).ticks()).containsExactly(0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0);
        assertThat(scale(1e-9, 1e9).ticks()).hasSizeBetween(5, 14).contains(1.0);
        assertThat(scale(2, 2).ticks()).containsExactly(1.5, 2.0, 3.0);
    }

    @Test
    void latencyOfZeroLiesOnTheLowerEdge() {
        LatencyScale scale = LatencyScale.of(PLOT, List.of(new Latency(1, 0, 2), new Latency(0, 0, 0)));
        assertThat(scale.y(0)).isCloseTo(PLOT.getMaxY(), within(1e-9));
        assertThat(scale.y(1)).isBetween(PLOT.getY(), PLOT.getMaxY());
        assertThat(LatencyScale.of(PLOT, List.of(new Latency(0, 0, 0))).ticks()).contains(1.0);
    }

    private static LatencyScale scale(double low, double high) {
        return LatencyScale.of(PLOT, List.of(new Latency(low, low, low), new Latency(high, high, high)));
    }
}
