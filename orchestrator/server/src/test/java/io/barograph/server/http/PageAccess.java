package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Set;

/** Whether everybody can use a page, as far as axe can tell. */
final class PageAccess {
    private PageAccess() {}

    /** Nothing that keeps somebody from using this page. */
    static void check(Page page) {
        List<Rule> found = new AxeBuilder(page).setLegacyMode(true).analyze().getViolations();
        assertThat(found.stream()
                        .filter(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                        .toList()))
                .as(page.url())
                .isEmpty();
    }
}
