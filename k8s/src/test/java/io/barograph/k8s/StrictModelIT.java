package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrictModelIT {
    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void everyObjectIsWhatItsModelIsLike(Overlay overlay) {
        assertThat(overlay.objects()).hasSizeGreaterThan(10);
        assertThat(overlay.nodes())
                .as("they are all in one namespace")
                .filteredOn(node -> !node.path("kind").asText().matches("Namespace|PriorityClass"))
                .allMatch(
                        node -> node.path("metadata").path("namespace").asText().equals("barograph"));
        assertThat(overlay.nodes())
                .as("nothing that gives rights, and no secret")
                .noneMatch(node -> node.path("kind").asText().matches(".*Role.*|Secret"));
    }

    /** Each of these was right before. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment | /spec/template/spec/containers/0 | readonlyRootFilesystem | true",
                "Deployment | /spec/template/spec/containers/0/securityContext | readOnlyRootFilesystem | \"true\"",
                "Deployment | /spec/template/spec | terminationGracePeriodSeconds | \"120\"",
                "Deployment | /spec/template/spec/containers/0/env/0 | value | 4",
                "Deployment | /spec/template/metadata/labels | answer | true",
                "Deployment | /spec | replica | 2",
                "Service | /spec | publishNotReadyAddresses | \"yes\"",
                "NetworkPolicy | /spec | ingress | {}",
                "PodDisruptionBudget | /spec | minAvailble | 1",
                "Ingress | /spec/rules/0/http/paths/0/backend | serviceName | \"barograph\"",
                "PodMonitor | /spec/podMetricsEndpoints/0 | intervall | \"15s\"",
                "PrometheusRule | /spec/groups/0/rules/0 | expression | \"1\"",
                "ScaledObject | /spec/triggers/0/metadata | threshold | 1",
                "ScaledObject | /spec | maxReplicas | 1",
                "ConfigMap | /data | NUMBER | 1"
            })
    void refusesUnknownFieldsAndWrongTypes(String kind, String place, String field, String value) throws Exception {
        JsonNode object = Overlay.of("examples/site").nodes().stream()
                .filter(node -> node.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow()
                .deepCopy();
        StrictModel.read(object);
        ((ObjectNode) object.at(place)).set(field, StrictModel.mapper().readTree(value));
        assertThatThrownBy(() -> StrictModel.read(object)).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void refusesKindsWithoutAModel() {
        JsonNode object = StrictModel.mapper().valueToTree(Map.of("apiVersion", "v2", "kind", "Pod"));
        assertThatThrownBy(() -> StrictModel.read(object)).hasMessage("there is no model of v2 Pod");
    }

    @Test
    void imagesAreNamedByTheirDigestsIfTheSiteSaysSo() {
        assertThat(Overlay.of("examples/site").pods().values())
                .flatExtracting(pod -> pod.getSpec().getContainers())
                .allMatch(container ->
                        container.getImage().toLowerCase(Locale.ROOT).contains("@sha256:"));
    }
}
