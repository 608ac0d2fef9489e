package io.barograph.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.api.ParameterSpec;
import io.barograph.api.client.SweepClient;
import io.barograph.server.TestingSpecs;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The pages with what is long, missing, refused or gone. */
class WebAwkwardIT extends TestingPages {
    private static final int SMALL_PHONE = 375;
    private static final String LONG = "a-sweep-name-of-the-greatest-length-that-a-sweep-may-have-is-63";

    private void cancelled(String name) {
        TestingApi.await(SweepClient.over(api.vertx)
                .submit(
                        TestingSpecs.sweep(
                                name,
                                TestingSpecs.grid(
                                        List.of(0.31234),
                                        List.of(9007199254740991L),
                                        Map.of(
                                                "batchSize",
                                                new ParameterSpec.Choices(List.of(1024.0)),
                                                "distillation.temperature",
                                                new ParameterSpec.Choices(List.of(4.56789))))),
                        name));
        TestingApi.await(SweepClient.over(api.vertx).cancel(name));
    }

    private static void fits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
    }

    private static Locator token(Page page) {
        return page.getByLabel("Token");
    }

    @Test
    void aTokenThatIsNotTakenIsSaidToBe() {
        Page page = browser.page(SMALL_PHONE, ColorScheme.LIGHT);
        page.navigate(origin() + "/");
        Locator refused = page.getByText("The server does not take this token");
        assertThat(token(page)).isFocused();
        assertThat(refused).hasCount(0);
        token(page).fill("wrong");
        button(page, "Log in").click();
        assertThat(refused).isVisible();
        assertThat(token(page)).isFocused();
        PageAccess.check(page);
        token(page).fill("tok€n"); // a request cannot carry it
        button(page, "Log in").click();
        assertThat(page.locator("#token:invalid")).hasCount(1);
        token(page).fill("viewer");
        page.keyboard().press("Enter");
        assertThat(page.getByText("No sweep yet")).isVisible();
        assertThat(page.locator("main")).isFocused();

        page.evaluate("sessionStorage.setItem('barograph.token', 'revoked')");
        assertThat(refused).isVisible();
    }

    @Test
    void aRefusalFitsAndLeavesTheFocusWhereItWas() {
        Page page = open(SMALL_PHONE, ColorScheme.LIGHT, "submitter", "#/submit");
        page.getByLabel("Sweep spec").fill("unknown".repeat(20) + ": 3\n");
        button(page, "Submit").press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("problems in this spec");
        assertThat(button(page, "Submit")).isFocused();
        fits(page);
    }

    @Test
    void whatSomebodyWritesOutlivesOtherPagesAndTokens() {
        String text = "name: precious\n";
        Page page = open("submitter", "#/submit");
        Locator area = page.getByLabel("Sweep spec");
        area.fill(text);
        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Workers").setExact(true))
                .click();
        assertThat(page.locator("h1")).hasText("Workers");
        page.goBack();
        assertThat(area).hasValue(text);
        page.reload();
        assertThat(area).hasValue(text);
        assertThat(page.locator(".verdict")).containsText("problem"); // or its check is refused before we submit
        page.evaluate("sessionStorage.setItem('barograph.token', 'revoked')");
        button(page, "Submit").click();
        token(page).fill("submitter");
        page.keyboard().press("Enter");
        assertThat(area).hasValue(text);
    }

    @Test
    void longNamesAndValuesFitAndAreShownAsTheyWereGiven() {
        cancelled(LONG);
        Page page = open(SMALL_PHONE, ColorScheme.LIGHT, "viewer", "#/sweeps/" + LONG + "/trials/t0000");
        Locator figures = page.locator(".figures");
        assertThat(figures).containsText("batchSize 1024, distillation.temperature 4.56789");
        assertThat(figures).containsText("Budget0.31234");
        assertThat(figures).containsText("Validation–Test–");
        assertThat(page.evaluate(
                        "[...document.querySelectorAll('dd')].every(each => each.scrollWidth <= each.clientWidth)"))
                .as("no figure runs into the next")
                .isEqualTo(true);
        assertThat(page.getByText("No epoch was reported.")).isVisible();
        fits(page);

        page.navigate(origin() + "/#/sweeps/" + LONG);
        assertThat(page.getByText("No trial completed.")).isVisible();
        assertThat(page.locator(".events li", new Page.LocatorOptions().setHasText("t0000"))
                        .locator("span"))
                .hasText("t0000 cancelled");
        assertThat(page.locator(".events")).containsText("submitted with 1 trial");
        assertThat(page.locator(".events")).not().containsText("1 trials");
        fits(page);

        page.navigate(origin() + "/#/compare?sweeps=" + LONG);
        Locator box = page.locator(".chooser input");
        assertThat(box).isChecked();
        assertThat(box.boundingBox().width).isEqualTo(18);
        fits(page);
    }

    @Test
    void pagesFitADeskThatIsZoomedToTwoHundredPercent() {
        cancelled(LONG);
        Page page = open(DESK / 2, ColorScheme.LIGHT, "admin", "#/");
        for (String address : List.of("", "sweeps/" + LONG, "sweeps/" + LONG + "/trials/t0000", "submit", "workers")) {
            page.navigate(origin() + "/#/" + address);
            assertThat(page.locator("h1")).isVisible();
            fits(page);
        }
    }

    @Test
    void aLongNameDoesNotPushTheStatesOutOfSight() {
        cancelled(LONG);
        Page page = open(DESK / 2, ColorScheme.LIGHT, "viewer", "#/");
        BoundingBox state = page.locator("table.sweeps .badge").boundingBox();
        assertThat(state.x + state.width).isLessThan(DESK / 2);
    }

    @Test
    void anAnswerThatTakesLongIsSaidToDoSo() {
        cancelled("old");
        Page page = open("viewer", "#/");
        assertThat(page.locator("table.sweeps a.name")).hasCount(1);
        Queue<Route> held = new ConcurrentLinkedQueue<>();
        page.route("**/api/v1/sweeps/old", held::add);
        page.locator("table.sweeps a.name").click();
        assertThat(page.locator("#connection")).hasText("waiting…");
        assertThat(button(page, "Next")).isHidden();
        for (String name : List.of("Zoom in", "Zoom out", "Show all")) { // harmless before there is a front
            button(page, name).click();
        }
        held.remove().resume();
        assertThat(page.locator("#connection")).hasText("");
        assertThat(page.locator(".title .badge")).hasText("cancelled");
    }

    @Test
    void timesOfNeighbouringTicksDiffer() {
        Page page = open("viewer", "#/");
        assertThat(page.evaluate("async () => { const { elapsed, TIME_STEPS } = await import('/web/format.js');"
                        + " return TIME_STEPS.filter(step =>"
                        + "     new Set(Array.from({ length: 11 }, (_, i) => elapsed(i * step))).size < 11); }"))
                .isEqualTo(List.of());
    }

    @Test
    void whatIsUnknownIsSaidToBe() {
        cancelled("old");
        Page page = open("viewer", "#/sweeps/%E0%A4%A");
        assertThat(page.locator("h1")).hasText("Nothing is here");

        page.navigate(origin() + "/#/compare?sweeps=nope,nope,old");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("no sweep nope is stored");
        assertThat(page.locator(".chooser input:checked")).hasCount(2);
        page.getByLabel("nope").uncheck();
        assertThat(page.getByRole(AriaRole.ALERT)).hasCount(0);
        assertThat(page.locator("table.sweeps tbody tr")).hasCount(1);
    }
}
