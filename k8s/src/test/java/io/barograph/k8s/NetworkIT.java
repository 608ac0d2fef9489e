package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may speak with whom. */
class NetworkIT {
    private static final Map<String, String> OURS = Map.of("app.kubernetes.io/name", "barograph");

    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void nothingIsAllowedByDefault(Overlay overlay) {
        NetworkPolicy policy = Objects.requireNonNull(policies(overlay).get("default-deny"));
        assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
        assertThat(policy.getSpec().getPodSelector()).isEqualTo(new LabelSelector());
        assertThat(policy.getSpec().getIngress()).isEmpty();
        assertThat(policy.getSpec().getEgress()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void membersAreReachedByMembersAloneAndNothingByEverybody(Overlay overlay) {
        Map<Integer, Set<String>> opened = new TreeMap<>();
        policies(overlay).forEach((name, policy) -> {
            for (NetworkPolicyIngressRule rule : policy.getSpec().getIngress()) {
                assertThat(rule.getFrom()).as(name + " names who").isNotEmpty();
                assertThat(rule.getPorts()).as(name + " names ports").isNotEmpty();
                assertThat(rule.getFrom()).as(name).allMatch(peer -> peer.getIpBlock() == null);
                for (NetworkPolicyPort port : rule.getPorts()) {
                    opened.computeIfAbsent(port.getPort().getIntVal(), any -> new TreeSet<>())
                            .add(name);
                    if (port.getPort().getIntVal() < 8000) {
                        assertThat(rule.getFrom()).as(name).hasSize(1).allMatch(NetworkIT::isOurs);
                    }
                }
            }
            policy.getSpec().getEgress().forEach(rule -> {
                assertThat(rule.getTo()).as(name + " names to whom").isNotEmpty();
                assertThat(rule.getPorts()).as(name + " names ports").isNotEmpty();
            });
        });
        assertThat(opened.keySet()).isSubsetOf(5701, 5702, 8443, 9400).contains(5701, 5702, 8443);
        assertThat(opened.get(5701)).containsExactly("barograph-members");
        assertThat(opened.get(5702)).containsExactly("barograph-members");
        boolean monitored = overlay.objects().stream()
                .anyMatch(object -> object instanceof io.fabric8.openshift.api.model.monitoring.v1.PodMonitor);
        assertThat(opened.containsKey(9400)).isEqualTo(monitored);
    }

    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void podsReachTheNameServerEachOtherAndWhereTheyStore(Overlay overlay) {
        boolean elsewhere = !overlay.name().equals("overlays/dev");
        overlay.pods().forEach((pod, template) -> {
            Set<String> reached = new TreeSet<>();
            policies(overlay).values().stream()
                    .filter(policy -> selects(policy.getSpec().getPodSelector(), template))
                    .flatMap(policy -> policy.getSpec().getEgress().stream())
                    .flatMap(rule -> rule.getPorts().stream())
                    .forEach(port -> reached.add(
                            port.getProtocol() + " " + port.getPort().getIntVal()));
            boolean member = !pod.equals("barograph-migrations");
            Set<String> wanted = new TreeSet<>(Set.of("UDP 53", "TCP 53"));
            if (member) {
                wanted.addAll(Set.of("TCP 5701", "TCP 5702"));
            }
            if (member && elsewhere) {
                wanted.add("TCP 443");
            }
            if (elsewhere && !pod.startsWith("barograph-worker")) {
                wanted.add("TCP 5432");
            }
            assertThat(reached).as(pod).isEqualTo(wanted);
        });
    }

    /** A policy that selects nothing opens nothing, and a label that was changed is noticed late. */
    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void everyPolicyIsForSomePod(Overlay overlay) {
        assertThat(policies(overlay).values()).allMatch(policy -> overlay.pods().values().stream()
                .anyMatch(pod -> selects(policy.getSpec().getPodSelector(), pod)));
    }

    /** A database or a bucket may be anywhere, but not at the address where clouds give out rights. */
    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void nobodyReachesTheMetadataOfACloud(Overlay overlay) {
        assertThat(policies(overlay).values())
                .flatExtracting(policy -> policy.getSpec().getEgress())
                .flatExtracting(rule -> rule.getTo())
                .filteredOn(peer -> peer.getIpBlock() != null
                        && !peer.getIpBlock().getCidr().endsWith("/32"))
                .allMatch(peer -> peer.getIpBlock().getExcept().contains("169.254.0.0/16"));
    }

    @ParameterizedTest
    @MethodSource("io.barograph.k8s.Overlay#all")
    void servicesFindOrchestratorsAndMembersBeforeTheyAreReady(Overlay overlay) {
        Map<String, Service> services =
                overlay.named(Service.class, service -> service.getMetadata().getName());
        assertThat(services).containsOnlyKeys("barograph", "barograph-members");
        Service members = Objects.requireNonNull(services.get("barograph-members"));
        assertThat(members.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(members.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(services.values()).allMatch(service -> service.getSpec().getType() == null);
        services.forEach((name, service) -> {
            List<String> selected = overlay.pods().entrySet().stream()
                    .filter(pod -> pod.getValue()
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(service.getSpec().getSelector().entrySet()))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(selected).as(name).containsExactly("barograph-orchestrator");
            Set<String> ports = new TreeSet<>();
            Objects.requireNonNull(overlay.pods().get("barograph-orchestrator"))
                    .getSpec()
                    .getContainers()
                    .forEach(container -> container.getPorts().forEach(port -> ports.add(port.getName())));
            assertThat(service.getSpec().getPorts())
                    .allMatch(port -> ports.contains(port.getTargetPort().getStrVal()));
        });
    }

    private static boolean selects(LabelSelector selector, PodTemplateSpec pod) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return (selector.getMatchLabels() == null
                        || labels.entrySet()
                                .containsAll(selector.getMatchLabels().entrySet()))
                && selector.getMatchExpressions().stream()
                        .allMatch(each -> each.getOperator().equals("In")
                                && each.getValues().contains(labels.get(each.getKey())));
    }

    private static boolean isOurs(NetworkPolicyPeer peer) {
        return peer.getNamespaceSelector() == null
                && peer.getPodSelector() != null
                && OURS.equals(peer.getPodSelector().getMatchLabels());
    }

    private static Map<String, NetworkPolicy> policies(Overlay overlay) {
        return overlay.named(NetworkPolicy.class, policy -> policy.getMetadata().getName());
    }
}
