package io.barograph.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class BridgeOptionsTest {
    @Test
    void everyProblemIsNamedAtOnce() {
        List<URI> uris = List.of(
                URI.create("ftp://a"),
                URI.create("http://far.example.org"),
                URI.create("https:///path"),
                URI.create("https://user@b"));
        assertThatThrownBy(() -> new BridgeOptions(uris, "bgt two", null))
                .hasMessageContainingAll(
                        "ftp://a must begin with https://",
                        "a token does not travel in clear text",
                        "https:///path must have a host",
                        "host b must have no user",
                        "token must have no blanks");
        assertThatThrownBy(BridgeOptions::to).hasMessageContaining("uris must not be empty");
    }

    @Test
    void theBridgeIsBelowTheAddress() {
        URI own = BridgeOptions.to("https://o1.example.org/barograph/").uris().get(0);
        assertThat(BridgeOptions.path(own)).isEqualTo("/barograph/api/v1/bus");
        assertThat(BridgeOptions.port(own)).isEqualTo(443);
        assertThat(BridgeOptions.isEncrypted(URI.create("ws://localhost:8080"))).isFalse();
    }

    @Test
    void theTokenIsNotShown() {
        BridgeOptions options = BridgeOptions.to("http://127.0.0.1:8080").withToken("secret");
        assertThat(options.toString()).doesNotContain("secret");
    }
}
