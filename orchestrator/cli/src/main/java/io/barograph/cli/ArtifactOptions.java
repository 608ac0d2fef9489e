package io.barograph.cli;

import io.barograph.artifacts.ArtifactException;
import io.barograph.artifacts.ArtifactException.Problem;
import io.barograph.artifacts.ArtifactStore;
import io.barograph.artifacts.S3Config;
import io.barograph.artifacts.S3Credentials;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where artifacts are. The key of a server comes from the environment, where no list of processes shows it. */
final class ArtifactOptions {
    @Option(
            names = "--artifacts",
            paramLabel = "DIR|s3://BUCKET/PREFIX",
            description =
                    "Where checkpoints and models are, the same place for all of a cluster: a folder that they share,"
                            + " or a bucket, with " + S3Credentials.ACCESS_KEY + " and " + S3Credentials.SECRET_KEY
                            + " in the environment.")
    private @Nullable String place;

    @Option(
            names = "--s3-endpoint",
            paramLabel = "URL",
            description = "Server of the bucket, as https://HOST:PORT; default: AWS_ENDPOINT_URL, or else AWS.")
    private @Nullable String endpoint;

    @Option(
            names = "--s3-region",
            paramLabel = "REGION",
            description = "Region of the bucket; default: AWS_REGION, or else " + S3Config.DEFAULT_REGION + ".")
    private @Nullable String region;

    @Option(
            names = "--s3-allow-http",
            description = "Allow a server on another machine without TLS. Whoever can reach the network between can"
                    + " read and change what is stored.")
    private boolean allowHttp;

    /** Whether a place was named. */
    boolean given() {
        return place != null;
    }

    /**
     * The store.
     *
     * @param cache folder of this process alone, for copies of what is read from a server
     * @throws CliException USAGE, with the reason, which never holds a key
     */
    ArtifactStore open(Path cache) {
        if (place == null) {
            throw new CliException(ExitCode.USAGE, "please name the place of the artifacts with --artifacts");
        }
        if (!place.startsWith(S3Config.SCHEME)) {
            return ArtifactStore.folder(folder(place));
        }
        try {
            S3Config config = S3Config.of(place, server(), region == null ? usualRegion() : region);
            if (config.exposed() && !allowHttp) {
                throw new CliException(
                        ExitCode.USAGE,
                        "whoever can reach the network could read and change the artifacts at " + config.endpoint()
                                + ": name an https:// endpoint, or say --s3-allow-http");
            }
            return ArtifactStore.s3(config, S3Credentials.fromEnvironment(System::getenv), cache);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Asks whether the store can be used at all.
     *
     * @throws CliException FOLDER, if it refuses this process; one that is away or full may be so no longer soon
     */
    static void requireAdmitted(ArtifactStore artifacts) {
        try {
            artifacts.requireRoom(0);
        } catch (ArtifactException e) {
            if (e.problem() == Problem.UNAUTHORISED || e.problem() == Problem.UNWRITABLE) {
                throw new CliException(ExitCode.FOLDER, String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static Path folder(String place) {
        if (place.contains("://")) {
            throw new CliException(ExitCode.USAGE, "--artifacts must be a folder or begin with " + S3Config.SCHEME);
        }
        return Path.of(place);
    }

    private @Nullable URI server() {
        String named = endpoint == null ? variable("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL") : endpoint;
        if (named == null) {
            return null;
        }
        try {
            return URI.create(named);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("endpoint must be http://HOST:PORT or https://HOST:PORT and no more");
        }
    }

    private static String usualRegion() {
        String named = variable("AWS_REGION", "AWS_DEFAULT_REGION");
        return named == null ? S3Config.DEFAULT_REGION : named;
    }

    private static @Nullable String variable(String... names) {
        return Stream.of(names)
                .map(System::getenv)
                .filter(value -> value != null && !value.isEmpty())
                .findFirst()
                .orElse(null);
    }
}
