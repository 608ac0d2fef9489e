package io.barograph.api.spec;

import java.util.HashMap;
import java.util.Map;

/** Where the values and keys of a document stand in its source. */
final class Places {
    /** A 1-based place in the source. */
    record Place(int line, int column) {
        static final Place NONE = new Place(0, 0);
    }

    private final Map<String, Place> values = new HashMap<>();
    private final Map<String, Place> keys = new HashMap<>();

    void value(String pointer, Place place) {
        values.put(pointer, place);
    }

    void key(String pointer, Place place) {
        keys.put(pointer, place);
    }

    /** A problem with the value at {@code pointer}, or with the nearest value around it. */
    SpecProblem problem(String pointer, String message, String fix) {
        return problem(pointer, values, message, fix);
    }

    /** A problem with the key at {@code pointer} itself. */
    SpecProblem keyProblem(String pointer, String message, String fix) {
        return problem(pointer, keys, message, fix);
    }

    private SpecProblem problem(String pointer, Map<String, Place> places, String message, String fix) {
        Place place = places.get(pointer);
        for (String around = pointer; place == null; around = around.substring(0, around.lastIndexOf('/'))) {
            place = values.get(around);
            if (around.isEmpty()) {
                break;
            }
        }
        Place found = place == null ? Place.NONE : place;
        return new SpecProblem(pointer, found.line(), found.column(), message, fix);
    }

    /** {@code pointer} extended by one key. */
    static String child(String pointer, String key) {
        return pointer + "/" + key.replace("~", "~0").replace("/", "~1");
    }
}
