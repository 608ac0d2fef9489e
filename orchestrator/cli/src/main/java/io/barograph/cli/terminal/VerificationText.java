package io.barograph.cli.terminal;

import io.barograph.cli.model.Printable;
import io.barograph.cli.terminal.TextTable.Cell;
import io.barograph.cli.terminal.TextTable.Column;
import io.barograph.server.verify.Verification;
import io.barograph.server.verify.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What verifying a sweep found. */
public final class VerificationText {
    private static final String MARGIN = "  ";
    private static final int MOST_VIOLATIONS = 50;
    private static final int LONGEST = 300;

    private VerificationText() {}

    /** The table at most {@code width} characters wide, the sentences of violations as long as they are. */
    public static List<String> render(Verification found, int width, boolean colours) {
        List<String> lines = new ArrayList<>();
        lines.add(head(found));
        lines.add("");
        table(found).render(width - MARGIN.length() - 1, colours).forEach(lines::add);
        lines.add("");
        if (found.ok()) {
            lines.add("OK");
        }
        List<Violation> violations = found.violations();
        violations.stream()
                .limit(MOST_VIOLATIONS)
                .forEach(violation -> lines.add(Printable.of(violation.toString(), LONGEST)));
        if (violations.size() > MOST_VIOLATIONS) {
            lines.add("and " + (violations.size() - MOST_VIOLATIONS) + " more violations");
        }
        return lines.stream().map(line -> (MARGIN + line).stripTrailing()).toList();
    }

    private static String head(Verification found) {
        Verification.Found sizes = found.found();
        return found.sweep() + ", " + found.state().name().toLowerCase(Locale.ROOT) + ": "
                + count(sizes.trials(), "trial")
                + ", " + count(sizes.attempts(), "attempt") + ", " + count(sizes.epochs(), "epoch") + ", "
                + count(sizes.results(), "result") + ", " + count(sizes.fronts(), "front") + " in "
                + (sizes.entries() == 1 ? "1 entry" : sizes.entries() + " entries")
                + (sizes.unchecked() == 0 ? "" : ", " + sizes.unchecked() + " of them of kinds that are not checked");
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static TextTable table(Verification found) {
        TextTable table = new TextTable(List.of(
                Column.left("INVARIANT", 4),
                Column.right("CHECKED", 3),
                Column.right("VIOLATED", 2),
                Column.left("WHAT MUST HOLD", 1)));
        found.checked().forEach((invariant, times) -> {
            long violated = found.violated(invariant);
            table.add(List.of(
                    Cell.of(invariant.label()),
                    Cell.of(String.valueOf(times)),
                    new Cell(violated == 0 ? "" : String.valueOf(violated), Style.BOLD),
                    Cell.of(invariant.meaning())));
        });
        return table;
    }
}
