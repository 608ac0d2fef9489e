package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What {@code kubectl kustomize} makes of a folder. */
record Overlay(String name, List<JsonNode> nodes, List<Object> objects) {
    /** Every installation that the documentation offers. */
    static final List<String> ALL =
            List.of("overlays/dev", "overlays/production", "overlays/gpu", "overlays/monitoring", "examples/site");

    private static final Path OWN = Path.of("../.barograph/bin/kubectl");
    private static final Map<String, Overlay> KNOWN = new ConcurrentHashMap<>();

    static Overlay of(String name) {
        return KNOWN.computeIfAbsent(name, Overlay::render);
    }

    static Stream<Overlay> all() {
        return ALL.stream().map(Overlay::of);
    }

    /** Objects of a kind by their names. */
    <T> Map<String, T> named(Class<T> kind, Function<T, String> name) {
        return objects.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .collect(Collectors.toMap(name, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    Map<String, Deployment> deployments() {
        return named(Deployment.class, object -> object.getMetadata().getName());
    }

    /** Everything that becomes a pod. */
    Map<String, PodTemplateSpec> pods() {
        Map<String, PodTemplateSpec> pods = new TreeMap<>();
        deployments()
                .forEach((deployment, object) ->
                        pods.put(deployment, object.getSpec().getTemplate()));
        named(Job.class, object -> object.getMetadata().getName())
                .forEach((job, object) -> pods.put(job, object.getSpec().getTemplate()));
        return pods;
    }

    Map<String, ConfigMap> configMaps() {
        return named(ConfigMap.class, object -> object.getMetadata().getName());
    }

    @Override
    public String toString() {
        return name;
    }

    static List<JsonNode> documents(String yaml) {
        Iterable<Object> all = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(yaml);
        return StreamSupport.stream(all.spliterator(), false)
                .map(document -> StrictModel.mapper().<JsonNode>valueToTree(document))
                .toList();
    }

    /** A kubectl of the machine, or the one that the gate fetched. */
    static String kubectl() {
        if (Files.isExecutable(OWN)) {
            return OWN.toAbsolutePath().normalize().toString();
        }
        String found = Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> folder + "/kubectl")
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst()
                .orElse(null);
        assumeTrue(found != null || System.getenv("CI") != null, "needs kubectl on the PATH");
        return Objects.requireNonNull(found, "needs kubectl on the PATH, or what .ci/run fetches");
    }

    private static Overlay render(String name) {
        try {
            Path errors = Files.createTempFile("kubectl", ".log");
            Process process = new ProcessBuilder(kubectl(), "kustomize", name)
                    .redirectError(errors.toFile())
                    .start();
            String rendered = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            assertThat(code).as(name + ": " + Files.readString(errors)).isZero();
            Files.delete(errors);
            List<JsonNode> nodes = documents(rendered);
            return new Overlay(name, nodes, nodes.stream().map(Overlay::read).toList());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Object read(JsonNode object) {
        try {
            return StrictModel.read(object);
        } catch (JsonProcessingException e) {
            throw new AssertionError(
                    object.path("kind").asText() + " "
                            + object.path("metadata").path("name").asText() + ": " + e.getMessage(),
                    e);
        }
    }
}
