package io.barograph.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.BarographException;
import io.barograph.api.ErrorCode;
import io.barograph.api.Jackson;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/**
 * Requests to an orchestrator's HTTP API. While it cannot answer (503, or a connection that ends once it has answered) a
 * request is repeated for 30 s: all of them can be. One that is too much (429) is sent again up to nine times, each time
 * when the server says. Thread-safe.
 */
final class HttpCalls {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(45);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int TOO_MANY = 429;
    private static final int MOST_TRIES = 10; // of a request that is too much
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final ServerAddress address;
    private final ServerToken token;
    private final HttpClient client;
    private volatile boolean answered;

    HttpCalls(ServerAddress address, ServerToken token, ServerTrust trust) {
        this.address = address;
        this.token = token;
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(Version.HTTP_1_1).connectTimeout(CONNECT);
        if (trust.context() != null) {
            builder.sslContext(trust.context());
        }
        this.client = builder.build();
    }

    /** A request to be completed; {@code path} is below the API. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.api(path)).timeout(ANSWER).header("Accept", "application/json");
        String header = token.header();
        return header == null ? request : request.header("Authorization", header);
    }

    <T> T get(String path, Class<T> type) {
        return json(request(path).GET(), type);
    }

    <T> T send(String method, String path, BodyPublisher body, Class<T> type) {
        return json(request(path).header("Content-Type", "application/json").method(method, body), type);
    }

    /** Sends what is answered by JSON. */
    <T> T json(HttpRequest.Builder request, Class<T> type) {
        try (InputStream body = repeated(request.build()).body()) {
            return Jackson.mapper().readValue(body, type);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    address + " does not answer as an orchestrator of this version does (" + firstLine(e) + ")",
                    e);
        }
    }

    /** Sends what is answered by nothing. */
    void done(HttpRequest.Builder request) {
        try (InputStream body = repeated(request.build()).body()) {
            body.readAllBytes();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private HttpResponse<InputStream> repeated(HttpRequest request) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return once(request);
            } catch (Unavailable e) {
                if (!e.mayPass || System.nanoTime() + PAUSE.toNanos() > end) {
                    throw e.told;
                }
                pause(PAUSE);
            }
        }
    }

    /**
     * Sends a request, and again as long as the answer is that it is too much, each time after as long as that says.
     *
     * @return an answer of 2xx, its body still to be read and closed
     * @throws Unavailable if there is no answer, or only that of one who cannot give it
     * @throws CliException if it is refused
     */
    HttpResponse<InputStream> once(HttpRequest request) throws Unavailable {
        HttpResponse<InputStream> response = sent(request);
        for (int tries = 1; isTooMuch(response) && tries < MOST_TRIES; tries++) {
            Duration wait = wanted(response);
            problem(response); // reads it to its end
            pause(wait);
            response = sent(request);
        }
        if (response.statusCode() / 100 == 2) {
            return response;
        }
        CliException told = refused(response);
        if (response.statusCode() == 503) {
            throw new Unavailable(told, true);
        }
        throw told;
    }

    /** One that says not when to come back is of a quota, which waiting alone does not mend. */
    private static boolean isTooMuch(HttpResponse<?> response) {
        return response.statusCode() == TOO_MANY
                && response.headers().firstValue("Retry-After").isPresent();
    }

    private static Duration wanted(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        return seconds.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_WAIT.toSeconds()))
                : Duration.ofSeconds(1);
    }

    private HttpResponse<InputStream> sent(HttpRequest request) throws Unavailable {
        HttpResponse<InputStream> response;
        try {
            response = client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new Unavailable(broken(e), answered && !ServerTrust.isRefusal(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "interrupted", e);
        }
        answered = true;
        return response;
    }

    /** Nobody answers now. */
    static final class Unavailable extends Exception {
        private static final long serialVersionUID = 1;
        private final transient CliException told;
        private final boolean mayPass;

        Unavailable(CliException told, boolean mayPass) {
            super(told);
            this.told = told;
            this.mayPass = mayPass;
        }

        CliException told() {
            return told;
        }

        /** Whether it is of use to ask again. */
        boolean mayPass() {
            return mayPass;
        }
    }

    /** What ended a connection, in words. */
    CliException broken(IOException e) {
        if (e instanceof SSLException refused) {
            return new CliException(ExitCode.CLUSTER, ServerTrust.explained(address, refused), e);
        }
        boolean silent = e instanceof ConnectException || e instanceof HttpTimeoutException;
        if (!answered && !silent && !address.isEncrypted()) {
            return new CliException(
                    ExitCode.CLUSTER,
                    address + " does not answer in plain HTTP" + reason(e) + ": if it has a certificate, give --server"
                            + " https://" + address.base().getRawAuthority(),
                    e);
        }
        String what = silent || !answered ? "nobody answers at " : "the connection broke to ";
        return new CliException(ExitCode.CLUSTER, what + address + reason(e), e);
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? "" : " (" + message + ")";
    }

    private CliException refused(HttpResponse<InputStream> response) {
        JsonNode problem = problem(response);
        String detail = problem.path("detail").asText("");
        String code = problem.path("code").asText("");
        if (response.statusCode() == 401) {
            return new CliException(
                    ExitCode.DENIED,
                    address + " does not let in who shows it " + token + ": give a valid one in " + ServerToken.VARIABLE
                            + " or --token-file");
        }
        if (response.statusCode() == 403) {
            return new CliException(ExitCode.DENIED, address + " does not allow this with this token: " + detail);
        }
        boolean known =
                Arrays.stream(ErrorCode.values()).anyMatch(one -> one.name().equals(code));
        if (!known) {
            return new CliException(
                    ExitCode.CLUSTER,
                    address + " answers " + response.statusCode() + " and is not the API of an orchestrator, or of"
                            + " another version" + (detail.isEmpty() ? "" : ": " + detail));
        }
        ErrorCode given = ErrorCode.valueOf(code);
        return Refusal.explained(new BarographException(given, detail, null), ExitCode.USAGE);
    }

    private static JsonNode problem(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            return Jackson.mapper().readTree(body.readNBytes(1 << 20));
        } catch (IOException e) {
            return Jackson.mapper().missingNode();
        }
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.INTERRUPTED, "interrupted", e);
        }
    }
}
