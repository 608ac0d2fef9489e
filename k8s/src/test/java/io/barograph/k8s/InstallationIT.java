package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the overlays are for. */
class InstallationIT {
    @Test
    void devIsOneOrchestratorWithADatabaseOfItsOwn() {
        Map<String, Deployment> deployments = Overlay.of("overlays/dev").deployments();
        assertThat(deployments).containsOnlyKeys("barograph-orchestrator", "barograph-worker");
        Deployment orchestrator = get(deployments, "barograph-orchestrator");
        assertThat(orchestrator.getSpec().getReplicas()).isEqualTo(1);
        assertThat(orchestrator.getSpec().getStrategy().getType()).isEqualTo("Recreate");
        PodSpec pod = orchestrator.getSpec().getTemplate().getSpec();
        assertThat(pod.getContainers().get(0).getArgs()).noneMatch(argument -> argument.startsWith("--database"));
        assertThat(pod.getVolumes())
                .filteredOn(volume -> volume.getName().equals("data"))
                .allMatch(volume -> volume.getEmptyDir() == null
                        && volume.getPersistentVolumeClaim().getClaimName().equals("barograph-data"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/production", "overlays/gpu", "overlays/monitoring", "examples/site"})
    void orchestratorsOfProductionStandInForEachOther(String name) {
        Overlay overlay = Overlay.of(name);
        Deployment orchestrator = get(overlay.deployments(), "barograph-orchestrator");
        assertThat(orchestrator.getSpec().getReplicas()).isGreaterThanOrEqualTo(2);
        assertThat(orchestrator
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getIntVal())
                .isZero();
        PodSpec pod = orchestrator.getSpec().getTemplate().getSpec();
        assertThat(CommandLines.arguments(name, pod.getContainers().get(0)))
                .anyMatch(argument -> argument.startsWith("--database=jdbc:postgresql://")
                        && argument.contains("sslmode=verify-full"))
                .anyMatch(argument -> argument.startsWith("--artifacts=s3://"));
        assertThat(pod.getTopologySpreadConstraints())
                .extracting(spread -> spread.getTopologyKey())
                .containsExactly("kubernetes.io/hostname", "topology.kubernetes.io/zone");
        Map<String, PodDisruptionBudget> budgets = overlay.named(
                PodDisruptionBudget.class, budget -> budget.getMetadata().getName());
        assertThat(budgets).containsOnlyKeys("barograph-orchestrator", "barograph-worker");
        assertThat(budgets.values())
                .as("pods that are not ready hold no drain up")
                .allMatch(budget ->
                        budget.getSpec().getUnhealthyPodEvictionPolicy().equals("AlwaysAllow"));
        budgets.forEach((of, budget) -> assertThat(overlay.pods().entrySet())
                .filteredOn(entry -> entry.getKey().startsWith(of))
                .isNotEmpty()
                .allMatch(entry -> entry.getValue()
                        .getMetadata()
                        .getLabels()
                        .entrySet()
                        .containsAll(
                                budget.getSpec().getSelector().getMatchLabels().entrySet())));
    }

    @Test
    void poolsOfGpusAreApart() {
        Overlay overlay = Overlay.of("overlays/gpu");
        Map<String, Deployment> deployments = overlay.deployments();
        assertThat(deployments)
                .containsOnlyKeys(
                        "barograph-orchestrator",
                        "barograph-worker",
                        "barograph-worker-gpu",
                        "barograph-worker-gpu-spot");
        Map<String, PriorityClass> priorities = overlay.named(
                PriorityClass.class, priority -> priority.getMetadata().getName());
        for (String name : List.of("barograph-worker-gpu", "barograph-worker-gpu-spot")) {
            PodSpec pod = get(deployments, name).getSpec().getTemplate().getSpec();
            assertThat(pod.getContainers().get(0).getResources().getLimits())
                    .containsEntry("nvidia.com/gpu", new Quantity("1"));
            assertThat(pod.getContainers().get(0).getImage()).contains("worker-cuda");
            assertThat(pod.getTolerations()).extracting(Toleration::getKey).contains("nvidia.com/gpu");
            assertThat(pod.getAffinity()
                            .getNodeAffinity()
                            .getRequiredDuringSchedulingIgnoredDuringExecution()
                            .getNodeSelectorTerms())
                    .isNotEmpty()
                    .allMatch(term -> term.getMatchExpressions().stream()
                            .anyMatch(expression -> expression.getKey().equals("nvidia.com/gpu.present")));
            assertThat(priorities).containsKey(pod.getPriorityClassName());
        }
        assertThat(get(priorities, "barograph-gpu-spot").getValue())
                .isLessThan(get(priorities, "barograph-gpu").getValue());
        assertThat(get(priorities, "barograph-gpu").getValue())
                .isLessThan(get(priorities, "barograph-orchestrator").getValue());
        assertThat(get(deployments, "barograph-worker")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .get(0)
                        .getResources()
                        .getLimits())
                .doesNotContainKey("nvidia.com/gpu");
    }

    /** Two Deployments with one selector would take each other's pods. */
    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void eachDeploymentSelectsItsOwnPodsAlone(Overlay overlay) {
        overlay.deployments().forEach((name, deployment) -> assertThat(overlay.pods().entrySet().stream()
                        .filter(pod -> pod.getValue()
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(deployment
                                        .getSpec()
                                        .getSelector()
                                        .getMatchLabels()
                                        .entrySet()))
                        .map(Map.Entry::getKey))
                .containsExactly(name));
    }

    @Test
    void aSiteBringsItsOwnValues() {
        Overlay overlay = Overlay.of("examples/site");
        PodSpec worker = get(overlay.deployments(), "barograph-worker-gpu-spot")
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(get(overlay.deployments(), "barograph-worker-gpu-spot")
                        .getSpec()
                        .getReplicas())
                .isEqualTo(4);
        assertThat(CommandLines.arguments(
                        "examples/site", worker.getContainers().get(0)))
                .contains("--artifacts=s3://site/barograph");
        assertThat(overlay.pods().entrySet())
                .filteredOn(pod -> pod.getKey().startsWith("barograph-worker"))
                .flatExtracting(pod -> pod.getValue().getSpec().getVolumes())
                .filteredOn(volume -> volume.getName().equals("datasets"))
                .hasSize(3)
                .allMatch(volume -> volume.getEmptyDir() == null
                        && volume.getPersistentVolumeClaim().getReadOnly());
    }

    private static <T> T get(Map<String, T> named, String name) {
        return Objects.requireNonNull(named.get(name), name);
    }
}
