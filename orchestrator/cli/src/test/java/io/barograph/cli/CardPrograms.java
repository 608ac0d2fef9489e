package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** The programs of a model card, cut out, compiled and run each in a process of its own. */
final class CardPrograms {
    static final String PYTHON = "/usr/bin/python3"; // Debian's, which has Debian's OpenCV

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final long PATIENCE_SECONDS = 120;

    private final String card;
    private final Path folder;

    /** @param folder an empty one, to work in */
    CardPrograms(String card, Path folder) {
        this.card = card;
        this.folder = folder;
    }

    /** How a process ended and what it said. */
    record Result(int exitCode, String output) {}

    /** The command that runs the Java program, compiled. */
    List<String> java() throws IOException {
        Path source = Files.writeString(folder.resolve("Classify.java"), cut("java"));
        Path classes = Files.createDirectory(folder.resolve("java"));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-encoding", "UTF-8", "-d", classes.toString(), source.toString());
        assertThat(code).isZero();
        return List.of(JAVA, "-cp", classes + ":" + jar("onnxruntime"), "Classify");
    }

    /** The command that runs the Kotlin program, compiled. */
    List<String> kotlin() throws Exception {
        Path source = Files.writeString(folder.resolve("Classify.kt"), cut("kotlin"));
        Path classes = folder.resolve("kotlin");
        String libraries = jar("onnxruntime") + ":" + jar("kotlin-stdlib");
        Result compiled = run(
                List.of(
                        JAVA,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        CLASS_PATH,
                        "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                        "-no-stdlib",
                        "-no-reflect",
                        "-Werror",
                        "-cp",
                        libraries,
                        "-d",
                        classes.toString(),
                        source.toString()),
                List.of());
        assertThat(compiled.exitCode()).as(compiled.output()).isZero();
        return List.of(JAVA, "-cp", classes + ":" + libraries, "ClassifyKt");
    }

    /** The command that runs the Python program. */
    List<String> python() throws IOException {
        return List.of(
                PYTHON,
                Files.writeString(folder.resolve("classify.py"), cut("python")).toString());
    }

    /** Runs a program. */
    Result run(List<String> program, List<Path> arguments) throws Exception {
        List<String> command = new ArrayList<>(program);
        arguments.forEach(argument -> command.add(argument.toString()));
        Path output = Files.createTempFile(folder, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private String cut(String language) {
        Matcher program =
                Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$").matcher(card);
        assertThat(program.find()).as(language).isTrue();
        return program.group(1);
    }

    /** A library of the test's class path. */
    private static String jar(String name) {
        return Arrays.stream(CLASS_PATH.split(":"))
                .filter(entry -> Path.of(entry).getFileName().toString().matches(name + "-\\d.*\\.jar"))
                .findFirst()
                .orElseThrow();
    }
}
