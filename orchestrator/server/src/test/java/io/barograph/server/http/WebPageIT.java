package io.barograph.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.api.client.SweepClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebPageIT extends TestingPages {
    private static String spec(String name, String budgets, String seeds) {
        return """
                apiVersion: barograph.io/v1
                kind: Sweep
                name: %s
                dataset: {name: fashion-mnist-sample}
                network: {kind: resnet, depth: 20, width: 16}
                search: {budgets: [%s], seeds: [%s]}
                """
                .formatted(name, budgets, seeds);
    }

    @Override
    @BeforeEach
    void start() {
        api = TestingApi.guarded(); // without a store of artifacts
    }

    private void workers(int count, long epochMillis) {
        for (int i = 0; i < count; i++) {
            worker("worker-" + i, epochMillis, Integer.MAX_VALUE);
        }
    }

    private void worker(String name, long epochMillis, int trials) {
        TestingApi.await(api.vertx.deployVerticle(new LifelikeWorker(name, epochMillis, trials)));
    }

    @Test
    void aSweepIsSubmittedFollowedSteeredAndHarvested() throws IOException {
        worker("first", 25, 6); // so that the sweep does not end before it is paused
        Page page = browser.page(DESK, ColorScheme.LIGHT);
        page.navigate(origin() + "/");
        page.getByLabel("Token").fill("submitter");
        button(page, "Log in").click();
        assertThat(page.getByText("No sweep yet")).isVisible();

        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Submit").setExact(true))
                .click();
        page.getByLabel("Sweep spec").fill("apiVersion: barograph.io/v1\nkind: Sweep\nname: Bad Name\nbudget: 3\n");
        button(page, "Submit").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("problems in this spec");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("/budget");
        button(page, "Line 3").click();
        assertThat(page.getByLabel("Sweep spec")).isFocused();

        page.getByLabel("Sweep spec").fill(spec("live", "1, 0.5, 0.25, 0.125", "1, 2, 3"));
        button(page, "Submit").click();
        assertThat(page.getByRole(
                        AriaRole.HEADING,
                        new Page.GetByRoleOptions().setName("live").setExact(true)))
                .isVisible();
        page.evaluate("window.notReloaded = true");

        Locator points = page.locator("table.points tbody tr");
        assertThat(points.first()).isVisible();
        assertThat(points.nth(1)).isVisible();
        button(page, "Pause").click();
        assertThat(page.locator(".title .badge")).hasText("paused");

        int port = api.port();
        api.stopHttp();
        assertThat(page.locator("#connection")).hasText("reconnecting…");
        TestingApi.await(SweepClient.over(api.vertx).resume("live"));
        workers(2, 25);
        api.startHttp(port);
        assertThat(page.locator("#connection")).hasText("");
        assertThat(page.locator(".title .badge")).hasText("completed");
        assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
        assertThat(page.locator(".foot [role=status]")).hasText("1–12 of 12");

        Download csv = page.waitForDownload(() -> button(page, "Download CSV").click());
        assertThat(csv.suggestedFilename()).isEqualTo("live-front.csv");
        assertThat(Files.readAllLines(csv.path())).hasSize(13);
        Download png = page.waitForDownload(() -> button(page, "Download PNG").click());
        assertThat(new String(Files.readAllBytes(png.path()), 1, 3, StandardCharsets.ISO_8859_1))
                .isEqualTo("PNG");
    }

    @Test
    void pointsAndTrialsAreReachedByKeysAndByMouse() {
        workers(2, 1);
        api.submit(spec("keys", "1, 0.5, 0.25", "1, 2"), "key");
        ended("keys");
        Page page = open(DESK, ColorScheme.LIGHT, "submitter", "#/sweeps/keys");
        assertThat(page.locator("table.points tbody tr").first()).isVisible();
        drawn(page);
        page.locator(".front-chart").focus();
        page.keyboard().press("ArrowRight");
        assertThat(page.locator(".tip")).containsText("on the front");
        assertThat(page.locator("#announcer")).containsText("validation");
        page.keyboard().press("Enter");
        assertThat(page.getByText("Open maps per layer")).isVisible();
        assertThat(page.locator("main")).isFocused();
        page.getByLabel("Download").getByText("ONNX").click();
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("start it with --artifacts");

        page.goBack();
        assertThat(page.locator("table.points tbody tr").first()).isVisible();
        drawn(page);
        page.locator(".front-chart").focus();
        page.keyboard().press("End");
        BoundingBox spot = page.locator(".spot-ring").boundingBox();
        String name = page.locator(".tip strong").textContent().split(",", 2)[0];
        page.keyboard().press("Escape");
        assertThat(page.locator(".tip")).isHidden();
        page.mouse().move(spot.x + spot.width / 2, spot.y + spot.height / 2);
        assertThat(page.locator(".tip strong")).containsText(name);
        page.mouse().click(spot.x + spot.width / 2, spot.y + spot.height / 2);
        assertThat(page.locator("h1")).hasText(name);

        page.goBack();
        Locator trials = page.locator("table.trials tbody tr");
        assertThat(trials).hasCount(6);
        page.getByLabel("Find").fill("seed 2");
        assertThat(trials).hasCount(3);
        button(page, "Budget").click();
        assertThat(trials.first()).containsText("1/4");
        button(page, "Budget").click();
        assertThat(trials.first()).containsText("t0001");
        page.getByLabel("Show").selectOption("FAILED");
        assertThat(trials).hasCount(0);
    }

    @Test
    void everyPageIsForEverybody() {
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (int width : List.of(DESK, PHONE)) {
                Page page = open(width, colours, "submitter", "");
                see(page, "td.empty", "empty" + suffix(width, colours));
                page.context().close();
            }
        }
        api.submit(spec("paused", "1, 0.5", "1, 2"), "p");
        api.post("/api/v1/sweeps/paused/pause");
        workers(4, 1);
        api.submit(spec("fashion-three-seeds", "1, 0.7, 0.5, 0.35, 0.25, 0.125, 0.0625", "1, 2, 3"), "a");
        api.submit(spec("over-everything", "0.5, 0.25, 0.125", "1, 2"), "b");
        api.submit(spec("fashion-two-seeds", "1, 0.5, 0.25, 0.125, 0.0625", "7, 8"), "c");
        List.of("fashion-three-seeds", "over-everything", "fashion-two-seeds").forEach(this::ended);
        visitAll(DESK, ColorScheme.LIGHT);
        visitAll(PHONE, ColorScheme.DARK);
        visitAll(DESK, ColorScheme.DARK);
        visitAll(PHONE, ColorScheme.LIGHT);
    }

    private void visitAll(int width, ColorScheme colours) {
        String suffix = suffix(width, colours);
        Page page = open(width, colours, "submitter", "");
        see(page, "table.sweeps a.name", "sweeps" + suffix);
        visit(page, "#/sweeps/fashion-three-seeds", ".points tbody tr", "sweep" + suffix);
        visit(page, "#/sweeps/paused", ".trials tbody tr", "paused" + suffix);
        visit(page, "#/sweeps/over-everything", ".points tbody tr", "no-front" + suffix);
        visit(page, "#/sweeps/fashion-three-seeds/trials/t0009", ".heat canvas", "trial" + suffix);
        visit(page, "#/compare?sweeps=fashion-three-seeds,fashion-two-seeds", ".legend .entry", "compare" + suffix);
        page.navigate(origin() + "/#/submit");
        page.getByLabel("Sweep spec").fill("apiVersion: barograph.io/v1\nkind: Sweep\nname: Bad Name\nbudget: 3\n");
        button(page, "Submit").click();
        see(page, ".problems li", "submit" + suffix);
        page.context().close();

        Page stranger = browser.page(width, colours);
        stranger.navigate(origin() + "/");
        see(stranger, "#token", "login" + suffix);
        stranger.context().close();
    }

    private static String suffix(int width, ColorScheme colours) {
        return "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width;
    }

    private void visit(Page page, String address, String there, String name) {
        page.navigate(origin() + "/" + address);
        see(page, there, name);
    }

    private static void see(Page page, String there, String name) {
        page.locator(there).first().waitFor();
        look(page, name);
    }
}
