package io.barograph.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.barograph.cli.cluster.TestingAuthority.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    private static final Instant NOW = Instant.now().plusSeconds(1);
    private static final Instant SOON = NOW.plus(Duration.ofHours(1));
    private static final Instant EARLIER = NOW.minus(Duration.ofHours(1));

    @TempDir
    Path folder;

    private TestingAuthority authority;
    private TlsFiles good;

    @BeforeEach
    void certify() throws Exception {
        authority = new TestingAuthority("authority");
        good = authority.member(folder, "good");
    }

    private static List<String> problems(TlsFiles files) {
        return catchThrowableOfType(TlsException.class, () -> files.read(NOW)).problems();
    }

    @Test
    void readsWhatTheOthersAccept() {
        TlsIdentity identity = good.read(NOW);
        assertThat(identity).hasToString("CN=good until " + identity.expires());
        assertThat(identity.authorityNames()).hasSize(1).allMatch(name -> name.matches("[0-9a-f]{16}"));
    }

    @Test
    void readsKeysInTheFormsOfOlderTools() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        for (KeyPair keys : List.of(generator.generateKeyPair(), TestingAuthority.ecKeys())) {
            boolean rsa = keys.getPublic().getAlgorithm().equals("RSA");
            TlsFiles files = authority.write(folder, "older", keys, authority.issue("older", keys, EARLIER, SOON));
            String type = rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
            byte[] inner = inner(keys.getPrivate().getEncoded());
            TestingAuthority.secret(
                    files.key(),
                    "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                            + PemBlock.of(type, inner).text());
            assertThat(files.read(NOW))
                    .hasToString("CN=older until " + files.read(NOW).expires());
        }
    }

    /** The last element of PKCS #8 is the key in its older form. */
    private static byte[] inner(byte[] pkcs8) {
        for (int start = 1; start < pkcs8.length - 4; start++) {
            int left = pkcs8.length - start;
            int one = pkcs8[start + 1] & 0xff;
            int two = (pkcs8[start + 2] & 0xff) << 8 | pkcs8[start + 3] & 0xff;
            if (pkcs8[start] == 0x30 && (one == left - 2 || one == 0x82 && two == left - 4)) {
                return Arrays.copyOfRange(pkcs8, start, pkcs8.length);
            }
        }
        throw new AssertionError("no key in the key");
    }

    @Test
    void tellsEverythingAtOnce() throws Exception {
        KeyPair keys = TestingAuthority.ecKeys();
        TestingAuthority other = new TestingAuthority("other");
        TlsFiles bad = authority.write(
                folder,
                "bad",
                TestingAuthority.ecKeys(),
                other.issue("bad", keys, NOW.minus(Duration.ofDays(2)), EARLIER, Usage.SERVER));
        Files.setPosixFilePermissions(bad.key(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(problems(bad))
                .satisfiesExactlyInAnyOrder(
                        expired -> assertThat(expired)
                                .startsWith("--tls-cert " + bad.certificate()
                                        + ": the certificate of CN=bad expired on 20"),
                        readable -> assertThat(readable).endsWith("read or write it; chmod o= " + bad.key()),
                        foreign -> assertThat(foreign)
                                .isEqualTo("--tls-key " + bad.key() + ": is not the key of the certificate in "
                                        + bad.certificate()),
                        usage -> assertThat(usage).contains("must be for serverAuth and clientAuth"),
                        unsigned ->
                                assertThat(unsigned).contains("is not signed by an authority in " + bad.authorities()));
    }

    @Test
    void saysWhichFileIsMissingOrSomethingElse() throws Exception {
        Path none = folder.resolve("none");
        assertThat(problems(new TlsFiles(none, folder, good.certificate().resolveSibling("ca.crt"))))
                .containsExactly("--tls-cert " + none + ": does not exist", "--tls-key " + folder + ": is no file");
        Path text = Files.writeString(folder.resolve("text"), "hello");
        Path cut = Files.writeString(
                folder.resolve("cut"), Files.readString(good.certificate()).replace("MII", "MI"));
        TestingAuthority.secret(
                good.key(), "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----");
        assertThat(problems(new TlsFiles(cut, good.key(), text)))
                .satisfiesExactly(
                        broken -> assertThat(broken).endsWith("cut: certificate 1 in it cannot be read"),
                        encrypted -> assertThat(encrypted).endsWith("is encrypted; give a key without a passphrase"),
                        empty -> assertThat(empty).contains("text: holds no certificate in PEM"));
        TestingAuthority.secret(good.key(), "hello");
        assertThat(problems(good)).singleElement().asString().endsWith("holds no private key in PEM");
    }

    @Test
    void knowsWhatIsNotValidYet() throws Exception {
        KeyPair keys = TestingAuthority.ecKeys();
        TlsFiles early =
                authority.write(folder, "early", keys, authority.issue("early", keys, SOON, SOON.plusSeconds(60)));
        assertThat(problems(early)).singleElement().asString().contains("is not valid before", "is the clock right?");
    }

    @Test
    void whileAuthoritiesChangeBothAreTrusted() throws Exception {
        TestingAuthority next = new TestingAuthority("next");
        TlsFiles after = next.member(folder, "after");
        Files.writeString(after.authorities(), authority.text() + next.text());
        assertThat(after.read(NOW).authorityNames())
                .hasSize(2)
                .containsAll(good.read(NOW).authorityNames());
    }

    @Test
    void needsASignatureOfOneOfTheAuthorities() throws Exception {
        TlsFiles files = authority.member(folder, "alone");
        TestingAuthority unknown = new TestingAuthority("unknown");
        Files.writeString(files.authorities(), unknown.text());
        assertThatThrownBy(() -> files.read(NOW)).hasMessageStartingWith("the event bus cannot be encrypted:\n  --tls");
    }
}
