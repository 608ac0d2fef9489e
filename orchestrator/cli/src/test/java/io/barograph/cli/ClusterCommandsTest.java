package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands of a cluster refuse before they do anything. */
class ClusterCommandsTest {
    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Barograph.commandLine(new BarTrainerSource()).setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void anAddressThatOthersReachNeedsAWord() {
        String data = folder.resolve("data").toString();
        assertThat(run("orchestrator", "--data", data, "--listen", "192.0.2.1:5701"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .startsWith("barograph: whoever reaches 192.0.2.1 ")
                .contains("--trusted-network")
                .hasLineCount(1);
        assertThat(folder.resolve("data")).doesNotExist();
        assertThat(run("worker", "--artifacts", data, "--join", "192.0.2.2:1", "--listen", "192.0.2.1:0"))
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void twoToFourSweepsAreCompared() {
        String here = folder.toString();
        assertThat(run("compare", here)).isEqualTo(ExitCode.USAGE.number());
        assertThat(run("compare", here, here, here, here, here)).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("compare takes two to four sweeps, was given 1\n")
                .contains("compare takes two to four sweeps, was given 5\n");
    }

    @Test
    void aPortThatIsNoMembersIsCalledThat() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        http.start();
        try {
            String place = "127.0.0.1:" + http.getAddress().getPort();
            assertThat(run("list", "--join", place)).isEqualTo(ExitCode.CLUSTER.number());
            assertThat(err.toString())
                    .startsWith("barograph: what answers at " + place + " is no member of a cluster: ")
                    .contains("--server");
        } finally {
            http.stop(0);
        }
    }

    @Test
    void aPasswordIsNoPartOfTheUrlAndNeverPrinted() {
        for (String url : new String[] {
            "jdbc:postgresql://h/d?user=me&password=geheim",
            "jdbc:postgresql://h/d?sslpassword=geheim",
            "jdbc:postgresql://h/d?PASSWORD=geheim",
            "jdbc:postgresql://me:geheim@h/d"
        }) {
            assertThat(run("orchestrator", "--data", folder.toString(), "--database", url))
                    .isEqualTo(ExitCode.USAGE.number());
        }
        assertThat(err.toString()).contains("BAROGRAPH_DATABASE_PASSWORD").doesNotContain("geheim");
    }

    @Test
    void aDryRunHasNothingToShowAndNeedsAClusterToo() {
        assertThat(run("submit", "spec.yaml", "--dry-run", "--wait")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("please name the cluster", "--dry-run hands nothing in");
    }

    @Test
    void aSharedDatabaseNeedsAUser() {
        assertThat(run("orchestrator", "--data", folder.toString(), "--database", "jdbc:postgresql://h/d"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--database needs BAROGRAPH_DATABASE_USER in the environment");
    }

    @Test
    void aGuestMustBeToldWhomToJoin() {
        assertThat(run("submit", "sweep.yaml")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--join HOST:PORT");
    }

    @Test
    void aClusterIsReachedInOneWay() {
        assertThat(run("list", "--join", "127.0.0.1:1", "--server", "https://h"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("give one of them").hasLineCount(1);
        err.getBuffer().setLength(0);
        assertThat(run("list")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("--join HOST:PORT")
                .contains("--server URL")
                .hasLineCount(1);
        err.getBuffer().setLength(0);
        assertThat(run("list", "--join", "127.0.0.1:1", "--token-file", "t")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("go with --server");
    }

    @Test
    void everythingThatIsWrongWithAServerIsToldAtOnceBeforeItIsAsked() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "two words");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        assertThat(run(
                        "prioritise",
                        "No/Name",
                        "1000",
                        "--server=http://192.0.2.1:80",
                        "--token-file=" + token,
                        "--server-ca=" + folder.resolve("none")))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("the token would travel in clear text; use https")
                .contains("holds no token")
                .contains("none: no such file")
                .contains("sweep must be 1 to 63 of a-z, 0-9 and inner -, was No/Name")
                .contains("was 1000")
                .doesNotContain("two words")
                .hasLineCount(6);
        err.getBuffer().setLength(0);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(run("list", "--server=ftp://h", "--token-file=" + token, "--limit=0"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("--server must be a URL as https://HOST:PORT")
                .contains("everybody can read it; chmod 600")
                .contains("--limit must be 1 to 1000, was 0");
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        assertThat(run("list", "--server=http://127.0.0.1:1")).isEqualTo(ExitCode.CLUSTER.number());
        assertThat(err.toString())
                .startsWith("barograph: nobody answers at http://127.0.0.1:1")
                .hasLineCount(1);
    }

    @Test
    void whatIsComparedMustBeThere() {
        assertThat(run("compare", "no-folder", "neither")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("there is no sweep in no-folder").contains("there is no sweep in neither");
    }

    @Test
    void nothingIsDeletedUnaskedWhereNobodyCanBeAsked() {
        assertThat(run("delete", "sweep", "--join", "127.0.0.1:1")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("give --yes").hasLineCount(1);
    }

    @Test
    void everythingThatIsWrongWithATokenThatIsWantedIsTold() {
        assertThat(run("token", "create", "No Name", "--role", "root", "--days", "0"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("--server URL", "--database or --data")
                .contains("was 'No Name'")
                .contains("viewer, submitter or admin, was 'root'")
                .contains("days must be 1 to 3650, was 0")
                .hasLineCount(5);
        err.getBuffer().setLength(0);
        assertThat(run("token", "create", "abcdef12", "--role", "viewer", "--data", "d", "--server", "https://h"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("give one of them").contains("look like the id of a token");
        err.getBuffer().setLength(0);
        assertThat(run("audit", "--limit", "0")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--server URL").contains("--limit must be 1 to 1000, was 0");
    }

    @Test
    void anAddressIsHostAndPort() {
        assertThat(run("submit", "sweep.yaml", "--join", "somewhere")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("an address is written HOST:PORT, was somewhere");
    }

    @Test
    void aServiceIsOneOfKubernetesAndAskedForInAPod() {
        assertThat(run("submit", "sweep.yaml", "--join", "kubernetes:barograph"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("a service is written kubernetes:NAMESPACE/SERVICE");
        assertThat(run("submit", "sweep.yaml", "--join", "kubernetes:experiments/orchestrators"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("needs a pod with a service account");
    }

    /** Java's default of half a minute would keep members from those who have moved. */
    @Test
    void theAddressOfANameIsBelievedForSeconds() {
        assertThat(run("submit", "sweep.yaml")).isEqualTo(ExitCode.USAGE.number());
        assertThat(Security.getProperty("networkaddress.cache.ttl")).isEqualTo("5");
        assertThat(Security.getProperty("networkaddress.cache.negative.ttl")).isEqualTo("1");
    }

    @Test
    void certificatesAreGivenWholeAndAllThatIsWrongWithThemIsTold() {
        assertThat(run("submit", "sweep.yaml", "--join", "127.0.0.1:1", "--tls-cert", "own.crt"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .isEqualTo("barograph: --tls-cert, --tls-key and --tls-ca go together, and there is no --tls-key and no"
                        + " --tls-ca\n");
        String none = folder.resolve("none").toString();
        for (String command : List.of("submit", "fetch", "pause", "resume", "cancel")) {
            err.getBuffer().setLength(0);
            assertThat(run(command, "a", "--join=127.0.0.1:1", "--tls-cert", none, "--tls-key", none, "--tls-ca", none))
                    .isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString())
                    .isEqualTo("barograph: the event bus cannot be encrypted:\n  --tls-cert " + none
                            + ": does not exist\n  --tls-key " + none + ": does not exist\n  --tls-ca " + none
                            + ": does not exist\n");
        }
    }

    @Test
    void aWorkerNeedsAPlaceForArtifacts() {
        assertThat(worker()).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--artifacts").hasLineCount(1);
    }

    @Test
    void aBucketNeedsAKeyInTheEnvironmentAndAnEndpointThatNobodyReadsAlong() {
        assertThat(worker("--artifacts", "s3://bucket/x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("BAROGRAPH_S3_ACCESS_KEY and BAROGRAPH_S3_SECRET_KEY");
        assertThat(worker("--artifacts", "s3://bucket/x", "--s3-endpoint", "http://192.0.2.1:9000"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--s3-allow-http");
        assertThat(worker("--artifacts", "s3://bucket/x", "--s3-endpoint", "https://me:geheim@192.0.2.1"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(worker("--artifacts", "s3://bucket/x", "--s3-endpoint", "not an address geheim"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(worker("--artifacts", "gs://bucket/x")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString())
                .contains("--artifacts must be a folder or begin with s3://")
                .doesNotContain("geheim");
        assertThat(folder.resolve("workers")).doesNotExist();
    }

    @Test
    void artifactsAreGivenTimeToBeReported() {
        String data = folder.resolve("data").toString();
        assertThat(run("orchestrator", "--data", data, "--artifacts", data, "--artifact-grace", "0"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--artifact-grace must be at least 1, was 0");
    }

    private int worker(String... more) {
        List<String> arguments = new ArrayList<>(List.of("worker", "--join", "127.0.0.1:1"));
        arguments.addAll(List.of("--work", folder.resolve("workers").toString()));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void theNameOfAWorkerIsNoPath() {
        assertThat(run("worker", "--join", "127.0.0.1:1", "--artifacts", "a", "--name", "../other"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("was ../other");
    }
}
