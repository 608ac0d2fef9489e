package io.barograph.server.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables of the current state are what the log says, row by row. */
final class RowsCheck {
    private final Findings findings;

    RowsCheck(Findings findings) {
        this.findings = findings;
    }

    void check(StoredSweep stored, ExpectedRows expected) {
        for (Table table : Table.values()) {
            compare(table, stored, expected);
        }
        int decided = stored.events().size() - 1;
        findings.require(
                decided < 1 || stored.fence() != null && stored.fence() >= 1,
                Invariant.LEASE,
                "lease",
                () -> decided + " entries follow the submission, but the scheduler's lease was never held");
    }

    private void compare(Table table, StoredSweep stored, ExpectedRows expected) {
        Map<String, StoredRow> wanted = new LinkedHashMap<>();
        expected.of(table).forEach(row -> wanted.put(row.key(), row));
        for (StoredRow row : stored.rows(table)) {
            StoredRow same = wanted.remove(row.key());
            if (same == null) {
                require(false, table, row, "is there, the log knows nothing of it");
            } else {
                compare(table, row, same);
            }
        }
        wanted.values().forEach(row -> require(false, table, row, "is missing"));
    }

    private void compare(Table table, StoredRow row, StoredRow expected) {
        for (Table.Column column : table.columns()) {
            Object is = row.value(column.name());
            Object wanted = expected.value(column.name());
            if (is instanceof Table.Unreadable unreadable) {
                require(false, table, row, column.name() + " cannot be read: " + unreadable.reason());
            } else {
                require(Objects.equals(is, wanted), table, row, difference(column.name(), is, wanted));
            }
        }
    }

    private static String difference(String column, @Nullable Object is, @Nullable Object wanted) {
        return column + " is " + shortened(is) + ", the log says " + shortened(wanted);
    }

    private static String shortened(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= 120 ? text : text.substring(0, 120) + "…";
    }

    private void require(boolean holds, Table table, StoredRow row, String sentence) {
        String place = (table.label() + " " + row.key()).trim();
        findings.require(holds, table.invariant(), place, () -> sentence);
    }
}
