package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.metrics.Rules;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitoringIT {
    private static final Path OWN = Path.of("components/monitoring");
    private static final Path DASHBOARDS = Path.of("../metrics/dashboards/json");
    private static final String RENEW = "barograph.renew";
    private static final String SCALER =
            """
            rule_files: []
            evaluation_interval: 15s
            tests:
              - interval: 15s
                input_series:
                  - {series: 'barograph_slot_busy{barograph_io_pool="cpu",pod="a",slot="0"}', values: 1x60}
                  - {series: 'barograph_slot_busy{barograph_io_pool="cpu",pod="b",slot="0"}', values: 1x60}
                  - {series: 'barograph_slot_busy{barograph_io_pool="cpu",pod="c",slot="0"}', values: 0x60}
                  - {series: 'barograph_slot_busy{barograph_io_pool="gpu",pod="d",slot="0"}', values: 1x60}
                  - {series: 'barograph_slot_busy{barograph_io_pool="gpu-spot",pod="e",slot="0"}', values: 1x60}
                  - {series: 'barograph_queued_trials{instance="a"}', values: 0x7 8x30 0x20}
                  - {series: 'barograph_queued_trials_by_requirement{requires="any worker"}', values: 0x7 5x30 0x20}
                  - {series: 'barograph_queued_trials_by_requirement{requires="gpu"}', values: _x7 2x30 stale _x20}
                  - {series: 'barograph_queued_trials_by_requirement{requires="gpu,large"}', values: _x7 1x30 stale _x20}
                promql_expr_test:
                  - {expr: 'QUERY', eval_time: 1m, exp_samples: [{labels: '{}', value: BEFORE}]}
                  - {expr: 'QUERY', eval_time: 3m, exp_samples: [{labels: '{}', value: BEFORE}]}
                  - {expr: 'QUERY', eval_time: 5m, exp_samples: [{labels: '{}', value: LASTING}]}
                  - {expr: 'QUERY', eval_time: 12m, exp_samples: [{labels: '{}', value: BEFORE}]}
              - interval: 15s
                input_series:
                  - {series: 'barograph_slot_busy{barograph_io_pool="cpu",pod="a",slot="0"}', values: 1x60}
                promql_expr_test:
                  - {expr: 'QUERY', eval_time: 5m, exp_samples: []}
            """;

    @TempDir
    Path folder;

    @Test
    void copiesOfRulesAndDashboardsAreUpToDate() throws IOException {
        Map<Path, String> wanted = new TreeMap<>();
        wanted.put(OWN.resolve("rules/rules.yaml"), Rules.standard().kubernetesObject());
        try (Stream<Path> files = Files.list(DASHBOARDS)) {
            for (Path file : files.toList()) {
                wanted.put(OWN.resolve("dashboards").resolve(file.getFileName().toString()), Files.readString(file));
            }
        }
        for (Map.Entry<Path, String> copy : wanted.entrySet()) {
            if (Boolean.getBoolean(RENEW)) {
                Files.writeString(copy.getKey(), copy.getValue());
            }
            assertThat(copy.getKey())
                    .as("it is a copy; renew it with mvn -q -pl k8s -am verify -Dit.test=MonitoringIT"
                            + " -Dfailsafe.failIfNoSpecifiedTests=false -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false"
                            + " -D" + RENEW + "=true")
                    .content()
                    .isEqualTo(copy.getValue());
        }
        assertThat(Overlay.of("overlays/monitoring").configMaps().values())
                .filteredOn(map -> map.getMetadata().getLabels() != null
                        && map.getMetadata().getLabels().containsKey("grafana_dashboard"))
                .flatExtracting((ConfigMap map) -> map.getData().keySet())
                .containsExactlyInAnyOrderElementsOf(wanted.keySet().stream()
                        .map(file -> file.getFileName().toString())
                        .filter(file -> file.endsWith(".json"))
                        .toList());
    }

    /** Rules and dashboards find jobs by their names, which are those of the monitors. */
    @Test
    void everyPodIsScrapedOnceUnderANameThatRulesFind() {
        Overlay overlay = Overlay.of("examples/site");
        Map<String, PodMonitor> monitors =
                overlay.named(PodMonitor.class, monitor -> monitor.getMetadata().getName());
        assertThat(monitors.keySet()).allMatch(name -> name.contains("barograph"));
        Map<String, PodTemplateSpec> pods = overlay.pods();
        assertThat(pods.remove("barograph-migrations")).as("it ends at once").isNotNull();
        for (Map.Entry<String, PodTemplateSpec> pod : pods.entrySet()) {
            List<PodMonitor> scraping = monitors.values().stream()
                    .filter(monitor -> pod.getValue()
                            .getMetadata()
                            .getLabels()
                            .entrySet()
                            .containsAll(monitor.getSpec()
                                    .getSelector()
                                    .getMatchLabels()
                                    .entrySet()))
                    .toList();
            assertThat(scraping).as(pod.getKey()).hasSize(1);
            assertThat(scraping.get(0).getSpec().getPodMetricsEndpoints())
                    .hasSize(1)
                    .allMatch(endpoint -> endpoint.getScheme().equals("https")
                            && endpoint.getPath().equals("/metrics")
                            && endpoint.getAuthorization()
                                    .getCredentials()
                                    .getKey()
                                    .equals("token")
                            && endpoint.getTlsConfig().getCa().getSecret() != null
                            && pod.getValue().getSpec().getContainers().get(0).getPorts().stream()
                                    .anyMatch(port -> port.getName().equals(endpoint.getPort())));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"barograph-worker", "barograph-worker-gpu"})
    void scalersCountTrialsAndOwnTheNumberOfWorkers(String name) throws IOException {
        Overlay overlay = Overlay.of("examples/site");
        ScaledObject scaler = Objects.requireNonNull(
                overlay.named(ScaledObject.class, object -> object.metadata().getName())
                        .get(name));
        ScaledObject.Spec spec = scaler.spec();
        assertThat(spec.scaleTargetRef()).isEqualTo(new ScaledObject.Target("apps/v1", "Deployment", name));
        assertThat(Objects.requireNonNull(overlay.deployments().get(name))
                        .getSpec()
                        .getReplicas())
                .as("an apply of the manifest does not undo what was scaled")
                .isNull();
        assertThat(spec.minReplicaCount()).isLessThan(spec.maxReplicaCount());
        assertThat(spec.fallback().behavior()).isEqualTo("currentReplicas");
        assertThat(spec.triggers()).hasSize(1);
        ScaledObject.Trigger trigger = spec.triggers().get(0);
        assertThat(trigger.type()).isEqualTo("prometheus");
        assertThat(trigger.metricType()).isEqualTo("AverageValue");
        assertThat(trigger.metadata()).containsEntry("threshold", "1").containsKeys("serverAddress", "query");
        String pool = Objects.requireNonNull(overlay.pods().get(name))
                .getMetadata()
                .getLabels()
                .get("barograph.io/pool");
        assertThat(trigger.metadata().get("query")).contains("barograph_io_pool=\"" + pool + "\"");
        assertThat(Objects.requireNonNull(overlay.named(PodMonitor.class, monitor -> monitor.getMetadata()
                                        .getName())
                                .get("barograph-workers"))
                        .getSpec()
                        .getPodTargetLabels())
                .contains("barograph.io/pool");
        String known = Files.readString(Path.of("../docs/reference/metrics.md"));
        Matcher metric =
                Pattern.compile("barograph_\\w+").matcher(trigger.metadata().get("query"));
        assertThat(metric.results().map(found -> found.group()))
                .containsExactly(
                        "barograph_slot_busy",
                        "barograph_io_pool",
                        "barograph_queued_trials_by_requirement",
                        "barograph_queued_trials")
                .filteredOn(used -> !used.equals("barograph_io_pool")) // a label of pods
                .allMatch(used -> known.contains("`" + used + "`"));
    }

    /** Trials come at 2:00 and are counted when they have waited for two minutes, by the pool that they are for. */
    @ParameterizedTest
    @CsvSource({"barograph-worker, 2, 7", "barograph-worker-gpu, 1, 4"})
    void scalersWaitForTheQueueToLast(String name, int before, int lasting) throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        assumeTrue(Files.isExecutable(promtool) || System.getenv("CI") != null, "needs promtool");
        ScaledObject scaler = Objects.requireNonNull(Overlay.of("examples/site")
                .named(ScaledObject.class, object -> object.metadata().getName())
                .get(name));
        String query = Objects.requireNonNull(
                scaler.spec().triggers().get(0).metadata().get("query"));
        String text = SCALER.replace("QUERY", query.replaceAll("\\s+", " "))
                .replace("BEFORE", "" + before)
                .replace("LASTING", "" + lasting);
        Path test = Files.writeString(folder.resolve("scaler.yaml"), text);
        Process process = new ProcessBuilder(promtool.toString(), "test", "rules", test.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
