package io.barograph.cli;

import io.barograph.cli.terminal.Style;
import io.barograph.cli.terminal.TextTable;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import io.barograph.server.access.StoredToken;
import java.time.Instant;
import java.util.List;

/** Tokens as a table. */
final class TokenTable {
    private TokenTable() {}

    /** Lines at most {@code width} characters wide; {@code now} tells who is valid. */
    static List<String> render(List<StoredToken> tokens, Instant now, int width, boolean colours) {
        TextTable table = new TextTable(List.of(
                Column.left("ID", 10).atLeast(1),
                Column.left("NAME", 9),
                Column.left("ROLE", 8),
                Column.left("GIVEN", 6),
                Column.left("VALID", 7)));
        for (StoredToken token : tokens) {
            table.add(List.of(
                    Cell.of(token.id()),
                    new Cell(token.name(), Style.BOLD),
                    Cell.of(token.role().label()),
                    Cell.of(day(token.createdAt())),
                    Cell.of(validity(token, now))));
        }
        return table.render(width - 1, colours);
    }

    private static String validity(StoredToken token, Instant now) {
        Instant end = token.expiresAt();
        Instant revoked = token.revokedAt();
        if (revoked != null) {
            return "revoked " + day(revoked);
        }
        if (end == null) {
            return "until revoked";
        }
        return (token.validAt(now) ? "until " : "ran out ") + day(end);
    }

    private static String day(Instant time) {
        return time.toString().substring(0, 10);
    }
}
