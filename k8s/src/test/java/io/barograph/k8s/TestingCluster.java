package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A cluster that only keeps what it is told, behind a {@code kubectl} that stands in for the real one. */
final class TestingCluster {
    private static final Path STAND_IN = Path.of("src/test/resources").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** What a command ended with and said. */
    record Ended(int code, String out, String err) {}

    TestingCluster(Path folder) throws IOException {
        this.folder = folder;
        Files.createFile(folder.resolve("calls"));
        knows();
        environment.put("PATH", STAND_IN + ":" + System.getenv("PATH"));
        environment.put("CLUSTER", folder.toString());
        environment.put("KUBECTL", Overlay.kubectl());
    }

    /** The kinds of objects that it has beside Kubernetes' own. */
    void knows(String... kinds) throws IOException {
        Files.write(folder.resolve("kinds"), List.of(kinds));
    }

    /** Lets a command of kubectl, given by its first words, fail from now on. */
    void refuses(String command) {
        environment.put("REFUSED", command);
    }

    void with(String variable, String value) {
        environment.put(variable, value);
    }

    void keep(String secret, String... keys) throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        for (String key : keys) {
            data.put(key, "");
        }
        keep(new SecretBuilder()
                .withNewMetadata()
                .withName(secret)
                .withNamespace("barograph")
                .endMetadata()
                .withData(data)
                .build());
    }

    /** As a server does with what was applied. */
    void keep(Secret secret) throws IOException {
        Files.writeString(
                folder.resolve("secret-" + secret.getMetadata().getName() + ".json"),
                StrictModel.mapper().writeValueAsString(secret));
    }

    void forget(String secret) throws IOException {
        Files.delete(folder.resolve("secret-" + secret + ".json"));
    }

    Ended run(String command, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("./" + command));
        words.addAll(List.of(arguments));
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), out, Files.readString(err));
    }

    List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("calls"));
    }

    /** The last words that were to be carried out in a pod. */
    List<String> words() throws IOException {
        return Files.readAllLines(folder.resolve("words"));
    }

    /** What it was told by {@code apply} or {@code create}, in order, and forgets that. */
    List<List<JsonNode>> told(String how) throws IOException {
        List<List<JsonNode>> told = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.getFileName().toString().matches(how + "-\\d+\\.yaml"))
                    .sorted()
                    .toList()) {
                told.add(Overlay.documents(Files.readString(file)));
                Files.delete(file);
            }
        }
        return told;
    }
}
