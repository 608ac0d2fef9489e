package io.barograph.artifacts;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** A key of an S3 server. Comes from the environment, where no list of processes shows it, and is never printed. */
public final class S3Credentials {
    public static final String ACCESS_KEY = "BAROGRAPH_S3_ACCESS_KEY";
    public static final String SECRET_KEY = "BAROGRAPH_S3_SECRET_KEY";

    private final AwsCredentials key;

    private S3Credentials(AwsCredentials key) {
        this.key = key;
    }

    public static S3Credentials of(String accessKey, String secretKey) {
        return new S3Credentials(AwsBasicCredentials.create(accessKey, secretKey));
    }

    /**
     * The key of {@link #ACCESS_KEY} and {@link #SECRET_KEY}, or else of AWS's usual variables.
     *
     * @param environment the value of a variable, or null
     * @throws IllegalArgumentException if there is none, or half of one
     */
    public static S3Credentials fromEnvironment(Environment environment) {
        String access = environment.variable(ACCESS_KEY);
        String secret = environment.variable(SECRET_KEY);
        if (access != null || secret != null) {
            return of(required(ACCESS_KEY, access), required(SECRET_KEY, secret));
        }
        access = environment.variable("AWS_ACCESS_KEY_ID");
        secret = environment.variable("AWS_SECRET_ACCESS_KEY");
        if (access == null || secret == null) {
            throw new IllegalArgumentException("a store in S3 needs " + ACCESS_KEY + " and " + SECRET_KEY
                    + " (or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) in the environment");
        }
        String session = environment.variable("AWS_SESSION_TOKEN");
        return session == null
                ? of(access, secret)
                : new S3Credentials(AwsSessionCredentials.create(access, secret, session));
    }

    /** The variables of a process. */
    @FunctionalInterface
    public interface Environment {
        @Nullable
        String variable(String name);
    }

    AwsCredentials key() {
        return key;
    }

    @Override
    public String toString() {
        return "S3Credentials[not shown]";
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("a store in S3 needs " + name + " in the environment too");
        }
        return value;
    }
}
