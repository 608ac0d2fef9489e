package io.barograph.server.verify;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of a {@link Table}: its key as text, and its values by column. */
final class StoredRow {
    private final String key;
    private final Map<String, @Nullable Object> values = new HashMap<>();

    StoredRow(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }

    StoredRow put(String column, @Nullable Object value) {
        values.put(column, value);
        return this;
    }

    @Nullable
    Object value(String column) {
        return values.get(column);
    }
}
