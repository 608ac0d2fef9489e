package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesTest {
    private static final Path TESTS = Path.of("src/test/promtool");
    private static final Path RUNBOOKS = Path.of("../docs/operations.md");

    @Test
    void everyParameterChangesTheRules() {
        for (RuleParameter parameter : RuleParameter.values()) {
            String other =
                    switch (parameter.kind()) {
                        case NUMBER -> "777.5";
                        case DURATION, WINDOW -> "777";
                        case PATTERN -> "a|b";
                        case PLACE -> "https://wiki.example.org/runbooks";
                    };
            assertThat(Rules.of(Map.of(parameter.key(), other)).file())
                    .as(parameter.key())
                    .contains(other)
                    .isNotEqualTo(Rules.standard().file());
        }
        assertThat(Rules.standard().file()).doesNotContain("${");
    }

    @Test
    void saysAllThatIsWrongAndWhatIsKnown() {
        assertThatThrownBy(() -> Rules.of(Map.of(
                        "noProgress", "1",
                        "noProgressSeconds", "-1",
                        "noLeaderForSeconds", "1m",
                        "storeSlowWindowSeconds", "0",
                        "jobPattern", "(",
                        "runbookUrl", "a\"b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "jobPattern must be a regular expression without spaces, quotes and backslashes, was '('; "
                                + "runbookUrl must be a URL or a path, without spaces, quotes and #, was 'a\"b'; "
                                + "noLeaderForSeconds must be whole seconds from 0, was '1m'; "
                                + "noProgressSeconds must be a number from 0, with at most 6 decimals, was '-1'; "
                                + "storeSlowWindowSeconds must be whole seconds from 1, was '0'; "
                                + "there is no parameter 'noProgress'; the parameters are jobPattern, ")
                .hasMessageContaining("clockSkewSeconds");
    }

    @Test
    void namesOfNumbersEndWithTheirUnitOrSayWhatIsCounted() {
        assertThat(Arrays.stream(RuleParameter.values())
                        .filter(parameter -> parameter.kind() == RuleParameter.Kind.DURATION
                                || parameter.kind() == RuleParameter.Kind.WINDOW)
                        .map(RuleParameter::key))
                .allMatch(key -> key.endsWith("Seconds"));
    }

    @Test
    void everyAlertHasARunbookAndATest() throws IOException {
        String runbooks = Files.readString(RUNBOOKS);
        List<RuleFile.Alert> alerts = RuleFile.of(Rules.standard()).alerts();
        for (RuleFile.Alert alert : alerts) {
            assertThat(alert.runbook())
                    .endsWith("docs/operations.md#" + alert.name().toLowerCase());
            assertThat(runbooks).contains("\n### " + alert.name() + "\n");
            assertThat(alert.severity()).isIn("critical", "warning", "info");
            String test = Files.readString(TESTS.resolve(alert.name() + ".yaml"));
            List<String> cases = test.lines()
                    .filter(line -> line.contains("exp_alerts:"))
                    .map(line -> line.endsWith("[]") ? "quiet" : "fires")
                    .toList();
            assertThat(cases.indexOf("fires")).as(alert.name()).isPositive();
            assertThat(cases.lastIndexOf("quiet")).as(alert.name()).isGreaterThan(cases.indexOf("fires"));
        }
        try (Stream<Path> files = Files.list(TESTS)) {
            assertThat(files.map(file -> file.getFileName().toString().replaceAll("[-.].*", ""))
                            .collect(Collectors.toSet()))
                    .isEqualTo(alerts.stream().map(RuleFile.Alert::name).collect(Collectors.toSet()));
        }
    }
}
