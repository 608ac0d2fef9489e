package io.barograph.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.api.Addresses;
import io.barograph.api.TrialAsk;
import io.barograph.api.client.SweepClient;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page of the workers, and the front under fingers. */
class WebWorkersIT extends TestingPages {
    private void asks(String worker, int slot, String device) {
        TestingApi.await(api.vertx
                .eventBus()
                .request(
                        Addresses.TRIAL_ASK,
                        new TrialAsk(
                                worker,
                                slot,
                                1,
                                new TreeSet<>(Set.of(device, "rack-7")),
                                new TreeSet<>(Set.of(TestingSpecs.DATA)),
                                "life")));
    }

    @Test
    void theTableRenewsItselfAndLeadsToTheTrials() {
        Page page = open("viewer", "#/workers");
        assertThat(page.getByText("Another orchestrator leads since a moment ago"))
                .isVisible();
        TestingApi.await(SweepClient.over(api.vertx)
                .submit(
                        TestingSpecs.sweep(
                                "a-sweep-with-a-long-name",
                                TestingSpecs.grid(List.of(1.0), List.of(1L, 2L, 3L), Map.of())),
                        "k"));
        for (int slot = 0; slot < 4; slot++) {
            asks("gpu-7.rack-3.example.org", slot, "gpu");
        }
        asks("desk", 0, "cpu");
        Locator rows = page.locator("table.workers tbody tr");
        assertThat(rows).hasCount(2);
        assertThat(rows.nth(1)).containsText("3 of 4");
        assertThat(rows.nth(1)).containsText("GPU");
        assertThat(rows.nth(0)).containsText("nothing");
        assertThat(page.locator(".facts")).hasText("3 of 5 slots busy on 2 workers");
        for (int width : new int[] {DESK, PHONE}) {
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                Page other = open(width, colours, "viewer", "#/workers");
                assertThat(other.locator(".trains a")).hasCount(3);
                look(other, "workers-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width);
                other.context().close();
            }
        }
        page.locator(".trains a").nth(1).click();
        assertThat(page.locator("h1")).hasText("t0001");
    }

    @Test
    void whoHasNoWorkerIsToldHowToStartOne() {
        Page page = browser.page(PHONE, ColorScheme.LIGHT);
        page.addInitScript("sessionStorage.setItem('barograph.token', 'viewer')");
        // As after the first half minute, when every worker would have been heard of.
        page.route(
                "**/api/v1/workers",
                route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"workers\":[],\"complete\":true}")));
        page.navigate(origin() + "/#/workers");
        assertThat(page.getByText("./barograph worker --join")).isVisible();
        look(page, "no-workers-light-" + PHONE);
    }

    @Test
    void twoFingersZoomAndMoveTheFrontAndTwoTapsShowAllAgain() {
        TestingApi.await(SweepClient.over(api.vertx).submit(TestingSpecs.sweep("touched"), "touched"));
        TestingApi.await(api.vertx.deployVerticle(new TestingWorker("worker", 1)));
        ended("touched");
        Page page = open(PHONE, ColorScheme.LIGHT, "viewer", "#/sweeps/touched");
        assertThat(page.locator("table.points tbody tr")).hasCount(5);
        page.locator(".front-chart").scrollIntoViewIfNeeded();
        double[] before = spread(page);
        CDPSession fingers = page.context().newCDPSession(page);
        BoundingBox over = page.locator(".front-chart .u-over").boundingBox();
        double x = before[0] + 20; // so that both points stay in the picture
        double y = over.y + over.height / 2;

        touch(fingers, "touchStart", x - 30, y, x + 30, y);
        for (int step = 1; step <= 6; step++) { // twice as far apart, and 30 to the right
            touch(fingers, "touchMove", x - 30, y, x + 30 + 10 * step, y);
        }
        touch(fingers, "touchEnd");
        double[] zoomed = spread(page);
        assertThat((zoomed[1] - zoomed[0]) / (before[1] - before[0])).isBetween(1.9, 2.1);
        assertThat(zoomed[0] - x).isBetween(2 * (before[0] - x) + 25, 2 * (before[0] - x) + 35);
        TestingBrowser.screenshot(page, "pinched-light-" + PHONE);

        for (int tap = 0; tap < 2; tap++) {
            touch(fingers, "touchStart", x, over.y + 8);
            touch(fingers, "touchEnd");
        }
        double[] again = spread(page);
        assertThat(again[0]).isBetween(before[0] - 1, before[0] + 1);
        assertThat(again[1]).isBetween(before[1] - 1, before[1] + 1);
        assertThat(page.locator("h1")).hasText("touched"); // no tap was taken for a click on a point
    }

    /** Where the chart draws the two smallest points of the front, from the left edge of the window. */
    private static double[] spread(Page page) {
        drawn(page);
        page.locator(".front-chart").focus();
        double[] found = new double[2];
        page.keyboard().press("Home");
        found[0] = page.locator(".spot-ring").boundingBox().x + 11;
        page.keyboard().press("ArrowRight");
        found[1] = page.locator(".spot-ring").boundingBox().x + 11;
        page.keyboard().press("Escape");
        return found;
    }

    private static void touch(CDPSession session, String type, double... places) {
        JsonArray points = new JsonArray();
        for (int i = 0; i < places.length; i += 2) {
            JsonObject point = new JsonObject();
            point.addProperty("x", places[i]);
            point.addProperty("y", places[i + 1]);
            point.addProperty("id", i / 2);
            points.add(point);
        }
        JsonObject event = new JsonObject();
        event.addProperty("type", type);
        event.add("touchPoints", points);
        session.send("Input.dispatchTouchEvent", event);
    }
}
