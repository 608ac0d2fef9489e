package io.barograph.bar.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders in which datasets are looked for, each in a sub-folder of its own name.
 *
 * @param roots where to look, first match wins
 * @param cache where fetched files are kept; one of the roots
 */
public record DataPlaces(List<Path> roots, Path cache) {
    /** Environment variable that names a folder to look in first. */
    public static final String VARIABLE = "BAROGRAPH_DATA";

    public DataPlaces {
        roots = List.copyOf(roots);
        if (!roots.contains(cache)) {
            throw new IllegalArgumentException("The cache " + cache + " must be one of the roots " + roots);
        }
    }

    /**
     * The usual places: {@code $BAROGRAPH_DATA}, {@code ~/.cache/barograph/datasets} (the cache),
     * {@code /usr/local/share/datasets} and {@code /usr/share/datasets}.
     */
    public static DataPlaces usual() {
        Path cache = Path.of(System.getProperty("user.home", "."), ".cache", "barograph", "datasets");
        List<Path> roots = new ArrayList<>();
        String named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) {
            roots.add(Path.of(named));
        }
        roots.add(cache);
        roots.add(Path.of("/usr/local/share/datasets"));
        roots.add(Path.of("/usr/share/datasets"));
        return new DataPlaces(roots, cache);
    }

    /** Returns the folders that may hold a dataset, in the order in which they are looked at. */
    List<Path> candidates(DatasetKind kind) {
        return roots.stream().map(root -> root.resolve(kind.id())).toList();
    }
}
