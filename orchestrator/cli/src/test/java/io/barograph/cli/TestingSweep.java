package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A small sweep that was really run, once for all tests of a process: budgets 1 and 1/4, both trials completed. */
final class TestingSweep {
    static final String NAME = "real";

    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: real
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.25]
            training:
              pretrain: {epochs: 2}
              prune: {epochs: 2}
              fineTune: {epochs: 1, epochsPerHalving: 0}
            """;
    private static @Nullable Path folder;

    private TestingSweep() {}

    /** The folder of the sweep, not to be changed; its spec is {@code real.yaml} beside it. */
    static synchronized Path folder() throws Exception {
        if (folder == null) {
            Path work = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "testing-sweep");
            Files.writeString(work.resolve("real.yaml"), SPEC);
            try (TestingCommand run = TestingCommand.real(work, "run", "real.yaml", "--out", NAME)) {
                assertThat(run.exitCode()).as(run.err()).isZero();
            }
            folder = work.resolve(NAME);
        }
        return folder;
    }

    /** A copy of what the sweep left for its user. */
    static Path copy(Path target) throws Exception {
        Path source = folder();
        try (Stream<Path> files = Files.walk(source)) {
            List<Path> all = files.filter(file -> !file.startsWith(source.resolve(".state")))
                    .toList();
            for (Path file : all) {
                copy(file, target.resolve(source.relativize(file).toString()));
            }
        }
        return target;
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
        } else {
            Files.copy(from, to);
        }
    }
}
