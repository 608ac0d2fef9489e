package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.node.WorkerConfig;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every pod of every overlay. */
class PodSafetyIT {
    private static final long MEBIBYTE = 1L << 20;

    /** What a Java machine has beside heap, class data and direct buffers: code, threads, collector, libraries. */
    private static final long OWN_MEBIBYTES = 384;

    static Stream<Arguments> pods() {
        return Overlay.all().flatMap(overlay -> overlay.pods().entrySet().stream()
                .map(pod -> Arguments.of(overlay.name(), pod.getKey(), pod.getValue())));
    }

    /** Of pods that serve until they are stopped. */
    static Stream<Arguments> servers() {
        return containers().filter(arguments -> !arguments.get()[1].equals("barograph-migrations"));
    }

    static Stream<Arguments> containers() {
        return pods().flatMap(arguments -> {
            PodSpec pod = ((PodTemplateSpec) arguments.get()[2]).getSpec();
            return Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                    .map(container -> Arguments.of(arguments.get()[0], arguments.get()[1], container, pod));
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("pods")
    void podsAreConfined(String overlay, String name, PodTemplateSpec template) {
        PodSpec pod = template.getSpec();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getServiceAccountName()).startsWith("barograph-");
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isGreaterThan(9_999);
        assertThat(pod.getSecurityContext().getRunAsGroup()).isGreaterThan(9_999);
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getSecurityContext().getFsGroupChangePolicy()).isEqualTo("OnRootMismatch");
        assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC()))
                .allMatch(shared -> shared == null || !shared);
        assertThat(pod.getVolumes()).noneMatch(volume -> volume.getHostPath() != null);
        assertThat(pod.getContainers()).isNotEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("containers")
    void containersAreConfined(String overlay, String name, Container container, PodSpec pod) {
        assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(container.getSecurityContext().getCapabilities().getAdd()).isNullOrEmpty();
        assertThat(container.getSecurityContext().getPrivileged()).isNotEqualTo(true);
        assertThat(container.getSecurityContext().getRunAsUser()).isNull();
        assertThat(container.getPorts()).allMatch(port -> port.getHostPort() == null);
        assertThat(container.getImage()).doesNotContain(":latest").matches(".+(:[^:/]+|@sha256:[0-9a-f]{64})");
        assertThat(container.getImagePullPolicy()).isNull();
        for (String resource : List.of("cpu", "memory", "ephemeral-storage")) {
            assertThat(container.getResources().getRequests()).containsKey(resource);
            assertThat(container.getResources().getLimits()).containsKey(resource);
        }
        // More than was asked for is what the kernel kills first when a node has none left.
        assertThat(bytes(container, "memory"))
                .isEqualTo(Quantity.getAmountInBytes(
                        container.getResources().getRequests().get("memory")));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("containers")
    void whatIsMountedIsThereAndSecretsAreReadByTheGroupAlone(
            String overlay, String name, Container container, PodSpec pod) {
        Map<String, Volume> volumes = pod.getVolumes().stream().collect(Collectors.toMap(Volume::getName, v -> v));
        assertThat(volumes.values())
                .as("a name and one source, which a patch may have left beside another one")
                .allMatch(volume ->
                        StrictModel.mapper().<JsonNode>valueToTree(volume).size() == 2);
        assertThat(container.getVolumeMounts())
                .extracting(VolumeMount::getName)
                .containsExactlyInAnyOrderElementsOf(volumes.keySet());
        for (VolumeMount mount : container.getVolumeMounts()) {
            Volume volume = Objects.requireNonNull(volumes.get(mount.getName()));
            if (volume.getSecret() != null) {
                assertThat(mount.getReadOnly()).as(mount.getName()).isTrue();
                assertThat(volume.getSecret().getDefaultMode())
                        .as(mount.getName())
                        .isEqualTo(0440);
            }
            if (volume.getEmptyDir() != null) {
                assertThat(volume.getEmptyDir().getSizeLimit())
                        .as(mount.getName())
                        .isNotNull();
            }
        }
        BigDecimal disk = pod.getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .map(volume -> Quantity.getAmountInBytes(volume.getEmptyDir().getSizeLimit()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(disk).isLessThanOrEqualTo(bytes(container, "ephemeral-storage"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("containers")
    void memoryOfJavaAndOfNetworksFitsTheLimitTogether(String overlay, String name, Container container, PodSpec pod) {
        String options = Objects.requireNonNull(
                CommandLines.environment(overlay, container).get("BAROGRAPH_JAVA_OPTS"));
        long limit = bytes(container, "memory").longValueExact() / MEBIBYTE;
        long java = mebibytes(options, "-Xmx")
                + mebibytes(options, "-XX:MaxMetaspaceSize=")
                + mebibytes(options, "-XX:MaxDirectMemorySize=")
                + OWN_MEBIBYTES;
        assertThat(options).contains("-Djava.io.tmpdir=/tmp", "-Duser.home=/");
        if (name.startsWith("barograph-worker")) {
            long arrays = mebibytes(options, "-Dorg.bytedeco.javacpp.maxBytes=");
            long most = mebibytes(options, "-Dorg.bytedeco.javacpp.maxPhysicalBytes=");
            assertThat(java + arrays).isLessThanOrEqualTo(most);
            assertThat(most).isLessThanOrEqualTo(limit - 512);
            assertThat(options).contains("-Dorg.bytedeco.javacpp.cachedir=/tmp/");
        } else {
            boolean ownDatabase = container.getArgs().stream().noneMatch(argument -> argument.startsWith("--database"));
            assertThat(java + (ownDatabase ? 512 : 0)).isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void theBenchOfMemoryMeasuresTheLimitsOfDev() throws IOException {
        String bench = Files.readString(Path.of("../bench/memory/run"));
        Container worker = Objects.requireNonNull(
                        Overlay.of("overlays/dev").pods().get("barograph-worker"))
                .getSpec()
                .getContainers()
                .get(0);
        assertThat(bench).contains("limit=" + bytes(worker, "memory").longValueExact() / MEBIBYTE + " ");
        String options = Objects.requireNonNull(
                CommandLines.environment("overlays/dev", worker).get("BAROGRAPH_JAVA_OPTS"));
        assertThat(options.split("\\s+"))
                .filteredOn(option -> option.matches("-X.*|.*javacpp[.]max.*"))
                .hasSize(6)
                .allMatch(bench::contains);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("servers")
    void isProbedAndHasTheTimeToStop(String overlay, String name, Container container, PodSpec pod) {
        boolean worker = name.startsWith("barograph-worker");
        String port = worker ? "metrics" : "http";
        probes(container.getStartupProbe(), "/health/live", port);
        probes(container.getLivenessProbe(), "/health/live", port);
        probes(container.getReadinessProbe(), "/health/ready", port);
        Probe live = container.getLivenessProbe();
        assertThat(live.getPeriodSeconds() * live.getFailureThreshold())
                .as("a process that is slow for a while is not killed")
                .isGreaterThanOrEqualTo(120);
        assertThat(pod.getTerminationGracePeriodSeconds())
                .as("a checkpoint is stored and told before the kernel kills")
                .isGreaterThanOrEqualTo(WorkerConfig.DEFAULT_STOP_TIMEOUT.toSeconds() + 30);
    }

    private static void probes(Probe probe, String path, String port) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo(port);
        assertThat(probe.getHttpGet().getScheme()).isEqualTo("HTTPS");
    }

    private static BigDecimal bytes(Container container, String resource) {
        return Quantity.getAmountInBytes(
                Objects.requireNonNull(container.getResources().getLimits().get(resource)));
    }

    private static long mebibytes(String options, String option) {
        Matcher value = Pattern.compile("(?:^|\\s)" + Pattern.quote(option) + "(\\d+)m(?=\\s|$)")
                .matcher(options);
        assertThat(value.find()).as(option + " in " + options).isTrue();
        return Long.parseLong(value.group(1));
    }
}
