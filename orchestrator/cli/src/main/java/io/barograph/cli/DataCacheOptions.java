package io.barograph.cli;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.folder.FolderException;
import io.barograph.node.DataRoots;
import io.barograph.node.DatasetCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a worker reads data sets, and keeps those that come from the artifact store. */
final class DataCacheOptions {
    static final String FOLDER = "data-cache";
    private static final long GIGABYTE = 1L << 30;
    private static final int MOST = 1 << 20;

    @Option(
            names = "--data-cache",
            paramLabel = "DIR",
            description =
                    "Where data sets that come from the artifact store are kept; workers of a machine may share it."
                            + " Default: " + FOLDER + " in the folder of --work.")
    private @Nullable Path folder;

    @Option(
            names = "--data-cache-gigabytes",
            paramLabel = "N",
            defaultValue = "20",
            description = "How much is kept there; what was used longest ago leaves first. Default: ${DEFAULT-VALUE}.")
    private int gigabytes;

    @Option(
            names = "--data-root",
            paramLabel = "DIR",
            description = "A sweep may name this folder, or one below it, as dataset.path; may be repeated. Default:"
                    + " no folder, data comes from the usual places and the artifact store.")
    private List<Path> roots = List.of();

    void requireSense(UsageProblems problems) {
        if (gigabytes < 1 || gigabytes > MOST) {
            problems.add("--data-cache-gigabytes must be 1 to " + MOST + ", was " + gigabytes);
        }
        for (Path root : roots) {
            if (!Files.isDirectory(root) || !Files.isReadable(root)) {
                problems.add("--data-root must be a folder that can be read, was " + root);
            }
        }
    }

    /** What is said of the roots when a worker is ready: nothing if there are none. */
    String said() {
        return roots.isEmpty()
                ? ""
                : ", data below " + roots.stream().map(Path::toString).collect(Collectors.joining(" and "));
    }

    /**
     * Opens the cache of this process.
     *
     * @throws FolderException if the folder cannot be made
     */
    DatasetCache open(ArtifactStore artifacts, Path work) {
        Path chosen = (folder == null ? work.resolve(FOLDER) : folder).toAbsolutePath();
        try {
            return DatasetCache.inFolder(artifacts, chosen, gigabytes * GIGABYTE, DataRoots.below(roots));
        } catch (IOException e) {
            throw FolderException.unwritable(chosen, e);
        }
    }
}
