package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.metrics.Expressions.Named;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExpressionsTest {
    private static final Pattern OURS = Pattern.compile("\\bbarograph_[a-z_]+");
    private static final Pattern MAXIMUM = Pattern.compile("max( by \\([a-z, ]+\\) )?\\((\\w+\\()*$");

    @Test
    void everyMetricThatIsAskedForIsDeclared() {
        Set<String> declared = new HashSet<>();
        for (Metric metric : Metric.values()) {
            for (String suffix : List.of("", "_bucket", "_sum", "_count", "_max")) {
                declared.add(metric.prometheusName() + suffix);
            }
        }
        for (Named named : Expressions.all()) {
            assertThat(OURS.matcher(named.expression()).results().map(MatchResult::group))
                    .as(named.name())
                    .isSubsetOf(declared);
        }
    }

    @Test
    void whatTheLeaderExportsIsTakenOnceWhoeverLed() {
        List<String> ofLeader = Arrays.stream(Metric.values())
                .filter(metric -> metric.source() == Metric.Source.LEADER)
                .map(Metric::prometheusName)
                .toList();
        for (Named named : Expressions.all()) {
            OURS.matcher(named.expression())
                    .results()
                    .filter(used -> ofLeader.contains(used.group()))
                    .map(used -> named.expression().substring(0, used.start()))
                    .forEach(before -> assertThat(MAXIMUM.matcher(before).find())
                            .as(named + " after " + before)
                            .isTrue());
        }
    }

    @Test
    void nothingIsMadeUpWhereThereIsNoData() {
        assertThat(Expressions.all()).hasSizeGreaterThan(80).noneMatch(named -> named.expression()
                .matches("(?s).*\\b(or|absent|absent_over_time|vector)\\b.*"));
    }

    @Test
    void onlyThePanelOfGpusNeedsOne() {
        assertThat(Expressions.all().stream().filter(Named::needsGpu).map(Named::name))
                .containsExactly("worker: GPU memory: A", "worker: GPU memory: B");
    }

    @Test
    void namesAreUniqueAndVariablesAreReplaced() {
        assertThat(Expressions.all())
                .doesNotHaveDuplicates()
                .extracting(Named::name)
                .doesNotHaveDuplicates();
        assertThat(Expressions.all()).noneMatch(named -> named.expression().contains("$"));
    }

    @Test
    void everyPanelSaysWhatItShowsAndInWhichUnit() {
        for (String name : Expressions.DASHBOARDS) {
            JsonNode dashboard = Expressions.dashboard(name);
            assertThat(dashboard.path("uid").asText()).isEqualTo("barograph-" + name);
            List<JsonNode> panels = Stream.iterate(0, i -> i + 1)
                    .limit(dashboard.path("panels").size())
                    .map(i -> dashboard.path("panels").path(i))
                    .filter(panel -> !panel.path("type").asText().equals("row"))
                    .toList();
            assertThat(panels).hasSizeGreaterThan(10);
            for (JsonNode panel : panels) {
                String title = name + ": " + panel.path("title").asText();
                assertThat(panel.path("description").asText()).as(title).endsWith(".");
                assertThat(panel.path("fieldConfig")
                                .path("defaults")
                                .path("unit")
                                .asText())
                        .as(title)
                        .isNotEmpty();
                assertThat(panel.path("targets")).as(title).isNotEmpty();
            }
        }
    }
}
