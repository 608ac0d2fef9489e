package io.barograph.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TextTableTest {
    private final TextTable table = new TextTable(List.of(
            Column.left("NAME", 3),
            Column.right("SIZE", 2),
            Column.left("NOTE", 1),
            Column.left("KEPT", 0).atLeast(6)));

    @BeforeEach
    void fill() {
        table.add(List.of(Cell.of("a"), Cell.of("12345"), Cell.of(""), Cell.of("")));
        table.add(List.of(Cell.of("longer"), new Cell("1", Style.RED), Cell.of(""), Cell.of("")));
    }

    @Test
    void alignsItsColumnsAndLeavesEmptyOnesOut() {
        assertThat(table.render(80, false)).containsExactly("NAME     SIZE  KEPT", "a       12345", "longer      1");
    }

    @Test
    void leavesTheLeastImportantColumnsOutRatherThanGetTooWide() {
        assertThat(table.render(15, false)).containsExactly("NAME     SIZE", "a       12345", "longer      1");
        assertThat(table.render(12, false)).containsExactly("NAME", "a", "longer");
    }

    @Test
    void coloursDoNotMoveAnything() {
        String coloured = String.join("\n", table.render(80, true));
        assertThat(coloured).contains("\u001b[31m1\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[\\d+m", "")).isEqualTo(String.join("\n", table.render(80, false)));
    }
}
