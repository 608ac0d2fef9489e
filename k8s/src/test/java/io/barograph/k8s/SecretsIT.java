package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.cli.cluster.TlsFiles;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The secrets that {@code k8s/secrets} makes. */
class SecretsIT {
    @TempDir
    Path folder;

    @Test
    void areThoseThatDevNeedsAndOurOwnTlsTakes() throws Exception {
        Map<String, Secret> secrets = made();
        TreeSet<String> mounted = Overlay.of("overlays/dev").pods().values().stream()
                .flatMap(pod -> pod.getSpec().getVolumes().stream())
                .filter(volume -> volume.getSecret() != null)
                .map(volume -> volume.getSecret().getSecretName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(secrets.keySet()).isEqualTo(mounted);

        Secret bus = Objects.requireNonNull(secrets.get("barograph-bus-tls"));
        Path certificate = write(bus, "tls.crt");
        assertThat(new TlsFiles(certificate, write(bus, "tls.key"), write(bus, "ca.crt"))
                        .read(Clock.systemUTC().instant()))
                .isNotNull();
        assertThat(bus.getData().get("ca.crt"))
                .as("who serves HTTP is no member by that")
                .isNotEqualTo(Objects.requireNonNull(secrets.get("barograph-http-tls"))
                        .getData()
                        .get("ca.crt"));
        String token = Objects.requireNonNull(secrets.get("barograph-worker-metrics"))
                .getData()
                .get("token");
        assertThat(new String(Base64.getDecoder().decode(token), StandardCharsets.US_ASCII))
                .matches("[0-9a-f]{64}");
    }

    @Test
    void areForANamespaceOfOnesOwn() throws Exception {
        Map<String, Secret> secrets = made("experiments");
        assertThat(secrets.values())
                .allMatch(secret -> secret.getMetadata().getNamespace().equals("experiments"));
        assertThat(certificate(Objects.requireNonNull(secrets.get("barograph-http-tls")), "tls.crt")
                        .getSubjectAlternativeNames())
                .extracting(entry -> (Object) entry.get(1))
                .contains("barograph.experiments.svc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "A", "a b", "a,DNS:evil", "", "a\nb"})
    void refusesWhatIsNoNamespace(String namespace) throws Exception {
        Process process = new ProcessBuilder("./secrets", namespace).start();
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(process.inputReader().readLine()).isNull();
        assertThat(process.errorReader().readLine()).startsWith("usage: k8s/secrets [NAMESPACE]");
    }

    @Test
    void certificatesAreForTheNamesThatMonitorsAndTheIngressAskFor() throws Exception {
        Map<String, Secret> secrets = made();
        Map<String, String> asked = new TreeMap<>();
        for (JsonNode object : Overlay.of("examples/site").nodes()) {
            JsonNode tls =
                    object.path("spec").path("podMetricsEndpoints").path(0).path("tlsConfig");
            if (!tls.isMissingNode()) {
                asked.put(
                        tls.path("ca").path("secret").path("name").asText(),
                        tls.path("serverName").asText());
            }
            JsonNode notes = object.path("metadata").path("annotations");
            if (notes.has("nginx.ingress.kubernetes.io/proxy-ssl-name")) {
                assertThat(notes.path("nginx.ingress.kubernetes.io/proxy-ssl-name")
                                .asText())
                        .isEqualTo("barograph");
            }
        }
        assertThat(asked).containsOnlyKeys("barograph-http-tls", "barograph-metrics-tls");
        for (Map.Entry<String, String> name : asked.entrySet()) {
            X509Certificate own = certificate(Objects.requireNonNull(secrets.get(name.getKey())), "tls.crt");
            assertThat(own.getSubjectAlternativeNames())
                    .extracting(entry -> (Object) entry.get(1))
                    .contains(name.getValue());
            own.verify(certificate(Objects.requireNonNull(secrets.get(name.getKey())), "ca.crt")
                    .getPublicKey());
        }
    }

    private static Map<String, Secret> made(String... arguments) throws Exception {
        assumeTrue(
                System.getenv("CI") != null || Files.isExecutable(Path.of("/usr/bin/openssl")),
                "needs openssl on the PATH");
        Process process = new ProcessBuilder(Stream.concat(Stream.of("./secrets"), Stream.of(arguments))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        List<JsonNode> documents = Overlay.documents(yaml);
        Map<String, Secret> secrets = new TreeMap<>();
        for (JsonNode document : documents) {
            Secret secret = (Secret) StrictModel.read(document);
            secrets.put(secret.getMetadata().getName(), secret);
        }
        return secrets;
    }

    private static X509Certificate certificate(Secret secret, String key) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        Base64.getDecoder().decode(secret.getData().get(key))));
    }

    private Path write(Secret secret, String key) throws IOException {
        Path file = Files.createFile(
                folder.resolve(key),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, Base64.getDecoder().decode(secret.getData().get(key)));
    }
}
