package io.barograph.server.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for one statement, sent together. */
final class SqlBatch {
    private static final int ROWS_AT_ONCE = 1000;

    private final String sql;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    SqlBatch(String sql) {
        this.sql = sql;
    }

    void add(@Nullable Object... parameters) {
        rows.add(Arrays.asList(parameters));
    }

    /** Runs the statement for every row; returns the update counts, where the driver knows them. */
    int[] execute(Connection connection) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        int[] counts = new int[0];
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int waiting = 0;
            for (List<@Nullable Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    statement.setObject(i + 1, row.get(i));
                }
                statement.addBatch();
                if (++waiting == ROWS_AT_ONCE) {
                    counts = joined(counts, statement.executeBatch());
                    waiting = 0;
                }
            }
            return waiting == 0 ? counts : joined(counts, statement.executeBatch());
        }
    }

    private static int[] joined(int[] head, int[] tail) {
        int[] all = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, all, head.length, tail.length);
        return all;
    }
}
