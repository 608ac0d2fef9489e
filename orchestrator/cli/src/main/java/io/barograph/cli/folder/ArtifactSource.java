package io.barograph.cli.folder;

import java.nio.file.Path;

/** Where the files of models come from. */
@FunctionalInterface
public interface ArtifactSource {
    /**
     * A file with the content of this SHA-256, to be read only.
     *
     * @throws io.barograph.artifacts.ArtifactException if it cannot be had
     */
    Path get(String hash);
}
