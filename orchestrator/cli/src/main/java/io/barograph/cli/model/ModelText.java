package io.barograph.cli.model;

import io.barograph.api.ModelReport;
import io.barograph.cli.terminal.Figures;
import io.barograph.cli.terminal.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A model file as text: what it says of itself, its layers, and what they come to. */
public final class ModelText {
    private static final String MARGIN = "  ";
    private static final String BETWEEN = " · ";
    private static final String UNKNOWN = "The file does not say where it comes from.";
    private static final int WIDEST = 140;

    private final ModelFile file;
    private final ModelReport report;
    private final int room;
    private final boolean colours;

    private ModelText(ModelFile file, int width, boolean colours) {
        this.file = file;
        this.report = file.report();
        this.room = Math.min(WIDEST, width) - MARGIN.length() - 1;
        this.colours = colours;
    }

    /** Lines at most {@code width} characters wide. */
    public static List<String> render(ModelFile file, int width, boolean colours) {
        return new ModelText(file, width, colours).lines();
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(Style.BOLD.paint(Printable.of(file.path().toString(), room), colours));
        lines.add("");
        lines.addAll(facts());
        lines.add("");
        LayerTable.of(report.layers(), room).render(room, colours).forEach(line -> lines.add(MARGIN + line));
        lines.add("");
        totals().forEach(line -> lines.add(MARGIN + line));
        return lines;
    }

    private List<String> facts() {
        Map<String, String> facts = new ModelOrigin(report).facts();
        if (facts.isEmpty()) {
            return List.of(MARGIN + Style.DIM.paint(Printable.of(UNKNOWN, room), colours));
        }
        int widest = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        facts.forEach((key, value) -> {
            String text = Printable.of(value, room - widest - MARGIN.length());
            String name = key + " ".repeat(widest - key.length());
            Style style = key.equals("beware") ? Style.YELLOW : Style.PLAIN;
            lines.add(MARGIN + Style.DIM.paint(name, colours) + MARGIN + style.paint(text, colours));
        });
        return lines;
    }

    /** One line, or more where it would be too wide. */
    private List<String> totals() {
        long all = report.layers().size();
        long left =
                report.layers().stream().filter(layer -> !layer.wasRemoved()).count();
        String layers = all == 1 ? "1 layer" : all + " layers";
        String size = "file " + Figures.bytes(file.bytes());
        List<String> parts = List.of(
                left == all ? layers : left + " of " + layers + " left",
                "volume " + Figures.count(report.volumePixels()),
                Figures.count(report.parameters()) + " weights",
                Figures.count(report.macs()) + " MACs",
                file.bytes() == report.fileBytes() ? size : size + ", as ONNX " + Figures.bytes(report.fileBytes()));
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(parts.get(0));
        for (String part : parts.subList(1, parts.size())) {
            if (line.length() + BETWEEN.length() + part.length() > room) {
                lines.add(line.toString());
                line = new StringBuilder(part);
            } else {
                line.append(BETWEEN).append(part);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
