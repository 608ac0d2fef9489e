package io.barograph.artifacts;

import io.barograph.artifacts.ArtifactException.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Calls of a server that may be slow, away or unwilling: again if that can help, and what the failure means if not. */
final class S3Calls {
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final int LONGEST_TEXT = 200;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int NO_STORAGE = 507;
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded");
    private static final Set<String> PASSING =
            Set.of("RequestTimeout", "SlowDown", "Throttling", "BadDigest", "IncompleteBody", "OperationAborted");

    private final S3Config config;

    S3Calls(S3Config config) {
        this.config = config;
    }

    /**
     * Makes a call, again if it fails in a way that may pass.
     *
     * @param what what it is about, for messages: "cannot store x"
     * @throws ArtifactException what the last failure means
     */
    <T> T of(String what, Supplier<T> call) {
        Duration pause = config.firstBackoff();
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (SdkException e) {
                if (attempt >= config.attempts() || !passing(e)) {
                    throw explained(what, e);
                }
                sleep(what, pause, e);
                Duration longer = pause.multipliedBy(2);
                pause = longer.compareTo(LONGEST_BACKOFF) < 0 ? longer : LONGEST_BACKOFF;
            }
        }
    }

    static boolean missing(SdkException failure) {
        return failure instanceof S3Exception answer
                && answer.statusCode() == NOT_FOUND
                && !code(answer).equals("NoSuchBucket");
    }

    private static boolean passing(SdkException failure) {
        if (failure instanceof S3Exception answer) {
            return !full(answer)
                    && (answer.statusCode() >= SERVER_ERROR
                            || answer.statusCode() == TOO_MANY
                            || PASSING.contains(code(answer)));
        }
        return failure instanceof SdkClientException && !(failure instanceof AbortedException);
    }

    /** What a failure means. */
    ArtifactException explained(String what, SdkException failure) {
        String beginning = what + " in " + config + ": ";
        if (!(failure instanceof S3Exception answer)) {
            Throwable cause = failure;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return new ArtifactException(
                    Problem.UNREACHABLE, beginning + "it does not answer (" + printable(cause) + ")", failure);
        }
        String says = code(answer).isEmpty() ? "status " + answer.statusCode() : code(answer);
        return new ArtifactException(problem(answer), beginning + "it says " + says, failure);
    }

    private static Problem problem(S3Exception answer) {
        int status = answer.statusCode();
        if (full(answer)) {
            return Problem.FULL;
        }
        return switch (status) {
            case UNAUTHENTICATED, FORBIDDEN -> Problem.UNAUTHORISED;
            case NOT_FOUND -> missing(answer) ? Problem.MISSING : Problem.UNREACHABLE;
            case TOO_LARGE -> Problem.TOO_LARGE;
            default -> Problem.UNREACHABLE;
        };
    }

    private static boolean full(S3Exception answer) {
        return answer.statusCode() == NO_STORAGE || FULL.contains(code(answer));
    }

    private static String code(S3Exception answer) {
        String code = answer.awsErrorDetails() == null
                ? null
                : answer.awsErrorDetails().errorCode();
        return code == null ? "" : printable(code);
    }

    private static String printable(Throwable cause) {
        return printable(String.valueOf(cause.getMessage()));
    }

    private static String printable(String text) {
        String clean = text.replaceAll("[^\\x20-\\x7e]", "?");
        return clean.substring(0, Math.min(clean.length(), LONGEST_TEXT));
    }

    private void sleep(String what, Duration pause, SdkException failure) {
        try {
            long millis = pause.toMillis();
            Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw explained(what, failure);
        }
    }
}
