package io.barograph.server.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.SweepReport;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class FrontPictureTest {
    @TempDir
    Path folder;

    static List<SweepReport> reports() {
        return List.of(
                SampleReports.quickstart(),
                SampleReports.mixed(),
                SampleReports.crowded(),
                SampleReports.empty(),
                SampleReports.onlyOver());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void drawsBothKindsOfFile(SweepReport report) throws Exception {
        FrontPicture.write(folder, report);
        BufferedImage image = ImageIO.read(folder.resolve("front.png").toFile());
        assertThat(image.getWidth()).isEqualTo(1920);
        assertThat(image.getHeight()).isEqualTo(1200);
        assertThat(image.getRGB(2, 2)).isEqualTo(0xffffffff);
        assertThat(texts(parse(Files.readString(folder.resolve("front.svg"))))).contains(report.sweep());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void everythingStaysOnTheSheet(SweepReport report) throws Exception {
        NodeList texts = parse(FrontPicture.svg(report)).getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            Element text = (Element) texts.item(i);
            if (!text.hasAttribute("transform")) {
                double x = Double.parseDouble(text.getAttribute("x"));
                assertThat(x).isGreaterThan(0);
                assertThat(x + Double.parseDouble(text.getAttribute("textLength")))
                        .isLessThan(960);
            }
        }
    }

    @Test
    void marksOverAndUnderTrialsByWord() throws Exception {
        List<String> texts = texts(parse(FrontPicture.svg(SampleReports.mixed())));
        assertThat(texts).contains("89.1 OVER", "84.9 UNDER", "dense network", "1/16", "dominated");
        assertThat(texts(parse(FrontPicture.svg(SampleReports.quickstart()))))
                .noneMatch(text -> text.contains("OVER") || text.contains("UNDER"));
    }

    @Test
    void everyCompletedTrialTellsItsFiguresOnHover() throws Exception {
        NodeList titles = parse(FrontPicture.svg(SampleReports.crowded())).getElementsByTagName("title");
        assertThat(titles.getLength()).isEqualTo(1 + 200);
    }

    @Test
    void saysSoWhenNothingHasCompleted() throws Exception {
        assertThat(texts(parse(FrontPicture.svg(SampleReports.empty())))).contains("no trial has completed yet");
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

    private static Document parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(Document document) {
        NodeList texts = document.getElementsByTagName("text");
        return java.util.stream.IntStream.range(0, texts.getLength())
                .mapToObj(i -> texts.item(i).getTextContent())
                .toList();
    }
}
