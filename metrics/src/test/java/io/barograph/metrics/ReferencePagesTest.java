package io.barograph.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePagesTest {
    private static final Path PAGES = Path.of("../docs/reference");
    private static final String RENEW = "barograph.renew";

    @Test
    void metricsAreDocumentedAsTheyAreDeclared() throws IOException {
        isUpToDate("metrics.md", MetricsReference.page());
    }

    @Test
    void rulesAreDocumentedAsTheyAreWritten() throws IOException {
        isUpToDate("rules.md", RulesReference.page());
    }

    private static void isUpToDate(String name, String page) throws IOException {
        Path file = PAGES.resolve(name);
        if (Boolean.getBoolean(RENEW)) {
            Files.writeString(file, page);
        }
        assertThat(file)
                .as("docs/reference/" + name + " is made; renew it with"
                        + " mvn -q -pl metrics -am test -Dtest=ReferencePagesTest -D" + RENEW + "=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .content()
                .isEqualTo(page);
    }
}
