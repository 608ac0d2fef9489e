package io.barograph.api.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.barograph.api.Jackson;
import io.barograph.api.SweepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference pages say what the code does. */
class ReferenceTest {
    private static final Path FOLDER = Path.of("../../docs/reference");
    private static final Pattern SPEC_ROW = Pattern.compile("\\| `([\\w.]+)` \\| [^|]+ \\| ([^|]+) \\| [^|]+ \\|");

    @Test
    void publishesTheSchemasThatAreUsed() throws IOException {
        assertThat(json("sweep-spec.schema.json")).isEqualTo(SpecSchema.node());
        assertThat(json("front.schema.json")).isEqualTo(Jackson.mapper().readTree(SweepReport.schema()));
    }

    @Test
    void listsEveryOptionalKeyOfASpecWithItsDefault() throws IOException {
        List<String> rows = Files.readAllLines(FOLDER.resolve("sweep-spec.md"));
        assertListed(rows, SpecDefaults.tree(), "");
    }

    @Test
    void listsOnlyKeysThatExist() throws IOException {
        JsonNode network = SpecSchema.node().at("/$defs");
        for (String row : Files.readAllLines(FOLDER.resolve("sweep-spec.md"))) {
            Matcher matcher = SPEC_ROW.matcher(row);
            if (matcher.matches()) {
                String key = matcher.group(1);
                JsonNode known = SpecSchema.node().at("/properties/" + key.replace(".", "/properties/"));
                boolean ofANetwork = key.startsWith("network.")
                        && network.findValuesAsText("description").size() > 0
                        && network.findValue(key.substring(8)) != null;
                assertThat(!known.isMissingNode() || ofANetwork).as(key).isTrue();
            }
        }
    }

    @Test
    void listsEveryKeyOfTheResults() throws IOException {
        String page = Files.readString(FOLDER.resolve("front.md"));
        JsonNode schema = json("front.schema.json");
        schema.get("properties").fieldNames().forEachRemaining(key -> assertThat(page)
                .contains("| `" + key + "` |"));
        schema.at("/$defs/trial/properties").fieldNames().forEachRemaining(key -> assertThat(page)
                .contains("| `" + key + "` |"));
    }

    private static void assertListed(List<String> rows, JsonNode defaults, String prefix) {
        defaults.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            JsonNode value = entry.getValue();
            if (value.isObject() && !value.isEmpty()) {
                assertListed(rows, value, key + ".");
            } else {
                String text = value.isContainerNode() ? value.toString() : value.asText();
                String shown = "`" + text.replaceFirst("\\.0$", "") + "`";
                assertThat(rows)
                        .as("row of %s", key)
                        .filteredOn(row -> row.startsWith("| `" + key + "` |"))
                        .singleElement()
                        .satisfies(
                                row -> assertThat(row.split("\\|")[3].strip()).isEqualTo(shown));
            }
        });
    }

    private static JsonNode json(String name) throws IOException {
        return Jackson.mapper().readTree(FOLDER.resolve(name).toFile());
    }
}
