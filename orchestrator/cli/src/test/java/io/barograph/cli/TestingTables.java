package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A look past everything into the tables of a database. */
record TestingTables(String url, String user, String password) {
    private static final long PATIENCE_SECONDS = 120;

    /** The first column of what a query gives. */
    List<String> rows(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    /** The one row that it must give. */
    String only(String sql) throws SQLException {
        List<String> rows = rows(sql);
        assertThat(rows).as(sql).hasSize(1);
        return rows.get(0);
    }

    /** Waits until it gives something. */
    void awaitRow(String sql) throws Exception {
        for (long i = 0; i < PATIENCE_SECONDS * 20; i++) {
            if (!rows(sql).isEmpty()) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("nothing in time for " + sql);
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
