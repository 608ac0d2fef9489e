package io.barograph.cli;

import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.SweepArtifact;
import io.barograph.api.SweepClient;
import io.barograph.cli.folder.ArtifactSource;
import io.vertx.core.Future;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The files of a sweep's models as an orchestrator gives them out, each brought into a folder once. */
final class ClusterArtifacts implements ArtifactSource {
    private static final Duration LONGEST = Duration.ofHours(12); // a part that does not come ends it much sooner

    private final SweepClient client;
    private final String sweep;
    private final Path folder;
    private final Map<String, SweepArtifact> known = new HashMap<>();

    /** @param folder of this process alone */
    ClusterArtifacts(SweepClient client, String sweep, Path folder) {
        this.client = client;
        this.sweep = sweep;
        this.folder = folder;
    }

    /** @throws CliException CLUSTER if no orchestrator gives artifacts out, BAD_MODEL if this one cannot be had */
    @Override
    public Path get(String hash) {
        Path file = folder.resolve(hash);
        if (!Files.exists(file)) {
            await(client.download(sweep, find(hash), file));
        }
        return file;
    }

    private SweepArtifact find(String hash) {
        if (!known.containsKey(hash)) { // of a trial that has completed since
            await(client.artifacts(sweep)).forEach(artifact -> known.put(artifact.sha256(), artifact));
        }
        SweepArtifact found = known.get(hash);
        if (found == null) {
            throw new CliException(ExitCode.BAD_MODEL, "sweep " + sweep + " has no artifact " + hash + " any longer");
        }
        return found;
    }

    private static <T> T await(Future<T> future) {
        try {
            return Awaited.result(future, LONGEST, ExitCode.CLUSTER, "fetching the models");
        } catch (BarographException e) {
            if (e.code() == ErrorCode.UNAVAILABLE) {
                throw new CliException(
                        ExitCode.CLUSTER,
                        "no orchestrator gives artifacts out; start one with --artifacts, or name their place here with"
                                + " --artifacts (" + e.getMessage() + ")",
                        e);
            }
            ExitCode code =
                    switch (e.code()) {
                        case DAMAGED, UNKNOWN_ARTIFACT -> ExitCode.BAD_MODEL;
                        default -> ExitCode.INTERNAL;
                    };
            throw new CliException(code, String.valueOf(e.getMessage()), e);
        }
    }
}
