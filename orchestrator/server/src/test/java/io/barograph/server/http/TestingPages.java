package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.api.SweepView;
import io.barograph.api.client.SweepClient;
import io.barograph.artifacts.ArtifactStore;
import io.vertx.core.Future;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A browser that shows the pages of a server that gives files out. */
abstract class TestingPages {
    static final int DESK = 1280;
    static final int PHONE = 390;
    static TestingBrowser browser;

    @TempDir
    Path folder;

    TestingApi api;
    ArtifactStore artifacts;

    @BeforeAll
    static void launch() {
        assumeTrue(TestingBrowser.isInstalled() || System.getenv("CI") != null, "chromium is not installed");
        PlaywrightAssertions.setDefaultAssertionTimeout(TestingBrowser.PATIENCE_MILLIS);
        browser = new TestingBrowser();
    }

    @AfterAll
    static void quit() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() {
        artifacts = ArtifactStore.folder(folder);
        api = TestingApi.guarded(artifacts);
    }

    @AfterEach
    void stop() {
        browser.checkManners(origin());
        browser.forget();
        api.close();
    }

    String origin() {
        return "http://127.0.0.1:" + api.port();
    }

    Page open(int width, ColorScheme colours, String token, String address) {
        Page page = browser.page(width, colours);
        page.addInitScript("sessionStorage.setItem('barograph.token', '" + token + "')");
        page.navigate(origin() + "/" + address);
        return page;
    }

    Page open(String role, String address) {
        return open(DESK, ColorScheme.LIGHT, role, address);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    SweepView stored(String sweep) {
        return TestingApi.await(SweepClient.over(api.vertx).get(sweep));
    }

    void ended(String sweep) {
        TestingApi.await(SweepClient.over(api.vertx).follow(sweep, 0, event -> Future.succeededFuture()));
    }

    /** Waits until what waits for the next picture is drawn. */
    static void drawn(Page page) {
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
    }

    /** A picture of the page, which everybody can use and which fits. */
    static void look(Page page, String name) {
        drawn(page);
        TestingBrowser.screenshot(page, name);
        PageAccess.check(page);
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .as(name + " fits")
                .isEqualTo(true);
    }
}
