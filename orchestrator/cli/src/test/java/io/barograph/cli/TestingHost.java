package io.barograph.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A network of its own, which only this test reaches, with addresses and a name server whose answers change (dnsmasq). Needs
 * root. The kernel removes it with whatever runs in it.
 */
final class TestingHost implements AutoCloseable {
    private static final String PREPARE =
            """
            ip link set lo up
            for address in %s; do ip address add "$address/32" dev lo; done
            mount --bind "%s" "$(readlink -f /etc/resolv.conf)"
            echo ready
            exec cat
            """;

    private final Process holder;
    private final Process nameServer;
    private final Path folder;
    private final Path records;

    private TestingHost(Process holder, Process nameServer, Path folder, Path records) {
        this.holder = holder;
        this.folder = folder;
        this.nameServer = nameServer;
        this.records = records;
    }

    static boolean isPossible() {
        return "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(Path.of("/usr/sbin/dnsmasq"))
                && Files.isExecutable(Path.of("/usr/bin/nsenter"));
    }

    /** Starts it; names below {@code domain} are unknown until {@link #answer} says otherwise. */
    static TestingHost start(Path folder, String domain, String... addresses) throws IOException, InterruptedException {
        Path resolver = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
        Path records = Files.writeString(folder.resolve("records"), "");
        String script = "set -e\n" + PREPARE.formatted(String.join(" ", addresses), resolver);
        Process holder = new ProcessBuilder("unshare", "--net", "--mount", "sh", "-c", script)
                .redirectError(folder.resolve("host-err.txt").toFile())
                .start();
        String said = holder.inputReader().readLine();
        if (!"ready".equals(said)) {
            throw new IOException("no network for the test: " + Files.readString(folder.resolve("host-err.txt")));
        }
        List<String> command = new ArrayList<>(entering(holder, folder));
        command.addAll(List.of(
                "/usr/sbin/dnsmasq",
                "--keep-in-foreground",
                "--conf-file=/dev/null",
                "--no-resolv",
                "--no-hosts",
                "--user=root",
                "--pid-file=",
                "--listen-address=127.0.0.1",
                "--bind-interfaces",
                "--local=/" + domain + "/",
                "--addn-hosts=" + records));
        Process nameServer = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("dnsmasq.txt").toFile())
                .start();
        return new TestingHost(holder, nameServer, folder, records);
    }

    /** The beginning of a command line that runs the rest of it on this host, in the folder of the test. */
    List<String> entering() {
        return entering(holder, folder);
    }

    private static List<String> entering(Process holder, Path folder) {
        String target = String.valueOf(holder.pid());
        return List.of("nsenter", "--target", target, "--net", "--mount", "--wd=" + folder.toAbsolutePath());
    }

    /** What the name server says from now on. */
    void answer(String name, String address) throws IOException, InterruptedException {
        Files.writeString(records, address + " " + name + "\n", StandardCharsets.US_ASCII);
        int code = new ProcessBuilder("kill", "-HUP", String.valueOf(nameServer.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("the name server has ended");
        }
    }

    @Override
    public void close() throws InterruptedException {
        nameServer.destroy();
        holder.destroy();
        nameServer.waitFor(10, TimeUnit.SECONDS);
    }
}
