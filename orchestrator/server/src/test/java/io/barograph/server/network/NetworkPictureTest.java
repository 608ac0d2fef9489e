package io.barograph.server.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.ModelLayer;
import io.barograph.server.drawing.Svg;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkPictureTest {
    private static final String TITLE = "trial t0003 <&> of the sweep";

    static List<List<ModelLayer>> networks() {
        return List.of(
                SampleNetworks.residual(),
                SampleNetworks.residual().subList(0, 5),
                SampleNetworks.wide(256),
                SampleNetworks.wide(512),
                SampleNetworks.wide(4096),
                SampleNetworks.deep(80),
                SampleNetworks.deep(400),
                List.of());
    }

    @ParameterizedTest
    @MethodSource("networks")
    void drawsBothKindsOfFile(List<ModelLayer> layers) throws Exception {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(NetworkPicture.png(TITLE, "budget 1/8", layers)));
        assertThat(image.getHeight()).isLessThan(8000);
        assertThat(image.getWidth()).isLessThanOrEqualTo(1920);
        assertThat(image.getRGB(2, 2)).isEqualTo(0xffffffff);
        assertThat(Svg.parse(NetworkPicture.svg(TITLE, "budget 1/8", layers)).texts())
                .contains(TITLE, "budget 1/8");
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everythingStaysOnTheSheet(List<ModelLayer> layers) throws Exception {
        String endless = "a-very-long-name-".repeat(40);
        Svg.parse(NetworkPicture.svg(endless, endless, layers)).assertAllOnSheet();
    }

    @Test
    void showsEveryLayerInFigures() throws Exception {
        assertThat(Svg.parse(NetworkPicture.svg(TITLE, "", SampleNetworks.residual()))
                        .texts())
                .contains("stem", "11/16", "28\u00d728", "0.078", "live maps", "21 layers", "379/784", "8.319");
    }

    @Test
    void marksRemovedLayersByWord() throws Exception {
        List<String> texts = Svg.parse(NetworkPicture.svg(TITLE, "", SampleNetworks.residual()))
                .texts();
        assertThat(texts.stream().filter("removed"::equals)).hasSize(4);
        assertThat(texts).contains("0/64");
        assertThat(Svg.parse(NetworkPicture.svg(TITLE, "", SampleNetworks.wide(256)))
                        .texts())
                .doesNotContain("removed");
    }

    @Test
    void eightyLayersKeepTheirSizeInThePng() throws Exception {
        byte[] png = NetworkPicture.png(TITLE, "", SampleNetworks.deep(80));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1920);
    }

    @Test
    void everyLayerTellsItsFiguresOnHover() throws Exception {
        assertThat(Svg.parse(NetworkPicture.svg(TITLE, "", SampleNetworks.residual()))
                        .titles())
                .hasSize(1 + 21)
                .contains("stem: kept, 11 of 16 maps live, 28\u00d728, 77,616 multiply-accumulates")
                .anyMatch(title -> title.startsWith("stage1.block3.conv1: removed, 0 of 16 maps live"));
    }

    @Test
    void aCellForEachMapUnlessTheyAreTooNarrow() throws Exception {
        ModelLayer layer = SampleNetworks.residual().get(0);
        Svg narrow = Svg.parse(NetworkPicture.svg(TITLE, "", List.of(layer)));
        assertThat(narrow.elements("polygon")).hasSize(1 + 5);
        assertThat(NetworkPicture.svg(TITLE, "", SampleNetworks.wide(256))).contains("stroke-dasharray=\"0.75\"");
        assertThat(NetworkPicture.svg(TITLE, "", SampleNetworks.wide(512))).doesNotContain("stroke-dasharray");
    }

    @Test
    void saysSoWhenThereAreNoLayers() throws Exception {
        assertThat(Svg.parse(NetworkPicture.svg(TITLE, "", List.of())).texts()).contains("no layers");
    }

    @Test
    void speaksOfLiveMapsOnlyIfTheFileDoesNotSayWhatTheDenseNetworkHad() throws Exception {
        ModelLayer classifier = new ModelLayer("classifier", false, 64, 10, null, 1, 1, 1, 1, 0, 650, 640);
        List<String> texts =
                Svg.parse(NetworkPicture.svg(TITLE, "", List.of(classifier))).texts();
        assertThat(texts)
                .contains("live", "10", "1\u00d71", "live maps")
                .doesNotContain("live/all", "10/10", "removed");
        texts = Svg.parse(NetworkPicture.svg(
                        TITLE, "", List.of(SampleNetworks.residual().get(0), classifier)))
                .texts();
        assertThat(texts).contains("11/16", "10/10", "21/26");
    }
}
