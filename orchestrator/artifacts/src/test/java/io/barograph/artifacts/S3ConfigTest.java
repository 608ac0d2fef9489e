package io.barograph.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3ConfigTest {
    private static final URI LOCAL = URI.create("http://127.0.0.1:9000");

    @Test
    void listsItsDefaults() {
        assertThat(S3Config.of("s3://bucket/some/prefix/", LOCAL, S3Config.DEFAULT_REGION))
                .isEqualTo(new S3Config(
                        "bucket",
                        "some/prefix",
                        LOCAL,
                        "us-east-1",
                        4L << 30,
                        8L << 30,
                        6,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMillis(250)))
                .hasToString("s3://bucket/some/prefix at http://127.0.0.1:9000");
        assertThat(S3Config.of("s3://bucket", null, "eu-central-1"))
                .returns("", S3Config::prefix)
                .hasToString("s3://bucket");
    }

    @Test
    void refusesPlacesThatAreNone() {
        for (String place : new String[] {
            "",
            "bucket",
            "s3://",
            "s3:///prefix",
            "s3://UPPER/x",
            "s3://bucket//x",
            "s3://bucket/a b",
            "s3://bucket/x?y=1"
        }) {
            assertThatThrownBy(() -> S3Config.of(place, LOCAL, "us-east-1"))
                    .as(place)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> S3Config.of("s3://bucket", LOCAL, "Europe/Berlin"))
                .hasMessageContaining("Europe/Berlin");
    }

    @Test
    void anEndpointIsAServerAndNoMore() {
        for (String endpoint :
                new String[] {"ftp://h", "h:9000", "http://me:geheim@h", "http://h/x", "http://h?k=geheim"}) {
            assertThatThrownBy(() -> S3Config.of("s3://bucket", URI.create(endpoint), "us-east-1"))
                    .as(endpoint)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain("geheim");
        }
    }

    @Test
    void knowsWhatOthersCouldRead() {
        assertThat(exposed("http://minio.example:9000")).isTrue();
        assertThat(exposed("http://127.0.0.1.example:9000")).isTrue();
        assertThat(exposed("http://10.0.0.1")).isTrue();
        assertThat(exposed("https://minio.example:9000")).isFalse();
        assertThat(exposed("http://localhost:9000")).isFalse();
        assertThat(exposed("http://127.0.0.1:9000/")).isFalse();
        assertThat(exposed("http://[::1]:9000")).isFalse();
        assertThat(S3Config.of("s3://bucket", null, "us-east-1").exposed()).isFalse();
    }

    @Test
    void theKeyComesFromTheEnvironment() {
        Map<String, String> own =
                Map.of(S3Credentials.ACCESS_KEY, "own", S3Credentials.SECRET_KEY, "s", "AWS_ACCESS_KEY_ID", "other");
        assertThat(S3Credentials.fromEnvironment(own::get).key().accessKeyId()).isEqualTo("own");
        Map<String, String> usual = Map.of("AWS_ACCESS_KEY_ID", "usual", "AWS_SECRET_ACCESS_KEY", "s");
        assertThat(S3Credentials.fromEnvironment(usual::get).key().accessKeyId())
                .isEqualTo("usual");
        Map<String, String> half = Map.of(S3Credentials.ACCESS_KEY, "own");
        assertThatThrownBy(() -> S3Credentials.fromEnvironment(half::get))
                .hasMessageContaining(S3Credentials.SECRET_KEY)
                .message()
                .doesNotContain("own");
        assertThatThrownBy(() -> S3Credentials.fromEnvironment(name -> null))
                .hasMessageContaining(S3Credentials.ACCESS_KEY)
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }

    private static boolean exposed(String endpoint) {
        return S3Config.of("s3://bucket", URI.create(endpoint), "us-east-1").exposed();
    }
}
