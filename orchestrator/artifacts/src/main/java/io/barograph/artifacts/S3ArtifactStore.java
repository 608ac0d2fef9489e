package io.barograph.artifacts;

import io.barograph.artifacts.ArtifactException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Artifacts as objects {@code prefix/ab/cdef...}, each uploaded in one request, which S3 carries out wholly or not at all.
 * Storing content again uploads it again, which puts right what was damaged and tells a collector that it is in use.
 */
final class S3ArtifactStore implements ArtifactStore {
    private static final Duration SHORT_CALL = Duration.ofMinutes(1);
    private static final int BEHIND_THE_END = 416;
    private static final long SLOWEST_BYTES_PER_SECOND = 1 << 19;

    private final S3Config config;
    private final S3Client client;
    private final S3Calls calls;
    private final ArtifactCache cache;

    S3ArtifactStore(S3Config config, S3Credentials credentials, Path cache) {
        this.config = config;
        this.client = S3Clients.open(config, credentials);
        this.calls = new S3Calls(config);
        this.cache = new ArtifactCache(cache, config.cacheBytes(), config.maxBytes());
    }

    @Override
    public String put(Path file) {
        try {
            if (Files.size(file) > config.maxBytes()) {
                throw Hashes.tooLarge(file.toString(), config.maxBytes());
            }
            String hash = Hashes.of(file);
            upload(file, hash, file.toString());
            return hash;
        } catch (IOException e) {
            throw new ArtifactException(Problem.UNREADABLE, "cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String put(InputStream content, String name) {
        return cache.spool(content, name, this::upload);
    }

    /** The server is told the hash, so that a file that changes meanwhile is refused. */
    private void upload(Path file, String hash, String name) throws IOException {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hash));
        long bytes = Files.size(file);
        send("cannot store " + name, key(hash), checksum, bytes, RequestBody.fromFile(file));
    }

    private void send(String what, String key, @Nullable String checksum, long bytes, RequestBody body) {
        try {
            calls.of(
                    what,
                    () -> client.putObject(
                            request -> request.bucket(config.bucket())
                                    .key(key)
                                    .checksumSHA256(checksum)
                                    .overrideConfiguration(within(bytes)),
                            body));
        } catch (ArtifactException e) {
            if (e.problem() == Problem.UNREACHABLE) {
                requireNoRefusal(what, key);
            }
            throw e;
        }
    }

    /** A server that refuses a file may close the connection under who still sends it: then its answer is not heard. */
    private void requireNoRefusal(String what, String key) {
        try {
            client.headObject(
                    request -> request.bucket(config.bucket()).key(key).overrideConfiguration(within(0)));
        } catch (SdkException e) {
            ArtifactException meaning = calls.explained(what, e);
            if (meaning.problem() == Problem.UNAUTHORISED) {
                throw meaning;
            }
        }
    }

    @Override
    public Path get(String hash) {
        String key = key(hash);
        Path known = cache.find(hash);
        if (known != null) {
            return known;
        }
        return calls.of("cannot read artifact " + hash, () -> download(hash, key));
    }

    private Path download(String hash, String key) {
        ResponseInputStream<GetObjectResponse> object = client.getObject(
                request -> request.bucket(config.bucket()).key(key).overrideConfiguration(within(config.maxBytes())));
        try {
            Path file = cache.add(hash, object);
            object.close();
            return file;
        } catch (ArtifactException e) {
            object.abort(); // rather than read to its end what is not wanted
            if (e.problem() == Problem.UNREADABLE) {
                throw SdkClientException.create("the download broke off: " + e.getMessage(), e);
            }
            throw e;
        } catch (IOException e) {
            throw SdkClientException.create("the download broke off", e);
        }
    }

    @Override
    public boolean contains(String hash) {
        return head(hash) != null;
    }

    @Override
    public long size(String hash) {
        HeadObjectResponse found = head(hash);
        if (found == null) {
            throw new ArtifactException(Problem.MISSING, "artifact " + hash + " is missing in " + config, null);
        }
        return found.contentLength();
    }

    @Override
    public byte[] read(String hash, long offset, int length) {
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        return calls.of("cannot read artifact " + hash, () -> {
            try {
                return client.getObjectAsBytes(request -> request.bucket(config.bucket())
                                .key(key(hash))
                                .range(range)
                                .overrideConfiguration(within(length)))
                        .asByteArray();
            } catch (S3Exception e) {
                if (e.statusCode() == BEHIND_THE_END) {
                    return new byte[0];
                }
                throw e;
            }
        });
    }

    private @Nullable HeadObjectResponse head(String hash) {
        String key = key(hash);
        return calls.<@Nullable HeadObjectResponse>of("cannot look for artifact " + hash, () -> {
            try {
                return client.headObject(
                        request -> request.bucket(config.bucket()).key(key).overrideConfiguration(within(0)));
            } catch (SdkException e) {
                if (S3Calls.missing(e)) {
                    return null;
                }
                throw e;
            }
        });
    }

    @Override
    public void delete(String hash) {
        remove(key(hash), "artifact " + hash);
    }

    private void remove(String key, String what) {
        calls.of(
                "cannot remove " + what,
                () -> client.deleteObject(
                        request -> request.bucket(config.bucket()).key(key).overrideConfiguration(within(0))));
    }

    /** S3 cannot look and remove at once: content that is stored again in the moment between is lost. */
    @Override
    public boolean deleteUnusedSince(String hash, Instant limit) {
        HeadObjectResponse found = head(hash);
        if (found == null || !found.lastModified().isBefore(limit)) {
            return false;
        }
        delete(hash);
        return true;
    }

    @Override
    public Set<String> list() {
        return lastUses().keySet();
    }

    @Override
    public Map<String, Instant> lastUses() {
        String prefix = config.key("");
        return calls.of("cannot list the artifacts", () -> {
            Map<String, Instant> uses = new TreeMap<>();
            for (S3Object object : client.listObjectsV2Paginator(request ->
                            request.bucket(config.bucket()).prefix(prefix).overrideConfiguration(within(0)))
                    .contents()) {
                String hash = object.key().substring(prefix.length()).replace("/", "");
                if (Hashes.isHash(hash) && key(hash).equals(object.key())) {
                    uses.put(hash, object.lastModified());
                }
            }
            return uses;
        });
    }

    @Override
    public void requireRoom(long bytes) {
        cache.requireRoom(bytes);
        String key = config.key("probe/" + UUID.randomUUID());
        send("cannot store artifacts", key, null, 0, RequestBody.fromString("whether there is room"));
        remove(key, "a probe");
    }

    @Override
    public String toString() {
        return config.toString();
    }

    private String key(String hash) {
        return config.key(Hashes.place(hash));
    }

    /** How long an attempt may take with so much to carry. */
    private static AwsRequestOverrideConfiguration within(long bytes) {
        Duration longest = SHORT_CALL.plusSeconds(bytes / SLOWEST_BYTES_PER_SECOND);
        return AwsRequestOverrideConfiguration.builder()
                .apiCallAttemptTimeout(longest)
                .build();
    }
}
