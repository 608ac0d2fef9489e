package io.barograph.cli.terminal;

import io.barograph.api.AuditEntry;
import io.barograph.api.AuditPage;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Deeds as a table. */
public final class AuditTable {
    private AuditTable() {}

    /** Lines at most {@code width} characters wide; times among the details are left to JSON. */
    public static List<String> render(AuditPage page, int width, boolean colours) {
        TextTable table = new TextTable(List.of(
                Column.left("AT", 6),
                Column.left("CALLER", 9),
                Column.left("DID", 8),
                Column.left("TO", 10),
                Column.left("DETAILS", 3)));
        for (AuditEntry entry : page.entries()) {
            table.add(List.of(
                    Cell.of(entry.at().truncatedTo(ChronoUnit.SECONDS).toString()),
                    Cell.of(entry.caller()),
                    Cell.of(entry.action().name().toLowerCase(Locale.ROOT).replace('_', ' ')),
                    new Cell(entry.subject(), Style.BOLD),
                    Cell.of(entry.details().entrySet().stream()
                            .filter(detail -> !detail.getKey().endsWith("At"))
                            .map(detail -> detail.getKey() + " " + detail.getValue())
                            .collect(Collectors.joining(", ")))));
        }
        return table.render(width - 1, colours);
    }
}
