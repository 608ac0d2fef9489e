package io.barograph.bench.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands of a cluster's processes. */
final class Commands {
    private static final int PORT = 5701;

    private Commands() {}

    static List<String> orchestrator(Host host, Path data, String jdbcUrl, int trialLeaseSeconds) {
        List<String> command = java("io.barograph.cli.Barograph");
        command.addAll(List.of("orchestrator", "--data", data.toString(), "--database", jdbcUrl));
        command.addAll(List.of("--trial-lease", Integer.toString(trialLeaseSeconds)));
        member(command, host, PORT);
        return command;
    }

    /** @param epochMillis 0 for real training */
    static List<String> worker(Host host, Path control, Path artifacts, Path work, long epochMillis) {
        List<String> command = java("io.barograph.bench.chaos.ChaosWorker");
        command.addAll(List.of(control.toString(), host.name(), Long.toString(epochMillis)));
        command.addAll(List.of("worker", "--name", host.name(), "--artifacts", artifacts.toString()));
        command.addAll(List.of("--work", work.toString()));
        member(command, host, 0);
        return command;
    }

    /** A short command of a user, on a host of its own. */
    static List<String> client(String... words) {
        List<String> command = new ArrayList<>(Network.on(Host.CLIENT));
        command.addAll(java("io.barograph.cli.Barograph"));
        command.addAll(List.of(words));
        member(command, Host.CLIENT, 0);
        return command;
    }

    private static void member(List<String> command, Host host, int port) {
        command.addAll(List.of("--listen", host.address() + ":" + port, "--trusted-network"));
        for (Host orchestrator : Host.ORCHESTRATORS) {
            if (!orchestrator.equals(host)) {
                command.add("--join=" + orchestrator.address() + ":" + PORT);
            }
        }
    }

    /** As the launcher starts it, but small and quick to start. */
    private static List<String> java(String main) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Dfile.encoding=UTF-8",
                "-Dorg.bytedeco.javacpp.logger=slf4j",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "--add-modules=java.se",
                "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.management/sun.management=ALL-UNNAMED",
                "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main));
    }
}
