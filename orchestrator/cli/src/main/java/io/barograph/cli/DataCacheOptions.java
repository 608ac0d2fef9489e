package io.barograph.cli;

import io.barograph.artifacts.ArtifactStore;
import io.barograph.cli.folder.FolderException;
import io.barograph.node.DatasetCache;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a worker keeps data sets that come from the artifact store. */
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

    void requireSense() {
        if (gigabytes < 1 || gigabytes > MOST) {
            throw new CliException(
                    ExitCode.USAGE, "--data-cache-gigabytes must be 1 to " + MOST + ", was " + gigabytes);
        }
    }

    /**
     * Opens the cache of this process.
     *
     * @throws FolderException if the folder cannot be made
     */
    DatasetCache open(ArtifactStore artifacts, Path work) {
        Path chosen = (folder == null ? work.resolve(FOLDER) : folder).toAbsolutePath();
        try {
            return DatasetCache.inFolder(artifacts, chosen, gigabytes * GIGABYTE);
        } catch (IOException e) {
            throw FolderException.unwritable(chosen, e);
        }
    }
}
