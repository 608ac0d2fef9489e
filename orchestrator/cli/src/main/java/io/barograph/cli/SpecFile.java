package io.barograph.cli;

import io.barograph.api.SweepSpec;
import io.barograph.api.spec.SpecException;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.cli.folder.SubmittedSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

/** The spec that a command was given. */
final class SpecFile {
    private SpecFile() {}

    /** @throws CliException BAD_SPEC with every problem of the spec */
    static SweepSpec read(Path file) {
        try {
            return SweepSpecReader.read(file);
        } catch (SpecException e) {
            throw new CliException(ExitCode.BAD_SPEC, String.valueOf(e.getMessage()), e);
        }
    }

    /** The key under which {@code command} hands a spec in: the same for the same spec. */
    static String idempotencyKey(String command, SweepSpec spec) {
        byte[] canonical = SubmittedSpec.canonical(spec).getBytes(StandardCharsets.UTF_8);
        return command + "-" + UUID.nameUUIDFromBytes(canonical);
    }
}
