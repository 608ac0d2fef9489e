package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCertificateTest {
    @TempDir
    Path folder;

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        TestingAuthority authority = new TestingAuthority("authority");
        TlsFiles own = authority.server(folder, "own");
        TlsFiles other = authority.server(folder, "other");
        assertThat(ServerCertificate.problems("--http", own.certificate(), own.key()))
                .isEmpty();
        assertThat(ServerCertificate.problems("--http", own.certificate(), other.key()))
                .containsExactly(
                        "--http-key " + other.key() + ": is not the key of the certificate in " + own.certificate());
        Path text = Files.writeString(folder.resolve("text"), "no PEM");
        Path none = folder.resolve("none");
        assertThat(ServerCertificate.problems("--http", text, text))
                .containsExactly(
                        "--http-cert " + text + ": holds no certificate in PEM (-----BEGIN CERTIFICATE-----)",
                        "--http-key " + text + ": holds no private key in PEM");
        assertThat(ServerCertificate.problems("--http", none, own.key()))
                .containsExactly("--http-cert " + none + ": does not exist");
    }

    @Test
    void whatIsOutOfItsTimeIsWarnedOf() throws Exception {
        TestingAuthority authority = new TestingAuthority("authority");
        Instant now = Instant.now();
        Duration day = Duration.ofDays(1);
        TlsFiles valid = authority.server(folder, "valid");
        TlsFiles past = authority.server(folder, now.minus(day.multipliedBy(2)), now.minus(day), "past");
        TlsFiles future = authority.server(folder, now.plus(day), now.plus(day.multipliedBy(2)), "future");
        assertThat(ServerCertificate.warning(valid.certificate())).isEmpty();
        assertThat(ServerCertificate.warning(past.certificate()).orElseThrow()).contains("expired on", "clients");
        assertThat(ServerCertificate.warning(future.certificate()).orElseThrow())
                .contains("is not valid before");
    }
}
