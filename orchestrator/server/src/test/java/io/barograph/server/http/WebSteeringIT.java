package io.barograph.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.api.SearchSpec;
import io.barograph.api.SweepState;
import io.barograph.api.client.SweepClient;
import io.barograph.server.TestingSpecs;
import io.barograph.server.TestingWorker;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the buttons of a sweep's page do to the server. */
class WebSteeringIT extends TestingPages {
    private void submit(String name) {
        TestingApi.await(
                SweepClient.over(api.vertx).submit(TestingSpecs.sweep(name, SearchSpec.grid(List.of(1.0, 0.5))), name));
    }

    private static void state(Page page, String state) {
        assertThat(page.locator(".title .badge")).hasText(state);
    }

    @Test
    void dashboardsAreOneClickAway() {
        submit("mine-yours");
        Page page = open("viewer", "#/sweeps/mine-yours");
        Locator link = page.getByText("Dashboard");
        assertThat(link)
                .hasAttribute("href", "https://grafana.example.org/of/us/d/barograph-sweep?var-sweep=mine-yours");
        assertThat(link).hasAttribute("rel", "noopener noreferrer");
        TestingApi.await(api.vertx.deployVerticle(new TestingWorker("two", 1)));
        page.navigate(origin() + "/#/workers");
        assertThat(page.getByText("Dashboard"))
                .hasAttribute("href", "https://grafana.example.org/of/us/d/barograph-worker");
    }

    @Test
    void aSweepIsPausedResumedRankedAndCancelled() {
        submit("mine");
        Page page = open("submitter", "#/sweeps/mine");
        button(page, "Pause").click();
        state(page, "paused");
        assertThat(stored("mine").state()).isEqualTo(SweepState.PAUSED);
        assertThat(button(page, "Pause")).isHidden();
        button(page, "Resume").click();
        state(page, "running");
        assertThat(stored("mine").state()).isEqualTo(SweepState.RUNNING);

        page.getByLabel("Priority").fill("17");
        button(page, "Set").click();
        assertThat(page.locator(".events")).containsText("priority 17");
        assertThat(stored("mine").spec().scheduling().priority()).isZero(); // as it was submitted
        assertThat(stored("mine").priority()).isEqualTo(17);
        page.reload();
        assertThat(page.getByLabel("Priority")).hasValue("17");
        Page other = open("submitter", "#/sweeps/mine");
        assertThat(other.getByLabel("Priority")).hasValue("17");
        page.getByLabel("Priority").fill("18");
        button(page, "Set").click();
        assertThat(other.getByLabel("Priority")).hasValue("18");
        page.getByLabel("Priority").fill("170");
        button(page, "Set").click();
        assertThat(page.locator("#priority:invalid")).hasCount(1);

        button(page, "Cancel…").click();
        button(page, "Keep it").click();
        assertThat(stored("mine").state()).isEqualTo(SweepState.RUNNING);
        button(page, "Cancel…").click();
        button(page, "Cancel the sweep").click();
        state(page, "cancelled");
        assertThat(stored("mine").state()).isEqualTo(SweepState.CANCELLED);
        assertThat(page.locator("main")).isFocused(); // the button that had the focus is gone
        for (String gone : List.of("Pause", "Resume", "Cancel…", "Set")) {
            assertThat(button(page, gone)).isHidden();
        }
    }

    @Test
    void anEndedSweepIsDeletedByAnAdminWhoConfirmsIt() {
        submit("old");
        submit("other");
        TestingApi.await(SweepClient.over(api.vertx).cancel("old"));
        TestingApi.await(SweepClient.over(api.vertx).pause("other"));
        Page page = open("admin", "#/sweeps/old");
        button(page, "Delete…").click();
        for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
            look(page, "delete-" + colours.name().toLowerCase(java.util.Locale.ROOT) + "-" + DESK);
        }
        page.keyboard().press("Escape");
        assertThat(page.locator("dialog[open]")).hasCount(0);
        assertThat(stored("old").state()).isEqualTo(SweepState.CANCELLED);

        button(page, "Delete…").click();
        button(page, "Delete the sweep").click();
        assertThat(page.locator("table.sweeps a.name")).hasText(new String[] {"other"});
        assertThat(page.locator("#announcer")).hasText("old is deleted");
        assertThat(api.get("/api/v1/sweeps/old").status()).isEqualTo(404);

        page.locator("table.sweeps a.name").click();
        assertThat(button(page, "Resume")).isVisible();
        assertThat(button(page, "Delete…")).isHidden(); // it has not ended
    }

    @Test
    void aRoleIsOfferedWhatItMayDoAndAServersNoIsReadable() {
        submit("old");
        submit("new");
        TestingApi.await(SweepClient.over(api.vertx).cancel("old"));
        Page viewer = open("viewer", "#/sweeps/new");
        state(viewer, "running");
        for (String name : List.of("Pause", "Cancel…", "Set")) {
            assertThat(button(viewer, name)).isHidden();
        }
        assertThat(viewer.locator("nav [data-page=submit]")).isHidden();

        Page submitter = open("submitter", "#/sweeps/old");
        state(submitter, "cancelled");
        assertThat(button(submitter, "Delete…")).isHidden();
        // As with a server that does not tell roles.
        submitter.route("**/api/v1/**", route -> {
            com.microsoft.playwright.APIResponse answer = route.fetch();
            java.util.Map<String, String> headers = new java.util.HashMap<>(answer.headers());
            headers.remove("barograph-role");
            route.fulfill(new com.microsoft.playwright.Route.FulfillOptions()
                    .setResponse(answer)
                    .setHeaders(headers));
        });
        submitter.reload();
        button(submitter, "Delete…").click();
        button(submitter, "Delete the sweep").click();
        assertThat(submitter.locator("main [role=alert]"))
                .containsText("this needs the role admin, your token has submitter");
        assertThat(stored("old").state()).isEqualTo(SweepState.CANCELLED);
    }

    @Test
    void resultsAndModelsAreDownloaded() throws IOException {
        byte[] onnx = ArtifactDownloadTest.complete(api, artifacts, "files");
        TestingApi.await(api.vertx.deployVerticle(new TestingWorker("worker", 1)));
        Page page = open("viewer", "#/sweeps/files");
        assertThat(page.locator("table.points tbody tr")).hasCount(1);
        assertThat(text(page, "CSV", "files-front.csv")).contains("t0000");
        assertThat(new JsonObject(text(page, "JSON", "files-front.json")).getString("sweep"))
                .isEqualTo("files");
        assertThat(text(page, "SVG", "files-front.svg")).contains("<svg");
        assertThat(text(page, "PNG", "files-front.png")).startsWith("\u0089PNG");

        page.locator("table.points a.name").click();
        Locator files = page.getByLabel("Download").getByText("ONNX");
        Download model = page.waitForDownload(files::click);
        assertThat(model.suggestedFilename()).isEqualTo("files-t0000.onnx");
        assertThat(Files.readAllBytes(model.path())).isEqualTo(onnx);
        page.getByLabel("Download").getByText("DL4J").click();
        assertThat(page.locator("main [role=alert]")).isVisible(); // that file was never stored
    }

    private static String text(Page page, String form, String name) throws IOException {
        Download file =
                page.waitForDownload(() -> button(page, "Download " + form).click());
        assertThat(file.suggestedFilename()).isEqualTo(name);
        return Files.readString(file.path(), StandardCharsets.ISO_8859_1);
    }
}
