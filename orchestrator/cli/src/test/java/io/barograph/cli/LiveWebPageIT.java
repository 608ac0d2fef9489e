package io.barograph.cli;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.api.SweepReport;
import io.barograph.api.TrialReport;
import io.barograph.api.report.FrontFiles;
import io.barograph.server.http.TestingBrowser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The web page as its user has it: a browser, an orchestrator that is killed meanwhile, and a worker that really trains. */
class LiveWebPageIT {
    private static final int TRIALS = 3;
    private static final String SPEC =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: %s
            dataset: {name: fashion-mnist-sample}
            network: {kind: plain-cnn, width: 8}
            search:
              budgets: [1, 0.5, 0.25]
            training:
              pretrain: {epochs: 2}
              prune: {epochs: 2}
              fineTune: {epochs: 1, epochsPerHalving: 0}
            """;
    private static final Pattern SOME_ENDED = Pattern.compile("^[12] of " + TRIALS);
    private static final Pattern NOT_ALL_WAIT = Pattern.compile("running");

    @TempDir
    Path folder;

    @BeforeAll
    static void requireBrowser() {
        assumeTrue(TestingBrowser.isInstalled() || System.getenv("CI") != null, "chromium is not installed");
        PlaywrightAssertions.setDefaultAssertionTimeout(TestingBrowser.PATIENCE_MILLIS);
    }

    @Test
    void aSweepIsSubmittedFollowedThroughAKilledOrchestratorHarvestedAndTheNextCancelled() throws Exception {
        TestingServer server = TestingServer.in(folder, "localhost");
        String[] more = {"--artifacts", "artifacts", "--trial-lease", "5"};
        TestingCommand orchestrator = server.start(more);
        try (TestingCommand worker = TestingCommand.real(
                        folder, "worker", "--join", server.member(), "--artifacts", "artifacts", "--name", "one");
                TestingBrowser browser = new TestingBrowser()) {
            String origin = server.url("https", "localhost");
            Page page = browser.page(1280, ColorScheme.LIGHT);
            assertThat(page.navigate(origin + "/").headerValue("content-security-policy"))
                    .isEqualTo("default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                            + " object-src 'none'");
            page.getByLabel("Token").fill(server.token());
            button(page, "Log in").click();
            assertThat(page.getByText("No sweep yet")).isVisible();
            submit(page, "first");
            worker.awaitOutput("Worker one is ready");

            Locator progress = page.locator(".facts .progress-line");
            Locator facts = page.locator(".facts[role=status]");
            Locator points = page.locator("table.points tbody tr");
            assertThat(progress).hasText(Pattern.compile("^0 of " + TRIALS));
            assertThat(points.first()).isVisible();
            assertThat(progress).hasText(SOME_ENDED);

            orchestrator.kill();
            assertThat(page.locator("#connection")).hasText("reconnecting…");
            assertThat(points.first()).isVisible();
            String before = facts.textContent();
            orchestrator = server.start(more);
            assertThat(page.locator("#connection")).hasText("");
            assertThat(page.locator(".title .badge")).hasText("completed");
            assertThat(progress).hasText(TRIALS + " of " + TRIALS);
            assertThat(facts).not().hasText(before);

            SweepReport report = downloads(page);
            model(page, report.points().get(report.points().size() - 1));
            submit(page, "second");
            assertThat(page.locator(".facts .progress-line")).containsText(NOT_ALL_WAIT);
            button(page, "Cancel…").click();
            button(page, "Cancel the sweep").click();
            assertThat(page.locator(".title .badge")).hasText("cancelled");
            assertThat(browser.documents()).as("loads of the page").isEqualTo(1);
            browser.checkManners(origin);
        } finally {
            orchestrator.close();
        }
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void submit(Page page, String name) {
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Submit").setExact(true))
                .click();
        page.getByLabel("Sweep spec").fill(SPEC.formatted(name));
        button(page, "Submit").click();
        Locator refusal = page.getByRole(AriaRole.ALERT);
        page.locator("h1").getByText(name).or(refusal).first().waitFor();
        assertThat(refusal.allTextContents()).isEmpty();
    }

    /** What the buttons give, and what the JSON says. */
    private static SweepReport downloads(Page page) throws IOException {
        Download csv = page.waitForDownload(() -> button(page, "Download CSV").click());
        assertThat(Files.readAllLines(csv.path())).hasSize(1 + TRIALS);
        Download png = page.waitForDownload(() -> button(page, "Download PNG").click());
        assertThat(new String(Files.readAllBytes(png.path()), 1, 3, StandardCharsets.ISO_8859_1))
                .isEqualTo("PNG");
        Download json = page.waitForDownload(() -> button(page, "Download JSON").click());
        SweepReport report = FrontFiles.read(json.path());
        assertThat(report.trials()).hasSize(TRIALS);
        assertThat(page.locator("table.points tbody tr"))
                .hasCount(report.points().size());
        return report;
    }

    private static void model(Page page, TrialReport trial) throws Exception {
        page.locator("table.points")
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(trial.trial()))
                .click();
        assertThat(page.getByText("Open maps per layer")).isVisible();
        Download onnx = page.waitForDownload(
                () -> button(page, "Download " + trial.trial() + ".onnx").click());
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(onnx.path()));
        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(trial.onnxHash());
    }
}
