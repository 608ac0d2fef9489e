package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.k8s.TestingCluster.Ended;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code k8s/install}, with a cluster that only takes down what it is told. */
class InstallCommandIT {
    private static final String[] TLS = {"tls.crt", "tls.key", "ca.crt"};

    @TempDir
    Path folder;

    private TestingCluster cluster;

    @BeforeEach
    void prepare() throws IOException {
        cluster = new TestingCluster(folder);
    }

    @Test
    void devMakesItsSecretsOnceAndUpgradesWhenItIsGivenAgain() throws Exception {
        requireInstalled(cluster.run("install", "dev"), "overlays/dev");
        List<List<JsonNode>> made = cluster.told("create");
        assertThat(made).hasSize(1);
        for (JsonNode secret : made.get(0)) {
            cluster.keep((Secret) StrictModel.read(secret));
        }

        requireInstalled(cluster.run("install", "dev"), "overlays/dev");
        assertThat(cluster.told("create")).as("secrets that are there stay").isEmpty();
    }

    @Test
    void productionIsInstalledOnceItsSecretsAreThere() throws Exception {
        Ended early = cluster.run("install", "production");
        assertThat(early.code()).isEqualTo(3);
        assertThat(early.err())
                .startsWith("k8s/install: the cluster lacks, see k8s/README.md:\n")
                .contains(
                        "  the secret barograph-bus-tls with the keys tls.crt tls.key ca.crt\n",
                        "  the secret barograph-http-tls with",
                        "  the secret barograph-metrics-tls with",
                        "  the secret barograph-worker-metrics with the keys token\n",
                        "  the secret barograph-database with the keys username password ca.crt\n",
                        "  the secret barograph-s3 with the keys access-key secret-key\n");
        assertThat(cluster.told("create")).isEmpty();
        assertThat(cluster.told("apply")).as("the namespace, for the secrets").hasSize(1);

        ownSecrets();
        cluster.keep("barograph-database", "username", "password", "ca.crt");
        cluster.keep("barograph-s3", "access-key", "secret-key");
        requireInstalled(cluster.run("install", "production"), "overlays/production");
        assertThat(cluster.calls())
                .as("the Job of before cannot be changed, and orchestrators may wait for it")
                .endsWith(
                        "delete job/barograph-migrations -n barograph --ignore-not-found",
                        "apply -f -",
                        "wait job/barograph-migrations -n barograph --for condition=complete --timeout 15m",
                        "rollout status -n barograph deployment/barograph-orchestrator --timeout 15m");

        cluster.refuses("wait");
        Ended ended = cluster.run("install", "production");
        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.err())
                .contains("the tables are not up to date: kubectl logs -n barograph job/barograph-migrations");
        cluster.refuses("delete");
        assertThat(cluster.run("install", "production").code()).isEqualTo(9);
        assertThat(cluster.calls()).last().asString().startsWith("delete");
    }

    @Test
    void madeSecretsDoNotReplaceThoseThatAreThere() throws Exception {
        ownSecrets();
        cluster.forget("barograph-metrics-tls");
        Ended ended = cluster.run("install", "dev", "--make-secrets");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err().lines().skip(1))
                .containsExactly("  the secret barograph-metrics-tls with the keys tls.crt tls.key ca.crt");
        assertThat(cluster.told("create")).isEmpty();
    }

    @Test
    void aKeyThatASecretLacksIsNamed() throws Exception {
        ownSecrets();
        cluster.keep("barograph-database", "username", "password");
        cluster.keep("barograph-s3", "access-key");
        Ended ended = cluster.run("install", "production");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err().lines().skip(1))
                .containsExactly(
                        "  the key ca.crt of the secret barograph-database",
                        "  the key secret-key of the secret barograph-s3");
    }

    @Test
    void anOverlayOfOnesOwnNeedsWhatKnowsItsKinds() throws Exception {
        ownSecrets();
        cluster.keep("barograph-database", "username", "password", "ca.crt");
        cluster.keep("barograph-s3", "access-key", "secret-key");
        cluster.knows("podmonitors.monitoring.coreos.com");
        Ended ended = cluster.run("install", "examples/site/");
        assertThat(ended.code()).isEqualTo(3);
        assertThat(ended.err().lines().skip(1))
                .containsExactly(
                        "  the secret barograph-database-owner with the keys username password",
                        "  what knows objects of keda.sh: install it first");

        cluster.told("apply");
        cluster.keep("barograph-database-owner", "username", "password");
        cluster.knows("podmonitors.monitoring.coreos.com", "scaledobjects.keda.sh");
        requireInstalled(cluster.run("install", "examples/site/"), "examples/site");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, usage:",
                "'', -, usage:",
                "--make-secrets, -, usage:",
                "dev, --make-secret, usage:",
                "nowhere, -, there is no folder nowhere",
                "base/.., -, there is no kustomization.yaml in base/..",
                "images, -, there is no kustomization.yaml in images"
            })
    void refusesAWrongCommandLineWithoutAskingTheCluster(@Nullable String first, @Nullable String second, String said)
            throws Exception {
        Ended ended = cluster.run(
                "install", Stream.of(first, second).filter(Objects::nonNull).toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isEqualTo(2);
        assertThat(ended.err()).contains(said);
        assertThat(cluster.calls()).isEmpty();
    }

    @Test
    void refusesAnOverlayThatCannotBeRendered() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(broken.resolve("kustomization.yaml"), "resources: [nothing.yaml]\n");
        Ended ended = cluster.run("install", broken.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("nothing.yaml", "k8s/install: kubectl cannot render");
        assertThat(cluster.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "apply -f, 9, cannot make the namespace",
        "get secret, 9, cannot look for secrets",
        "create -f, 9, cannot make secrets",
        "apply -f -, 9, cannot apply",
        "rollout status, 4, the orchestrators are not ready"
    })
    void saysWhatKubectlCouldNotDo(String refused, int code, String said) throws Exception {
        cluster.refuses(refused);
        Ended ended = cluster.run("install", "dev");
        assertThat(ended.code()).as(ended.err()).isEqualTo(code);
        assertThat(ended.err()).contains("Unauthorized", "k8s/install: ", said);
        assertThat(cluster.calls()).last().asString().as("it went no further").startsWith(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kubectl", "openssl"})
    void saysWhichProgramIsMissing(String program) throws Exception {
        Path programs = Files.createDirectory(folder.resolve("programs"));
        for (String name : List.of("bash", "sed", "grep", "dirname", "cat", "wc", "kubectl", "openssl")) {
            Path there = name.equals("kubectl")
                    ? Path.of("src/test/resources/kubectl").toAbsolutePath()
                    : Path.of("/usr/bin", name);
            if (!name.equals(program)) {
                Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\nexec " + there + " \"$@\"\n");
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        cluster.with("PATH", programs.toString());
        Ended ended = cluster.run("install", "dev");
        assertThat(ended.code()).as(ended.err()).isEqualTo(10);
        assertThat(ended.err()).contains("needs " + program);
    }

    private void ownSecrets() throws IOException {
        for (String name : List.of("barograph-bus-tls", "barograph-http-tls", "barograph-metrics-tls")) {
            cluster.keep(name, TLS);
        }
        cluster.keep("barograph-worker-metrics", "token");
    }

    /** The namespace, then all that the real kubectl makes of the overlay, then the wait for orchestrators. */
    private void requireInstalled(Ended ended, String overlay) throws Exception {
        assertThat(ended.code()).as(ended.err()).isZero();
        List<List<JsonNode>> applied = cluster.told("apply");
        assertThat(applied).hasSize(2);
        assertThat(applied.get(0))
                .extracting(node -> node.path("kind").asText())
                .containsExactly("Namespace");
        assertThat(applied.get(1)).isEqualTo(Overlay.of(overlay).nodes());
        assertThat(cluster.calls())
                .last()
                .isEqualTo("rollout status -n barograph deployment/barograph-orchestrator --timeout 15m");
    }
}
