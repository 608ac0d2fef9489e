package io.barograph.bench.api;

import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Times requests, one after the other, as somebody who looks at a page makes them. */
final class Requests {
    private static final double ASKED_MILLIS = 200;
    private static final double P95 = 0.95;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final String token;

    Requests(int port, String token) {
        this.port = port;
        this.token = token;
    }

    void time(Outcome outcome, String what, int times, IntFunction<String> path) {
        List<Double> millis = new ArrayList<>();
        long bytes = 0;
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            HttpResponse<byte[]> answer = get(path.apply(i));
            millis.add((System.nanoTime() - begin) / 1e6);
            bytes = answer.body().length;
            if (answer.statusCode() != 200) {
                outcome.violated(List.of(path.apply(i) + " was answered with " + answer.statusCode()));
                return;
            }
        }
        Sample sample = Sample.of(millis);
        outcome.add(Figure.of(what + ", median", sample.median(), "ms"));
        outcome.add(Figure.of("the same, 95th percentile", sample.quantile(P95), "ms")
                .atMost(ASKED_MILLIS));
        outcome.add(Figure.of("its size", bytes / 1024.0, "KiB"));
    }

    HttpResponse<byte[]> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            return client.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
