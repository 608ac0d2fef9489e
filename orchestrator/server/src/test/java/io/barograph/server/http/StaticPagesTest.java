package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.http.TestingApi.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class StaticPagesTest {
    private static final Path WEB = Path.of("src", "main", "resources", "io", "barograph", "server", "web");

    @Test
    void thePageComesWithoutATokenAndOnlyWhenItChanged() {
        try (TestingApi api = TestingApi.guarded()) {
            Answer home = api.send("GET", "/", null, null);
            assertThat(home.status()).isEqualTo(200);
            assertThat(home.header("Content-Type")).startsWith("text/html");
            assertThat(home.header("Content-Security-Policy"))
                    .contains("default-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(home.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(home.header("Referrer-Policy")).isEqualTo("no-referrer");
            Answer again = api.send(api.to("/", null).header("If-None-Match", home.header("ETag")));
            assertThat(again.status()).isEqualTo(304);
            Answer small = api.send(api.to("/web/app.js", null).header("Accept-Encoding", "gzip"));
            assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
        }
    }

    /** The client of the test speaks HTTP/2, which sends all of this over one connection. */
    @Test
    void compressedAnswersAreCompressedBesideOthersThatAreNot() throws IOException {
        try (TestingApi api = TestingApi.guarded()) {
            String plain = api.send("GET", "/web/app.js", null, null).text();
            for (int time = 0; time < 3; time++) {
                assertThat(api.get("/api/v1/sweeps").header("Content-Encoding")).isEmpty();
                Answer small = api.send(api.to("/web/app.js", null).header("Accept-Encoding", "gzip"));
                assertThat(small.header("Content-Encoding")).isEqualTo("gzip");
                assertThat(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes())
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo(plain);
                Answer contract =
                        api.send(api.to("/api/v1/openapi.json", "viewer").header("Accept-Encoding", "br, gzip"));
                assertThat(new GZIPInputStream(new ByteArrayInputStream(contract.body())).readAllBytes())
                        .asString(StandardCharsets.UTF_8)
                        .startsWith("{")
                        .endsWith("}");
            }
        }
    }

    @Test
    void everyFileThatThePageNamesIsThere() {
        try (TestingApi api = TestingApi.guarded()) {
            Matcher names = Pattern.compile("(?:href|src)=\"(web/[^\"]+)\"")
                    .matcher(api.send("GET", "/", null, null).text());
            int count = 0;
            while (names.find()) {
                count++;
                assertThat(api.send("GET", "/" + names.group(1), null, null).status())
                        .as(names.group(1))
                        .isEqualTo(200);
            }
            assertThat(count).isGreaterThan(20);
        }
    }

    @Test
    void everyModuleIsFetchedAtOnceAndNoneWritesHtml() throws IOException {
        String home = Files.readString(WEB.resolve("index.html"));
        try (Stream<Path> files = Files.walk(WEB)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".js")).toList()) {
                assertThat(home).contains("\"web/" + WEB.relativize(file) + "\"");
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
            }
        }
    }

    @Test
    void nothingElseIsServed() {
        try (TestingApi api = TestingApi.guarded()) {
            for (String path : List.of(
                    "/web/",
                    "/web/none.js",
                    "/web/../http/openapi.yaml",
                    "/web/%2e%2e/http/openapi.yaml",
                    "/web/..%2fhttp/openapi.yaml",
                    "/web/pages")) {
                assertThat(api.send("GET", path, null, null).status()).as(path).isIn(401, 404);
            }
            assertThat(api.send("POST", "/", "admin", "").status()).isIn(404, 405);
        }
    }

    @Test
    void theExampleIsAGoodSpec() {
        try (TestingApi api = TestingApi.guarded()) {
            String example = api.send("GET", "/web/example.yaml", null, null).text();
            assertThat(SweepSpecReader.read(example).name()).isEqualTo("my-first-sweep");
        }
    }
}
