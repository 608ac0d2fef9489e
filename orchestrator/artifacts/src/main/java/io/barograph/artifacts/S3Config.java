package io.barograph.artifacts;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an S3 store is and how it is spoken to.
 *
 * @param bucket must exist
 * @param prefix begins every key, without a slash at either end; may be empty
 * @param endpoint server, addressed by paths rather than by host names of buckets; null: AWS
 * @param region part of every signature
 * @param maxBytes largest artifact, at most 5 GiB, the most that S3 takes at once
 * @param cacheBytes most that stays on this machine of what was read, besides what was read lately
 * @param attempts how often a call is tried that nobody answers
 * @param connectTimeout of one attempt
 * @param readTimeout of a silence within an attempt
 * @param firstBackoff pause after the first attempt; doubles up to 5 s
 */
public record S3Config(
        String bucket,
        String prefix,
        @Nullable URI endpoint,
        String region,
        long maxBytes,
        long cacheBytes,
        int attempts,
        Duration connectTimeout,
        Duration readTimeout,
        Duration firstBackoff) {
    public static final String SCHEME = "s3://";
    public static final String DEFAULT_REGION = "us-east-1";
    public static final long DEFAULT_CACHE_BYTES = 8L << 30;
    public static final int DEFAULT_ATTEMPTS = 6;
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration DEFAULT_READ_TIMEOUT = Duration.ofSeconds(30);
    public static final Duration DEFAULT_FIRST_BACKOFF = Duration.ofMillis(250);

    private static final long MOST_BYTES = 5L << 30;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)?");
    private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern PLACE = Pattern.compile(SCHEME + "([^/]+)(?:/(.*?))?/?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    public S3Config {
        require(BUCKET.matcher(bucket).matches(), "bucket must be a name of S3, was " + bucket);
        require(
                PREFIX.matcher(prefix).matches(),
                "prefix must be of letters, digits, '.', '_', '-' and single '/', was " + prefix);
        require(REGION.matcher(region).matches(), "region must be of small letters, digits and '-', was " + region);
        require(maxBytes > 0 && maxBytes <= MOST_BYTES, "maxBytes must be 1 to " + MOST_BYTES + ", was " + maxBytes);
        require(cacheBytes >= 0, "cacheBytes must not be negative, was " + cacheBytes);
        require(attempts > 0, "attempts must be at least 1, was " + attempts);
        if (endpoint != null) {
            requireServer(endpoint);
        }
    }

    /**
     * Defaults for a place written {@code s3://bucket/prefix}.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    public static S3Config of(String place, @Nullable URI endpoint, String region) {
        Matcher parts = PLACE.matcher(place);
        require(parts.matches(), "a place in S3 is written s3://BUCKET or s3://BUCKET/PREFIX, was " + place);
        return new S3Config(
                parts.group(1),
                parts.group(2) == null ? "" : parts.group(2),
                endpoint,
                region,
                ArtifactStore.DEFAULT_MAX_BYTES,
                DEFAULT_CACHE_BYTES,
                DEFAULT_ATTEMPTS,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_READ_TIMEOUT,
                DEFAULT_FIRST_BACKOFF);
    }

    /** Whether others could read or change what goes over the network: plain HTTP to another machine. */
    public boolean exposed() {
        return endpoint != null
                && !"https".equalsIgnoreCase(endpoint.getScheme())
                && !LOOPBACK.matcher(endpoint.getHost().toLowerCase(Locale.ROOT))
                        .matches();
    }

    /** As a user writes it. */
    @Override
    public String toString() {
        return SCHEME + bucket + (prefix.isEmpty() ? "" : "/" + prefix) + (endpoint == null ? "" : " at " + endpoint);
    }

    String key(String name) {
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static void requireServer(URI endpoint) {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        boolean bare = endpoint.getRawUserInfo() == null
                && endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null
                && String.valueOf(endpoint.getRawPath()).matches("/?");
        require(
                (scheme.equals("http") || scheme.equals("https")) && endpoint.getHost() != null && bare,
                "endpoint must be http://HOST:PORT or https://HOST:PORT and no more"); // it may hold a password
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
