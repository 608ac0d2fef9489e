package io.barograph.server.network;

import io.barograph.api.ModelLayer;
import io.barograph.server.drawing.PngSheet;
import io.barograph.server.drawing.SvgSheet;
import java.util.List;

/**
 * The picture of a pruned network: a row for each layer with a cell for each map of the dense network, the maps that are
 * left, their size and the multiply-accumulates. Its height follows the number of layers.
 */
public final class NetworkPicture {
    private static final double WIDTH = 960;
    private static final double PNG_SCALE = 2;
    private static final double MOST_PNG_PIXELS = 7_900;

    private NetworkPicture() {}

    /**
     * The picture as SVG text.
     *
     * @param layers in the order of the network
     */
    public static String svg(String title, String subtitle, List<ModelLayer> layers) {
        double height = NetworkDrawing.height(layers.size());
        SvgSheet sheet = new SvgSheet(WIDTH, height, title);
        new NetworkDrawing(sheet, WIDTH, layers).draw(title, subtitle);
        return sheet.finish();
    }

    /**
     * The picture as PNG file content, 1920 pixels wide and less than 8000 high; a network of very many layers is drawn
     * smaller.
     *
     * @param layers in the order of the network
     */
    public static byte[] png(String title, String subtitle, List<ModelLayer> layers) {
        double height = NetworkDrawing.height(layers.size());
        PngSheet sheet = new PngSheet(WIDTH, height, Math.min(PNG_SCALE, MOST_PNG_PIXELS / height));
        new NetworkDrawing(sheet, WIDTH, layers).draw(title, subtitle);
        return sheet.finish();
    }
}
