package io.barograph.server.report;

import io.barograph.api.SweepReport;
import io.barograph.api.report.AtomicFile;
import io.barograph.server.drawing.PngSheet;
import io.barograph.server.drawing.SvgSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The picture of how long a sweep's networks take: milliseconds on a log10 axis against volume on a log2 axis, for one
 * image and for 64, in ONNX Runtime and in DeepLearning4J. Trials on the front are joined, others are faint.
 */
public final class LatencyPicture {
    public static final String SVG = "latency.svg";
    public static final String PNG = "latency.png";

    private static final double WIDTH = 960;
    private static final double HEIGHT = 600;
    private static final double PNG_SCALE = 2;

    private LatencyPicture() {}

    /** The picture as SVG text. */
    public static String svg(SweepReport report) {
        SvgSheet sheet = new SvgSheet(WIDTH, HEIGHT, "Latencies of sweep " + report.sweep());
        new LatencyDrawing(report, sheet, WIDTH, HEIGHT).draw();
        return sheet.finish();
    }

    /** The picture as PNG file content, 1920 by 1200 pixels. */
    public static byte[] png(SweepReport report) {
        PngSheet sheet = new PngSheet(WIDTH, HEIGHT, PNG_SCALE);
        new LatencyDrawing(report, sheet, WIDTH, HEIGHT).draw();
        return sheet.finish();
    }

    /**
     * Writes {@code latency.svg} and {@code latency.png} into a folder, which is created if absent.
     *
     * @throws IOException if the folder cannot be written; no file is ever left half-written
     */
    public static void write(Path folder, SweepReport report) throws IOException {
        Files.createDirectories(folder);
        AtomicFile.write(folder.resolve(SVG), svg(report));
        AtomicFile.write(folder.resolve(PNG), png(report));
    }
}
