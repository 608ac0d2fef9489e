package io.barograph.server.store;

import io.barograph.api.AuditAction;
import io.barograph.server.access.Caller;
import io.barograph.server.access.Role;
import io.barograph.server.access.StoredToken;
import io.barograph.server.access.Token;
import io.barograph.server.access.TokenStore;
import io.vertx.core.Future;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tokens in PostgreSQL, whose clock says what has run out. */
final class PostgresTokenStore implements TokenStore {
    private static final String COLUMNS = "id, name, role, created_at, expires_at, revoked_at";
    private static final String VALID = "revoked_at is null and (expires_at is null or expires_at > clock_timestamp())";

    private final Database database;

    PostgresTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<StoredToken> add(Token token, String name, Role role, @Nullable Instant expiresAt, String by) {
        return database.transaction(connection -> {
            StoredToken added = Objects.requireNonNull(Statements.one(
                    connection,
                    "insert into token (id, name, role, hash, created_at, expires_at)"
                            + " values (?, ?, ?, ?, clock_timestamp(), ?) returning " + COLUMNS,
                    PostgresTokenStore::read,
                    token.id(),
                    name,
                    role.name(),
                    token.hash(),
                    expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC)));
            AuditRows.write(connection, by, AuditAction.TOKEN_CREATED, name, details(added));
            return added;
        });
    }

    private static SortedMap<String, String> details(StoredToken token) {
        SortedMap<String, String> details = new TreeMap<>();
        details.put("id", token.id());
        details.put("role", token.role().label());
        if (token.expiresAt() != null) {
            details.put("expiresAt", token.expiresAt().toString());
        }
        return details;
    }

    private static StoredToken read(ResultSet row) throws SQLException {
        return new StoredToken(
                row.getString(1),
                row.getString(2),
                Role.valueOf(row.getString(3)),
                Objects.requireNonNull(instant(row, 4)),
                instant(row, 5),
                instant(row, 6));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    @Override
    public Future<List<StoredToken>> all() {
        return database.transaction(connection -> Statements.rows(
                connection, "select " + COLUMNS + " from token order by created_at, id", PostgresTokenStore::read));
    }

    @Override
    public Future<List<StoredToken>> revoke(String idOrName, String by) {
        return database.transaction(connection -> {
            List<StoredToken> revoked = Statements.rows(
                    connection,
                    "update token set revoked_at = clock_timestamp() where " + VALID
                            + " and (id = ? or name = ? and not exists (select from token where id = ?)) returning "
                            + COLUMNS,
                    PostgresTokenStore::read,
                    idOrName,
                    idOrName,
                    idOrName);
            for (StoredToken token : revoked) {
                AuditRows.write(connection, by, AuditAction.TOKEN_REVOKED, token.name(), details(token));
            }
            return revoked;
        });
    }

    @Override
    public Future<@Nullable Caller> caller(Token token) {
        return database.transaction(connection -> Statements.one(
                connection,
                "select name, role from token where hash = ? and " + VALID,
                row -> new Caller(row.getString(1), Role.valueOf(row.getString(2))),
                (Object) token.hash()));
    }
}
