package io.barograph.cli;

import io.barograph.cli.cluster.MemberAddress;
import io.barograph.cli.terminal.Style;
import io.barograph.node.NativeBackend;
import io.barograph.server.store.PostgresConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks whether this machine can run Barograph well. */
@Command(
        name = "doctor",
        description = {
            "Checks Java, processor, memory, disk and native libraries, and says what to do about what is missing.",
            "With --port and --database also what an orchestrator needs here."
        })
final class DoctorCommand extends CommandHead {
    private static final int WANTED_JAVA = 17;
    private static final double WANTED_GIGABYTES = 2;
    private static final double GIGABYTE = 1e9;
    private static final Duration STORE = Duration.ofSeconds(30);

    @Option(
            names = "--port",
            paramLabel = "HOST:PORT",
            converter = ClusterOptions.Address.class,
            description = "Check that this address can be listened on; may be repeated.")
    private List<MemberAddress> ports = List.of();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Check the room in this folder and that it can be written; default: the current folder.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** One thing looked at, and what to do if it is not good. */
    private record Finding(String what, boolean good, String found, String advice) {}

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(List.of(java(), processor(), memory(), disk(), natives()));
        ports.forEach(port -> findings.add(port(port)));
        if (database.isShared()) {
            findings.add(store());
        }
        boolean good = findings.stream().allMatch(Finding::good);
        if (json) {
            sayJson(findings);
            return code(good).number();
        }
        PrintWriter out = out();
        boolean colours = CommandOutput.colours();
        for (Finding finding : findings) {
            String mark = finding.good() ? Style.GREEN.paint("✓", colours) : Style.RED.paint("✗", colours);
            out.printf(Locale.ROOT, "%s %-10s %s%n", mark, finding.what(), finding.found());
            if (!finding.good()) {
                out.printf(Locale.ROOT, "  %-10s %s%n", "", finding.advice());
            }
        }
        out.println(good ? "Everything is fine." : "Barograph will not run well here.");
        return code(good).number();
    }

    private static ExitCode code(boolean good) {
        if (NativeBackend.missingGpu() != null) {
            return ExitCode.GPU;
        }
        return good ? ExitCode.OK : ExitCode.MACHINE;
    }

    private static Finding java() {
        String found =
                Runtime.version() + " (" + System.getProperty("java.vm.name") + "), " + System.getProperty("java.home");
        return new Finding(
                "Java",
                Runtime.version().feature() == WANTED_JAVA,
                found,
                "install a JDK 17 and point JAVA_HOME to it");
    }

    private static Finding processor() {
        String name = "unknown processor";
        Set<String> flags = Set.of();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
                String value = line.substring(line.indexOf(':') + 1).trim();
                if (line.startsWith("model name")) {
                    name = value;
                } else if (line.startsWith("flags")) {
                    flags = Set.copyOf(Arrays.asList(value.split(" ")));
                }
            }
        } catch (IOException e) {
            return new Finding("Processor", false, "/proc/cpuinfo: " + e.getMessage(), "run on Linux");
        }
        List<String> kinds = new ArrayList<>();
        for (String kind : List.of("avx2", "avx512f", "avx512_bf16", "amx_bf16")) {
            if (flags.contains(kind)) {
                kinds.add(kind);
            }
        }
        String threads = System.getenv().getOrDefault("OMP_NUM_THREADS", "all");
        String found = name + ", " + Runtime.getRuntime().availableProcessors() + " cores (" + threads
                + " used for training), " + String.join(" ", kinds);
        return new Finding("Processor", kinds.contains("avx2"), found, "a processor with AVX2 is needed");
    }

    private static Finding memory() {
        double available = 0;
        try {
            for (String line : Files.readAllLines(Path.of("/proc/meminfo"), StandardCharsets.UTF_8)) {
                if (line.startsWith("MemAvailable:")) {
                    available = 1024 * Double.parseDouble(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            return new Finding("Memory", false, "/proc/meminfo: " + e.getMessage(), "run on Linux");
        }
        double heap = Runtime.getRuntime().maxMemory();
        String found = String.format(
                Locale.ROOT, "%.1f GB available, Java may use %.1f GB", available / GIGABYTE, heap / GIGABYTE);
        return new Finding("Memory", available >= WANTED_GIGABYTES * GIGABYTE, found, "close other programs");
    }

    private Finding disk() {
        Path here = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(here) || !Files.isWritable(here)) {
            return new Finding("Disk", false, "cannot write in " + here, "create it, or give another --folder");
        }
        double free = here.toFile().getUsableSpace();
        String found = String.format(Locale.ROOT, "%.1f GB free in %s", free / GIGABYTE, here);
        return new Finding("Disk", free >= WANTED_GIGABYTES * GIGABYTE, found, "make room, or work in another folder");
    }

    private static Finding port(MemberAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address.host(), address.port()));
            return new Finding("Port", true, address + " can be listened on", "");
        } catch (IOException e) {
            return new Finding(
                    "Port",
                    false,
                    address + ": " + e.getMessage(),
                    "end the process that listens there, or give an address of this machine and a free port");
        }
    }

    /** Connects as an orchestrator does, and changes nothing. */
    private Finding store() {
        Optional<PostgresConfig> given =
                database.config(folder).fold(own -> Optional.empty(), shared -> Optional.of(shared.postgres()));
        PostgresConfig config = given.orElseThrow();
        DriverManager.setLoginTimeout((int) STORE.toSeconds());
        try (Connection connection = DriverManager.getConnection(config.jdbcUrl(), config.user(), config.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select has_schema_privilege(current_schema(), 'CREATE'), current_setting('server_version')")) {
            row.next();
            return new Finding(
                    "Store",
                    row.getBoolean(1),
                    database.described() + ", PostgreSQL " + row.getString(2),
                    "let " + config.user() + " create tables: grant create on schema public to " + config.user());
        } catch (SQLException e) {
            return new Finding(
                    "Store",
                    false,
                    database.described() + ": " + e.getMessage(),
                    "see that PostgreSQL runs there and lets " + config.user() + " in");
        }
    }

    private static Finding natives() {
        String missingGpu = NativeBackend.missingGpu();
        if (missingGpu != null) {
            return new Finding("Native", false, missingGpu, "see docs/how-to/cuda.md");
        }
        try {
            return new Finding("Native", true, NativeBackend.describe(), "");
        } catch (RuntimeException | LinkageError e) {
            return new Finding("Native", false, String.valueOf(e), "see docs/quick-start.md, section Trouble");
        }
    }
}
