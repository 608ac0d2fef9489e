package io.barograph.cli.model;

import io.barograph.api.ModelLayer;
import io.barograph.cli.terminal.Figures;
import io.barograph.cli.terminal.Style;
import io.barograph.cli.terminal.TextTable;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import io.barograph.cli.terminal.VolumeBar;
import java.util.List;

/** The layers of a model file as a table. */
final class LayerTable {
    private static final int WIDE = 100;
    private static final int LONGEST_NAME = 40;

    private final int barWidth;
    private final int longestName;

    private LayerTable(int room) {
        barWidth = room < WIDE ? 8 : 16;
        longestName = Math.min(LONGEST_NAME, room / 3);
    }

    /** @param room characters that a line may have */
    static TextTable of(List<ModelLayer> layers, int room) {
        boolean known = layers.stream().anyMatch(layer -> layer.denseMaps() != null);
        TextTable table = new TextTable(List.of(
                Column.left("LAYER", 20),
                Column.left("KERNEL", 11),
                Column.right("MAPS IN", 10),
                Column.right(known ? "LIVE/DENSE" : "MAPS OUT", 19),
                Column.left("", 15),
                Column.right("SIZE", 16),
                Column.right("VOLUME", 18),
                Column.right("WEIGHTS", 13),
                Column.right("MACS", 17)));
        LayerTable rows = new LayerTable(room);
        layers.forEach(layer -> table.add(layer.wasRemoved() ? rows.removed(layer) : rows.left(layer)));
        return table;
    }

    private List<Cell> left(ModelLayer layer) {
        return List.of(
                Cell.of(name(layer)),
                new Cell(layer.convolution() ? layer.kernelHeight() + "×" + layer.kernelWidth() : "dense", Style.DIM),
                Cell.of(String.valueOf(layer.inputMaps())),
                new Cell(live(layer), Style.BOLD),
                new Cell(bar(layer), Style.CYAN),
                Cell.of(layer.convolution() ? layer.height() + "×" + layer.width() : ""),
                Cell.of(layer.convolution() ? Figures.count(layer.volumePixels()) : ""),
                Cell.of(Figures.count(layer.parameters())),
                Cell.of(Figures.count(layer.macs())));
    }

    private List<Cell> removed(ModelLayer layer) {
        Cell none = Cell.of("");
        return List.of(
                new Cell(name(layer), Style.DIM),
                none,
                none,
                new Cell(live(layer), Style.DIM),
                new Cell(bar(layer), Style.DIM),
                new Cell("removed", Style.RED),
                none,
                none,
                none);
    }

    private String name(ModelLayer layer) {
        return Printable.of(layer.name(), longestName);
    }

    private static String live(ModelLayer layer) {
        return layer.outputMaps() + (layer.denseMaps() == null ? "" : "/" + layer.allMaps());
    }

    private String bar(ModelLayer layer) {
        return layer.denseMaps() == null
                ? ""
                : VolumeBar.of(layer.outputMaps() / (double) Math.max(1, layer.allMaps()), 1, barWidth);
    }
}
