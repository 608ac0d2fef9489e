package io.barograph.server.report;

import io.barograph.api.SweepReport;
import io.barograph.api.report.AtomicFile;
import io.barograph.server.drawing.PngSheet;
import io.barograph.server.drawing.SvgSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The picture of a sweep's front: validation accuracy against volume on a log2 axis. Dominated trials are faint, UNDER
 * and OVER ones marked, budgets stand as ticks with the band that meets them, the dense network as a line.
 */
public final class FrontPicture {
    public static final String SVG = "front.svg";
    public static final String PNG = "front.png";

    private static final double WIDTH = 960;
    private static final double HEIGHT = 600;
    private static final double PNG_SCALE = 2;

    private FrontPicture() {}

    /** The picture as SVG text. */
    public static String svg(SweepReport report) {
        SvgSheet sheet = new SvgSheet(WIDTH, HEIGHT, "Front of sweep " + report.sweep());
        new FrontDrawing(report, sheet, WIDTH, HEIGHT).draw();
        return sheet.finish();
    }

    /** The picture as PNG file content, 1920 by 1200 pixels. */
    public static byte[] png(SweepReport report) {
        PngSheet sheet = new PngSheet(WIDTH, HEIGHT, PNG_SCALE);
        new FrontDrawing(report, sheet, WIDTH, HEIGHT).draw();
        return sheet.finish();
    }

    /**
     * Writes {@code front.svg} and {@code front.png} into a folder, which is created if absent.
     *
     * @throws IOException if the folder cannot be written; no file is ever left half-written
     */
    public static void write(Path folder, SweepReport report) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(SVG), svg(report));
        AtomicFile.write(folder.resolve(PNG), png(report));
    }
}
