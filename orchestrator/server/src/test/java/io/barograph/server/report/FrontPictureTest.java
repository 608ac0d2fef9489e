package io.barograph.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepReport;
import io.barograph.server.drawing.Ink;
import io.barograph.server.drawing.Svg;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrontPictureTest {
    @TempDir
    Path folder;

    static List<SweepReport> reports() {
        return List.of(
                SampleReports.quickstart(),
                SampleReports.mixed(),
                SampleReports.crowded(),
                SampleReports.empty(),
                SampleReports.onlyOver(),
                SampleReports.alone());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void drawsBothKindsOfFile(SweepReport report) throws Exception {
        FrontPicture.write(folder, report);
        BufferedImage image = ImageIO.read(folder.resolve("front.png").toFile());
        assertThat(image.getWidth()).isEqualTo(1920);
        assertThat(image.getHeight()).isEqualTo(1200);
        assertThat(image.getRGB(2, 2)).isEqualTo(0xffffffff);
        assertThat(Svg.parse(Files.readString(folder.resolve("front.svg"))).texts())
                .contains(report.sweep());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everythingStaysOnTheSheet(SweepReport report) throws Exception {
        Svg.parse(FrontPicture.svg(report)).assertAllOnSheet();
    }

    @Test
    void marksOverAndUnderTrialsByWord() throws Exception {
        List<String> texts = Svg.parse(FrontPicture.svg(SampleReports.mixed())).texts();
        assertThat(texts).contains("89.1 OVER", "84.9 UNDER", "dense network", "1/16", "dominated");
        assertThat(Svg.parse(FrontPicture.svg(SampleReports.quickstart())).texts())
                .noneMatch(text -> text.contains("OVER") || text.contains("UNDER"));
    }

    @Test
    void everyCompletedTrialTellsItsFiguresOnHover() throws Exception {
        assertThat(Svg.parse(FrontPicture.svg(SampleReports.crowded())).titles())
                .hasSize(1 + 200);
    }

    @Test
    void saysSoWhenNothingHasCompleted() throws Exception {
        assertThat(Svg.parse(FrontPicture.svg(SampleReports.empty())).texts()).contains("no trial has completed yet");
    }

    @Test
    void theFrontIsDrawnInItsColour() throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(FrontPicture.png(SampleReports.quickstart())));
        long front = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                front += (image.getRGB(x, y) & 0xffffff) == Ink.FRONT.rgb() ? 1 : 0;
            }
        }
        assertThat(front).isGreaterThan(5000);
    }
}
