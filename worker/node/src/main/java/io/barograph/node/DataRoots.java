package io.barograph.node;

import io.barograph.bar.data.DatasetRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folders of this machine below which a sweep may name its data. Whoever hands sweeps in need not be who runs the worker, and
 * what cannot be read tells much of what is there.
 */
public final class DataRoots {
    private static final int DEPTH = 3; // train, class, image

    private final @Nullable List<Path> roots;

    private DataRoots(@Nullable List<Path> roots) {
        this.roots = roots;
    }

    /** Every folder: for the worker of the one who wrote the spec. */
    public static DataRoots anywhere() {
        return new DataRoots(null);
    }

    /**
     * These folders and what is below them; none: no folder at all.
     *
     * @throws IOException if one is not there, with its name as the message
     */
    public static DataRoots below(List<Path> folders) throws IOException {
        List<Path> real = new ArrayList<>();
        for (Path folder : folders) {
            real.add(folder.toRealPath());
        }
        return new DataRoots(List.copyOf(real));
    }

    /** A request that names a folder it may not, in one sentence. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        private RefusedException(String message) {
            super(message);
        }
    }

    /**
     * The same request, naming its folder without links. What is outside looks alike whether it is there or not.
     *
     * @throws RefusedException if its folder, or something that is linked in it, is outside
     */
    DatasetRequest admitted(DatasetRequest request) throws RefusedException {
        Path path = request.path();
        if (roots == null || path == null) {
            return request;
        }
        Path folder = path.toAbsolutePath();
        if (!isInside(nearest(folder))) {
            throw new RefusedException("dataset.path " + path + " is not below a data root of this worker, which has "
                    + this + "; start it with --data-root, or put the data into the artifact store and its hash into"
                    + " the spec: " + DatasetSearch.PUSH);
        }
        Optional<Path> real = real(folder);
        if (real.isEmpty()) {
            return request; // it is not there, which is told as usual
        }
        Path escape = escape(real.get());
        if (escape != null) {
            throw new RefusedException("dataset.path " + path + " holds the link " + escape.getFileName()
                    + ", which leads out of the data roots of this worker; copy what it leads to");
        }
        return new DatasetRequest(
                request.kind(),
                real.get(),
                request.validationFraction(),
                request.testFraction(),
                request.splitSeed(),
                request.folderShape());
    }

    /** A link in a folder to something outside, or null. */
    private @Nullable Path escape(Path folder) throws RefusedException {
        try (Stream<Path> links = Files.find(folder, DEPTH, (path, attributes) -> attributes.isSymbolicLink())) {
            return links.filter(link -> !real(link).map(this::isInside).orElse(true))
                    .findFirst()
                    .orElse(null);
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException("dataset.path " + folder + " cannot be looked through (" + e.getMessage() + ")");
        }
    }

    /** The folder itself, or the nearest above it that is there. */
    private static @Nullable Path nearest(Path folder) {
        for (Path path = folder; path != null; path = path.getParent()) {
            Optional<Path> real = real(path);
            if (real.isPresent()) {
                return real.get();
            }
        }
        return null;
    }

    private static Optional<Path> real(Path path) {
        try {
            return Optional.of(path.toRealPath());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean isInside(@Nullable Path real) {
        return real != null && (roots == null || roots.stream().anyMatch(real::startsWith));
    }

    /** The roots, or that there are none. */
    @Override
    public String toString() {
        if (roots == null) {
            return "every folder";
        }
        return roots.isEmpty() ? "none" : roots.stream().map(Path::toString).collect(Collectors.joining(", "));
    }
}
