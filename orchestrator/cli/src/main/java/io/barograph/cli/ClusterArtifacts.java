package io.barograph.cli;

import io.barograph.api.SweepArtifact;
import io.barograph.cli.folder.ArtifactSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The files of a sweep's models as an orchestrator gives them out, each brought into a folder once. */
final class ClusterArtifacts implements ArtifactSource {
    private final SweepAccess sweeps;
    private final String sweep;
    private final Path folder;
    private final Map<String, SweepArtifact> known = new HashMap<>();

    /** @param folder of this process alone */
    ClusterArtifacts(SweepAccess sweeps, String sweep, Path folder) {
        this.sweeps = sweeps;
        this.sweep = sweep;
        this.folder = folder;
    }

    /** @throws CliException CLUSTER if no orchestrator gives artifacts out, BAD_MODEL if this one cannot be had */
    @Override
    public Path get(String hash) {
        Path file = folder.resolve(hash);
        if (!Files.exists(file)) {
            sweeps.download(sweep, find(hash), file);
        }
        return file;
    }

    private SweepArtifact find(String hash) {
        if (!known.containsKey(hash)) { // of a trial that has completed since
            sweeps.artifacts(sweep).forEach(artifact -> known.put(artifact.sha256(), artifact));
        }
        SweepArtifact found = known.get(hash);
        if (found == null) {
            throw new CliException(ExitCode.BAD_MODEL, "sweep " + sweep + " has no artifact " + hash + " any longer");
        }
        return found;
    }
}
