package io.barograph.bench.api;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.bench.report.Figure;
import io.barograph.bench.report.Outcome;
import io.barograph.bench.report.Sample;
import io.barograph.server.access.Token;
import io.barograph.server.http.TestingBrowser;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How long somebody at the web page waits for it, in Chromium, while epochs come in and trials end. */
final class PageExperiment {
    private static final int WIDTH = 1280;
    private static final double ASKED_PAINT_MILLIS = 2000;
    private static final double ASKED_ANSWER_MILLIS = 100;
    private static final List<String> HEADS =
            List.of("Validation, %", "Trial", "State", "Volume", "Status", "Seed", "Budget");
    private static final int ENDS = 8; // fewer than wait
    private static final long BETWEEN_ENDS_NANOS = 2_500_000_000L;
    private static final String SOUGHT = "seed 17";

    /** From an input event to the picture that follows: as the browser tells it, or where it tells nothing, after a frame. */
    private static final String STOPWATCH =
            """
            window.waits = [];
            window.framed = [];
            for (const type of ['input', 'click', 'mouseup', 'pointermove', 'dblclick']) {
                addEventListener(type, event => requestAnimationFrame(() => {
                    const { port1, port2 } = new MessageChannel();
                    port1.onmessage = () => framed.push(performance.now() - event.timeStamp);
                    port2.postMessage(null);
                }), true);
            }
            new PerformanceObserver(list => waits.push(...list.getEntries().map(entry => entry.duration)))
                .observe({ type: 'event', durationThreshold: 16 });
            """;

    private static final String TAKE =
            "() => { const most = Math.max(0, ...waits, ...framed); waits.length = framed.length = 0; return most; }";
    private static final String PAINTED =
            "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null";
    private static final String THERE =
            "sought => sought.every(each => document.querySelector(each)) && performance.now()";

    private final ServedOrchestrator orchestrator;
    private final String origin;
    private final Token token;
    private final int times;
    private final Random random = new Random(1);
    private int ends;
    private long lastEnd;

    PageExperiment(ServedOrchestrator orchestrator, Token token, int times) {
        this.orchestrator = orchestrator;
        this.origin = "http://127.0.0.1:" + orchestrator.port();
        this.token = token;
        this.times = times;
    }

    Outcome run() {
        Outcome outcome = new Outcome("The web page in Chromium, while epochs come in");
        try (TestingBrowser browser = new TestingBrowser()) {
            opened(browser, outcome, "list of sweeps", "", "table.sweeps a.name");
            String sweep = "#/sweeps/" + BigSweep.NAME;
            opened(browser, outcome, "the sweep", sweep, "table.points tbody tr", "table.trials tbody tr");
            opened(browser, outcome, "a trial", sweep + "/trials/t0042", ".figures dd", ".even:not([hidden]) canvas");
            Page page = page(browser);
            page.navigate(origin + "/" + sweep);
            page.locator("table.points tbody tr").first().waitFor();
            page.waitForTimeout(1000);
            used(page, outcome, "");
            ends = ENDS;
            used(page, outcome, ", while trials end");
            browser.checkManners(origin);
        }
        return outcome;
    }

    private Page page(TestingBrowser browser) {
        Page page = browser.page(WIDTH, ColorScheme.LIGHT);
        page.addInitScript("sessionStorage.setItem('barograph.token', '" + token.secret() + "')");
        page.addInitScript(STOPWATCH);
        return page;
    }

    /** Opens an address with empty caches, again and again. */
    private void opened(TestingBrowser browser, Outcome outcome, String what, String address, String... there) {
        List<Double> painted = new ArrayList<>();
        List<Double> filled = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Page page = page(browser);
            Response answer = page.navigate(origin + "/" + address);
            if (answer == null || !answer.ok()) {
                outcome.violated(List.of(what + " was not answered"));
                return;
            }
            filled.add(number(page.waitForFunction(THERE, there).jsonValue()));
            painted.add(number(page.waitForFunction(PAINTED).jsonValue()));
            page.context().close();
        }
        add(outcome, what + ": first contentful paint", painted, ASKED_PAINT_MILLIS);
        add(outcome, what + ": its content is there", filled, ASKED_PAINT_MILLIS);
    }

    private void used(Page page, Outcome outcome, String when) {
        Locator filter = page.locator("#trial-filter");
        List<Double> waits = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            filter.focus();
            for (String key : SOUGHT.split("")) {
                waits.add(waited(page, () -> page.keyboard().press(key)));
            }
            for (int j = 0; j < SOUGHT.length(); j++) {
                waits.add(waited(page, () -> page.keyboard().press("Backspace")));
            }
        }
        add(outcome, "a letter for the filter of trials" + when, waits, ASKED_ANSWER_MILLIS);
        waits.clear();
        for (int i = 0; i < times; i++) {
            for (String head : HEADS) {
                waits.add(waited(page, button(page, head)::click));
            }
        }
        add(outcome, "a click that sorts trials" + when, waits, ASKED_ANSWER_MILLIS);
        zoomed(page, outcome, when);
    }

    private void zoomed(Page page, Outcome outcome, String when) {
        List<Double> waits = new ArrayList<>();
        Locator chart = page.locator(".front-chart .u-over");
        chart.scrollIntoViewIfNeeded();
        BoundingBox box = chart.boundingBox();
        for (int i = 0; i < times; i++) {
            for (String name : List.of("Zoom in", "Zoom in", "Zoom out", "Show all")) {
                waits.add(waited(page, button(page, name)::click));
            }
            page.mouse().move(box.x + box.width * 0.3, box.y + box.height * 0.2);
            page.mouse().down();
            page.mouse().move(box.x + box.width * 0.6, box.y + box.height * 0.7);
            page.waitForTimeout(50);
            waits.add(waited(page, page.mouse()::up));
            waits.add(waited(page, button(page, "Show all")::click));
        }
        add(outcome, "a zoom of the front" + when, waits, ASKED_ANSWER_MILLIS);
        waits.clear();
        for (int i = 0; i < times * 5; i++) {
            double x = box.x + box.width * random.nextDouble();
            double y = box.y + box.height * random.nextDouble();
            waits.add(waited(page, () -> page.mouse().move(x, y)));
        }
        add(outcome, "pointing at the front" + when, waits, ASKED_ANSWER_MILLIS);
    }

    private double waited(Page page, Runnable input) {
        if (ends > 0 && System.nanoTime() - lastEnd > BETWEEN_ENDS_NANOS) {
            ends--;
            lastEnd = System.nanoTime();
            orchestrator.endTrial();
        }
        page.evaluate(TAKE);
        input.run();
        page.waitForFunction("() => framed.length > 0");
        page.waitForTimeout(50); // the browser tells of events a while later
        return number(page.evaluate(TAKE));
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void add(Outcome outcome, String what, List<Double> millis, double asked) {
        Sample sample = Sample.of(millis);
        outcome.add(Figure.of(what + ", median", sample.median(), "ms").atMost(asked));
        outcome.add(
                Figure.of("the worst of " + millis.size(), sample.most(), "ms").atMost(asked));
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
