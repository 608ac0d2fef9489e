package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tool of Prometheus thinks of our rules and metrics. */
class PromtoolIT {
    private static final Path TESTS = Path.of("src/test/promtool");

    @TempDir
    Path folder;

    @BeforeAll
    static void promtoolIsThere() {
        boolean installed = Stream.of(
                        Objects.requireNonNull(System.getenv("PATH")).split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "promtool")));
        assumeTrue(installed || System.getenv("CI") != null, "promtool (Debian package prometheus) is not installed");
    }

    @Test
    void rulesAreRules() throws Exception {
        Path standard = Files.writeString(
                folder.resolve("standard.yaml"), Rules.standard().file());
        Path changed = Files.writeString(
                folder.resolve("changed.yaml"),
                Rules.of(Map.of(
                                "jobPattern",
                                "a|[b-c]+",
                                "storeSlowSeconds",
                                "0.25",
                                "runbookUrl",
                                "https://a.b/c?d=e"))
                        .file());
        check("SUCCESS: ", "check", "rules", standard.toString(), changed.toString());
        String object = Rules.standard().kubernetesObject();
        Path spec = Files.writeString(
                folder.resolve("spec.yaml"),
                object.substring(object.indexOf("spec:\n") + "spec:\n".length()).stripIndent());
        check("SUCCESS: ", "check", "rules", spec.toString());
    }

    @Test
    void everyExpressionOfDashboardsIsWellFormed() throws Exception {
        StringBuilder rules = new StringBuilder("groups: [{name: all, rules: [\n");
        List<Expressions.Named> all = Expressions.all();
        for (int i = 0; i < all.size(); i++) {
            String quoted = all.get(i).expression().replace("'", "''");
            rules.append("{record: 'r")
                    .append(i)
                    .append("', expr: '")
                    .append(quoted)
                    .append("'},\n");
        }
        Path file = Files.writeString(folder.resolve("panels.yaml"), rules.append("]}]\n"));
        check("SUCCESS: " + all.size() + " rules found", "check", "rules", file.toString());
    }

    @Test
    void everyAlertFiresAndDoesNotFireAndResolves() throws Exception {
        Files.writeString(folder.resolve("rules.yaml"), Rules.standard().file());
        List<String> command = new ArrayList<>(List.of("test", "rules"));
        try (Stream<Path> tests = Files.list(TESTS)) {
            for (Path test : tests.sorted().toList()) {
                command.add(Files.copy(test, folder.resolve(test.getFileName())).toString());
            }
        }
        check("SUCCESS", command.toArray(String[]::new));
    }

    @Test
    void namesAndHelpsOfAllMetricsAreWellFormed() throws Exception {
        Meters meters = TestingMeters.withEverything();
        check(meters);
    }

    @Test
    void whatEveryProcessSaysOfItselfIsWellFormed() throws Exception {
        Meters meters = Meters.in(Meters.prometheus());
        try (ProcessMeters process = ProcessMeters.bind(meters, "1.2.3", List.of(folder))) {
            check(meters);
        }
    }

    private void check(Meters meters) throws Exception {
        Path scrape = Files.write(folder.resolve("scrape"), meters.scrape(null).body());
        assertThat(promtool(scrape, "check", "metrics")).isEmpty();
    }

    private void check(String expected, String... arguments) throws Exception {
        assertThat(promtool(Path.of("/dev/null"), arguments)).contains(expected).doesNotContain("FAILED", "error");
    }

    /** What it says; fails if it ends with an error. */
    private String promtool(Path in, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
