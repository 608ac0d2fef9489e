package io.barograph.api.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file in {@code bad-specs} is refused with exactly the problems listed in the {@code .txt} beside it. Run with
 * {@code -Dgolden.write=true} to write the lists anew, then read the difference.
 */
class BadSpecsTest {
    private static final Path FOLDER = Path.of("src/test/resources/bad-specs");

    static List<Path> badSpecs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> !file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("badSpecs")
    void tellsEveryProblemWithItsPlace(Path file) throws IOException {
        String text = Files.readString(file);
        SpecException refused = catchThrowableOfType(SpecException.class, () -> SweepSpecReader.read(text));
        assertThat(refused).as("%s is refused", file).isNotNull();
        String found = refused.problems().stream()
                .map(problem -> problem.render(file.getFileName().toString()) + "\n")
                .collect(Collectors.joining());
        Path expected = Path.of(file.toString().replaceFirst("\\.[a-z]+$", ".txt"));
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, found);
        }
        assertThat(found).isEqualTo(Files.readString(expected));
    }
}
