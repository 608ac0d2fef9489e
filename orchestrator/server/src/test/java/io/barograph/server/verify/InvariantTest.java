package io.barograph.server.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvariantTest {
    private static final Path DOCUMENT = Path.of("../../docs/reference/verify.md");

    @Test
    void theReferenceListsThemAll() throws Exception {
        List<String> wanted = Arrays.stream(Invariant.values())
                .map(invariant -> "| `" + invariant.label() + "` | " + invariant.meaning() + " |")
                .toList();
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| `[a-z][a-z-]*` \\|.*"))
                .toList();
        assertThat(rows).isEqualTo(wanted);
    }
}
