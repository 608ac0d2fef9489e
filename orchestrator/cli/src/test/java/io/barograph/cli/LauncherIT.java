package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script, in a project of its own whose Maven only pretends. */
class LauncherIT {
    private static final Path LAUNCHER = Path.of("../../barograph");
    private static final String MEMBERS_OPTION = "java.base/jdk.internal.ref";

    private static final String VERSION = "(?m)^Barograph (development|\\d\\S*)\n";

    @TempDir
    Path folder;

    private Path root;
    private Path source;
    private Path builds;
    private String mavenOptions = "";
    private Path javaHome = Path.of(System.getProperty("java.home"));

    @BeforeEach
    void makeProject() throws IOException {
        root = Files.createDirectory(folder.resolve("a project"));
        builds = folder.resolve("builds");
        Files.copy(LAUNCHER, root.resolve("barograph"));
        run(List.of("chmod", "+x", root.resolve("barograph").toString()));
        Path sources = Files.createDirectories(root.resolve("orchestrator/cli/src/main"));
        source = Files.writeString(sources.resolve("Source.java"), "");
        Files.writeString(root.resolve("pom.xml"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().minusSeconds(60)));
        fakeMaven(
                """
                sleep 1
                mkdir -p "$ROOT/orchestrator/cli/target"
                : >"$ROOT/orchestrator/cli/target/barograph-cli-test.jar"
                printf %s "$CLASS_PATH" >"$ROOT/orchestrator/cli/target/classpath"
                """);
    }

    @Test
    void buildsOnFirstUseAndNotAgain() throws Exception {
        Result first = launch(root.resolve("barograph"), "--version");
        assertThat(first.code()).as(first.output()).isZero();
        assertThat(first.output()).contains("Building Barograph").containsPattern(VERSION);
        Result second = launch(root.resolve("barograph"), "--version");
        assertThat(second.output()).matches(VERSION);
        assertThat(builds).content().hasLineCount(1);
    }

    @Test
    void buildsAgainWhenASourceIsNewerOrGone() throws Exception {
        launch(root.resolve("barograph"), "--version");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        launch(root.resolve("barograph"), "--version");
        assertThat(builds).content().hasLineCount(2);
    }

    @Test
    void buildsAgainForAnotherProfileButNotForAnOptionThatChangesNothing() throws Exception {
        launch(root.resolve("barograph"), "--version");
        mavenOptions = "-o -q";
        launch(root.resolve("barograph"), "--version");
        assertThat(builds).content().hasLineCount(1);
        mavenOptions = "-o -Pcuda";
        launch(root.resolve("barograph"), "--version");
        launch(root.resolve("barograph"), "--version");
        assertThat(builds).content().hasLineCount(2);
        mavenOptions = "";
        launch(root.resolve("barograph"), "--version");
        assertThat(builds).content().hasLineCount(3);
    }

    @Test
    void worksFromAnyFolderThroughSymbolicLinks() throws Exception {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("first"), Path.of("../a project/barograph"));
        Path link = Files.createSymbolicLink(folder.resolve("second"), bin.resolve("first"));
        Result result = launch(link, "--version");
        assertThat(result.code()).as(result.output()).isZero();
        assertThat(result.output()).containsPattern(VERSION);
    }

    @Test
    void twoFirstUsesAtOnceBuildOnce() throws Exception {
        Process one = start(root.resolve("barograph"), "--version");
        Process two = start(root.resolve("barograph"), "--version");
        String output = output(one) + output(two);
        assertThat(one.waitFor()).as(output).isZero();
        assertThat(two.waitFor()).as(output).isZero();
        assertThat(output).contains("Waiting for another Barograph");
        assertThat(builds).content().hasLineCount(1);
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLog() throws Exception {
        fakeMaven(
                """
                echo "[INFO] much"
                echo "[ERROR] there is no such symbol"
                exit 1
                """);
        Result result = launch(root.resolve("barograph"), "--version");
        assertThat(result.code()).isEqualTo(ExitCode.MACHINE.number());
        assertThat(result.output())
                .contains("the build failed")
                .contains("no such symbol")
                .doesNotContain("much");
        assertThat(launch(root.resolve("barograph"), "--version").code()).isEqualTo(ExitCode.MACHINE.number());
    }

    @Test
    void aMissingMavenIsToldInOneSentence() throws Exception {
        Files.delete(folder.resolve("tools/mvn"));
        ProcessBuilder builder = process(root.resolve("barograph"), "--version");
        Path tools = folder.resolve("tools");
        for (String tool : List.of("bash", "dirname", "readlink", "uname", "grep", "find", "mkdir", "flock")) {
            script(tool, "exec /usr/bin/" + tool + " \"$@\"\n");
        }
        builder.environment().put("PATH", tools.toString());
        Process process = builder.start();
        assertThat(output(process)).contains("needs Maven").hasLineCount(1);
        assertThat(process.waitFor()).isEqualTo(ExitCode.MACHINE.number());
    }

    @Test
    void membersOfAClusterAreGivenWhatHazelcastAsksFor() throws Exception {
        javaHome = folder.resolve("java");
        Files.createDirectories(javaHome.resolve("bin"));
        Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
        script(javaHome.resolve("bin/java"), "echo \"$@\"\n");
        script(javaHome.resolve("bin/javac"), "");
        for (String member : List.of("orchestrator", "list --join host:5701", "worker --name one --join=host:5701")) {
            assertThat(launch(root.resolve("barograph"), member.split(" ")).output())
                    .as(member)
                    .contains(MEMBERS_OPTION, "Barograph " + member);
        }
        for (String other : List.of("--version", "list --server https://host --joined", "run --out orchestrator")) {
            assertThat(launch(root.resolve("barograph"), other.split(" ")).output())
                    .as(other)
                    .contains("Barograph " + other)
                    .doesNotContain(MEMBERS_OPTION);
        }
    }

    private record Result(int code, String output) {}

    private void fakeMaven(String script) throws IOException {
        script("mvn", "echo build >>\"$BUILDS\"\n" + script);
    }

    private void script(String name, String content) throws IOException {
        script(Files.createDirectories(folder.resolve("tools")).resolve(name), content);
    }

    private static void script(Path script, String content) throws IOException {
        Files.writeString(script, "#!/bin/bash\n" + content);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Result launch(Path launcher, String... arguments) throws Exception {
        Process process = start(launcher, arguments);
        String output = output(process);
        return new Result(process.waitFor(), output);
    }

    private Process start(Path launcher, String... arguments) throws IOException {
        return process(launcher, arguments).start();
    }

    private ProcessBuilder process(Path launcher, String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", folder.resolve("tools") + ":" + environment.get("PATH"));
        environment.put("JAVA_HOME", javaHome.toString());
        environment.put("ROOT", root.toString());
        environment.put("BUILDS", builds.toString());
        environment.put("BAROGRAPH_MAVEN_OPTS", mavenOptions);
        environment.put("CLASS_PATH", System.getProperty("java.class.path"));
        return builder;
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void run(List<String> command) throws IOException {
        try {
            new ProcessBuilder(command).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
