package io.barograph.server.store;

import java.lang.reflect.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows for one statement, which takes each of its columns as one array: {@code unnest(?::text[], ?::int8[])}. */
final class SqlRows {
    private static final Pattern COLUMN = Pattern.compile("\\?::(\\w+)\\[]");
    private static final Map<String, Class<?>> TYPES =
            Map.of("text", String.class, "int4", Integer.class, "int8", Long.class, "float8", Double.class);

    private final String sql;
    private final List<String> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** @param sql each parameter written as {@code ?::TYPE[]}, of type text, int4, int8 or float8 */
    SqlRows(String sql) {
        this.sql = sql;
        columns = COLUMN.matcher(sql)
                .results()
                .map(MatchResult::group)
                .map(column -> column.substring(3, column.length() - 2))
                .toList();
    }

    /** @param values one for each column, of the type that belongs to it */
    void add(@Nullable Object... values) {
        if (values.length != columns.size()) {
            throw new IllegalArgumentException(values.length + " values for " + columns.size() + " columns of " + sql);
        }
        rows.add(Arrays.asList(values));
    }

    /** Runs the statements of those that have rows, in order and in one round trip. */
    static void execute(Connection connection, List<SqlRows> all) throws SQLException {
        List<SqlRows> filled = all.stream().filter(one -> !one.rows.isEmpty()).toList();
        if (filled.isEmpty()) {
            return;
        }
        String statements = filled.stream().map(one -> one.sql).collect(Collectors.joining("; "));
        try (PreparedStatement statement = connection.prepareStatement(statements)) {
            int next = 1;
            for (SqlRows one : filled) {
                next = one.bind(statement, next);
            }
            statement.execute();
        }
    }

    /** Gives the statement its arrays, from this parameter on; the parameter after the last. */
    int bind(PreparedStatement statement, int first) throws SQLException {
        for (int column = 0; column < columns.size(); column++) {
            String type = columns.get(column);
            Object[] values = (Object[]) Array.newInstance(Objects.requireNonNull(TYPES.get(type)), rows.size());
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row).get(column);
            }
            statement.setArray(first + column, statement.getConnection().createArrayOf(type, values));
        }
        return first + columns.size();
    }
}
