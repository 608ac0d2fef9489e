package io.barograph.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.cli.Barograph;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

class CommandLinesIT {
    private static final String SOURCES = Stream.of(
                    "../barograph",
                    "../orchestrator/cli/src/main",
                    "../orchestrator/artifacts/src/main",
                    "../orchestrator/server/src/main",
                    "../worker/bar/src/main")
            .map(place -> text(Path.of(place)))
            .collect(Collectors.joining());

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.barograph.k8s.PodSafetyIT#containers")
    void commandsTakeWhatTheyAreGiven(String overlay, String name, Container container, PodSpec pod) {
        List<String> arguments = CommandLines.arguments(overlay, container);
        ParseResult parsed = Barograph.commandLine()
                .parseArgs(arguments.toArray(String[]::new))
                .subcommand();
        assertThat(parsed.commandSpec().name())
                .isEqualTo(
                        name.equals("barograph-migrations")
                                ? "migrate"
                                : name.startsWith("barograph-worker") ? "worker" : "orchestrator");
        assertThat(parsed.matchedOptions())
                .as("each option once")
                .hasSize(arguments.size() - 1)
                .doesNotHaveDuplicates();
        assertThat(arguments).noneMatch(argument -> argument.contains("$("));
    }

    @Test
    void anOptionThatIsUnknownIsNoticed() {
        CommandLine commands = Barograph.commandLine();
        assertThatThrownBy(() -> commands.parseArgs("worker", "--joins=barograph-members:5701"))
                .isInstanceOf(UnmatchedArgumentException.class);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.barograph.k8s.PodSafetyIT#servers")
    void pathsLieInMountsAndPortsAreDeclared(String overlay, String name, Container container, PodSpec pod) {
        List<String> arguments = CommandLines.arguments(overlay, container);
        Map<String, String> environment = CommandLines.environment(overlay, container);
        List<String> mounts = container.getVolumeMounts().stream()
                .map(VolumeMount::getMountPath)
                .toList();
        assertThat(Stream.concat(
                                arguments.stream().skip(1),
                                environment.entrySet().stream().map(Object::toString))
                        .map(text -> text.substring(text.indexOf('=') + 1))
                        .filter(value -> value.startsWith("/")))
                .isNotEmpty()
                .allMatch(value ->
                        mounts.stream().anyMatch(mount -> value.equals(mount) || value.startsWith(mount + "/")));
        assertThat(arguments.stream()
                        .filter(argument -> argument.matches("--(listen|http|metrics|event-bus-port)=.*"))
                        .map(argument -> Integer.valueOf(argument.replaceAll(".*[:=]", ""))))
                .containsExactlyInAnyOrderElementsOf(container.getPorts().stream()
                        .map(ContainerPort::getContainerPort)
                        .toList());
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.barograph.k8s.PodSafetyIT#containers")
    void variablesAreThoseThatSomethingReads(String overlay, String name, Container container, PodSpec pod) {
        assertThat(container.getEnv())
                .extracting(variable -> variable.getName())
                .filteredOn(variable -> !variable.matches("POD_IP|POD_NAME|BAROGRAPH_ARTIFACTS|BAROGRAPH_DATABASE_URL"))
                .hasSizeGreaterThan(2)
                .allMatch(variable -> SOURCES.contains(variable));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.barograph.k8s.PodSafetyIT#servers")
    void theEventBusIsEncrypted(String overlay, String name, Container container, PodSpec pod) {
        assertThat(CommandLines.environment(overlay, container))
                .containsEntry("BAROGRAPH_TLS_CERT", "/tls/bus/tls.crt")
                .containsEntry("BAROGRAPH_TLS_KEY", "/tls/bus/tls.key")
                .containsEntry("BAROGRAPH_TLS_CA", "/tls/bus/ca.crt");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("io.barograph.k8s.PodSafetyIT#containers")
    void secretsAreReferredTo(String overlay, String name, Container container, PodSpec pod) {
        assertThat(container.getEnv())
                .filteredOn(variable -> variable.getName().matches(".*(PASSWORD|USER|ACCESS_KEY|SECRET_KEY)"))
                .isNotEmpty()
                .allMatch(variable -> variable.getValueFrom().getSecretKeyRef() != null);
    }

    private static String text(Path place) {
        try (Stream<Path> files = Files.walk(place)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches(".*(\\.java|/barograph)"))
                    .toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
