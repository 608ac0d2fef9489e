package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    private static final Path DOCUMENT = Path.of("../../docs/reference/exit-codes.md");

    @Test
    void theReferenceListsThemAll() throws Exception {
        List<String> wanted = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            wanted.add("| " + code.number() + " | " + code.meaning() + " |");
        }
        List<String> rows = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .toList();
        assertThat(rows).isEqualTo(wanted);
    }

    @Test
    void noTwoShareANumber() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
    }
}
