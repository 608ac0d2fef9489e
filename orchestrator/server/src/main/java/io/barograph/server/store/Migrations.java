package io.barograph.server.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings the tables of a database up to date. Several processes may try at once: one does it, the others wait. */
public final class Migrations {
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private Migrations() {}

    /**
     * What was done.
     *
     * @param before version of the tables, or null if there were none
     * @param after version that they have now
     */
    public record Outcome(@Nullable String before, String after) {
        public boolean changed() {
            return !after.equals(before);
        }
    }

    /**
     * Connects, and brings the tables up to date. Blocks.
     *
     * @throws NewerSchemaException if a newer program has; nothing is changed
     * @throws SchemaRightsException if this user may not
     * @throws FlywayException if the database cannot be reached, or a migration fails, which changes nothing
     */
    public static Outcome run(PostgresConfig config) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(config.jdbcUrl());
        database.setUser(config.user());
        database.setPassword(config.password());
        database.setApplicationName("barograph");
        database.setConnectTimeout((int) config.connectTimeout().toSeconds());
        return run(database);
    }

    static Outcome run(DataSource database) {
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(database)
                .locations("classpath:io/barograph/server/store/migration")
                .table("schema_history")
                .load();
        MigrationInfoService known = flyway.info();
        String newest = requireKnown(known.all());
        String before = version(known);
        if (known.pending().length > 0) { // whoever has nothing to do needs no right to do it
            requireRight(database, before, newest);
            try {
                flyway.migrate();
            } catch (FlywayException e) {
                throw isRightMissing(e) ? new SchemaRightsException(before, newest, e) : e;
            }
        }
        return new Outcome(before, newest);
    }

    /** Flyway would try for 10 s to make its own table. */
    private static void requireRight(DataSource database, @Nullable String before, String newest) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select has_schema_privilege(current_schema(), 'create')")) {
            if (!row.next() || !row.getBoolean(1)) {
                throw new SchemaRightsException(before, newest, null);
            }
        } catch (SQLException e) {
            throw new FlywayException("Unable to look at the rights of the database's user", e);
        }
    }

    private static @Nullable String version(MigrationInfoService known) {
        MigrationInfo current = known.current();
        return current == null ? null : String.valueOf(current.getVersion());
    }

    /** The newest version that this program knows. Flyway itself would go on with a schema that it does not know. */
    private static String requireKnown(MigrationInfo[] migrations) {
        String known = "none";
        String newer = null;
        for (MigrationInfo migration : migrations) {
            MigrationState state = migration.getState();
            if (state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED) {
                newer = String.valueOf(migration.getVersion());
            } else if (migration.getVersion() != null) {
                known = migration.getVersion().toString();
            }
        }
        if (newer != null) {
            throw new NewerSchemaException(newer, known);
        }
        return known;
    }

    private static boolean isRightMissing(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && INSUFFICIENT_PRIVILEGE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
