package io.barograph.bar.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFetcherTest {
    private static final byte[] CONTENT = "the published content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private HttpServer server;
    private int requests;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/good", 200, CONTENT, CONTENT.length);
        answer("/changed", 200, "the published c0ntent".getBytes(StandardCharsets.UTF_8), CONTENT.length);
        answer("/endless", 200, new byte[1 << 20], 1 << 20);
        answer("/short", 200, Arrays.copyOf(CONTENT, 10), CONTENT.length);
        answer("/gone", 404, CONTENT, CONTENT.length);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void keepsAFileThatArrivedWhole() throws IOException {
        new FileFetcher().fetch(List.of(file("good")), folder.resolve("made/here"));
        assertThat(folder.resolve("made/here/good")).hasBinaryContent(CONTENT);
        try (var files = Files.list(folder.resolve("made/here"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void fetchesOnlyWhatIsMissing() {
        new FileFetcher().fetch(List.of(file("good")), folder);
        new FileFetcher().fetch(List.of(file("good")), folder);
        assertThat(requests).isOne();
    }

    @Test
    void leavesNothingOfAFileWithAnotherContent() {
        refuses("changed", "gave other data than published");
    }

    @Test
    void readsNoMoreThanThePublishedSize() {
        refuses("endless", "more than 21 bytes");
    }

    @Test
    void leavesNothingOfAFileThatBreaksOff() {
        refuses("short", "10 bytes");
    }

    @Test
    void tellsTheStatusOfARefusal() {
        refuses("gone", "status 404");
    }

    @Test
    void namesTheAddressesPlacesAndTheCauseWhenTheServerIsAway() {
        int port = server.getAddress().getPort();
        server.stop(0);
        assertThatThrownBy(() -> new FileFetcher().fetch(List.of(file("good", port)), folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("http://127.0.0.1:" + port + "/good")
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("copy the file to " + folder.resolve("good"));
    }

    private void refuses(String name, String message) {
        assertThatThrownBy(() -> new FileFetcher().fetch(List.of(file(name)), folder))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
        assertThat(folder).isEmptyDirectory();
    }

    private KnownFile file(String name) {
        return file(name, server.getAddress().getPort());
    }

    private static KnownFile file(String name, int port) {
        String sha256 = Sha256.of(CONTENT);
        return new KnownFile(name, CONTENT.length, sha256, sha256, URI.create("http://127.0.0.1:" + port + "/" + name));
    }

    private void answer(String path, int status, byte[] content, int length) {
        server.createContext(path, exchange -> {
            requests++;
            exchange.sendResponseHeaders(status, length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        });
    }
}
