package io.barograph.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import io.barograph.api.spec.SpecException;
import io.barograph.api.spec.SweepSpecReader;
import io.barograph.server.TestingSpecs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page where sweeps are handed in. */
class WebSubmitIT extends TestingPages {
    private static final String GOOD =
            """
            apiVersion: barograph.io/v1
            kind: Sweep
            name: typed
            dataset: {name: fashion-mnist-sample}
            network: {kind: resnet, depth: 20, width: 16}
            search:
              budgets: [1, 0.5, 0.25]
              seeds: [1, 2]
            """;
    private static final String BAD = GOOD.replace("typed", "Bad Name")
                    .replace("depth: 20", "depth: 21")
                    .replace("budgets: [1, 0.5, 0.25]", "budgets: [1, 0.5, 0.000001]\n  sampler: grids")
            + "trainig:\n  batchSize: 16\n";

    private static Locator notes(Page page) {
        return page.locator(".problems li");
    }

    @Test
    void aSpecIsCheckedWhileItIsTyped() {
        Page page = open("submitter", "#/submit");
        Locator area = page.getByLabel("Sweep spec");
        assertThat(page.locator(".verdict")).containsText("This can be submitted. 8 trials over 4 budgets, 2 seeds");
        area.fill(GOOD);
        assertThat(page.locator(".verdict")).containsText("6 trials over 3 budgets, 2 seeds · 2 dense networks first");
        assertThat(notes(page)).hasCount(0);

        area.fill(BAD);
        assertThat(page.locator(".verdict")).hasText("4 problems");
        assertThat(notes(page)).hasCount(4);
        drawn(page);
        for (int i = 0; i < 4; i++) { // each beside its line
            double note = notes(page).nth(i).boundingBox().y;
            double line = page.locator(".numbers .wrong").nth(i).boundingBox().y;
            assertThat(note).as("note %s", i).isBetween(line - 30, line + 90);
        }
        assertThat(page.locator(".problems")).containsText("did you mean 'training'?");
        button(page, "Line 3").click();
        assertThat(area).isFocused();
        page.keyboard().type("name: typed");
        assertThat(page.locator(".verdict")).hasText("3 problems");
        assertThat(api.get("/api/v1/sweeps").json().getJsonArray("sweeps")).isEmpty();

        TestingApi.await(
                io.barograph.api.client.SweepClient.over(api.vertx).submit(TestingSpecs.sweep("typed"), "typed"));
        area.fill(GOOD);
        assertThat(page.locator(".verdict")).containsText("There is a sweep typed already");
        area.fill(GOOD.replace("typed", "fresh"));
        assertThat(page.locator(".verdict")).containsText("This can be submitted.");
        button(page, "Submit").click();
        assertThat(page.locator("h1")).hasText("fresh");
        assertThat(stored("fresh").trials().values()).containsExactly(6);
    }

    @Test
    void theExampleNeverFallsIntoWhatSomebodyWrites() {
        Page page = open("submitter", "#/");
        Queue<Route> held = new ConcurrentLinkedQueue<>();
        page.route("**/web/example.yaml", held::add);
        page.navigate(origin() + "/#/submit");
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(page.getByLabel("Sweep spec")).hasCount(0);
        held.remove().resume();
        assertThat(page.getByLabel("Sweep spec")).hasValue(Pattern.compile("kind: Sweep"));
    }

    @Test
    void aServerThatIsAwayForAMomentGetsTheSweepOnce() {
        Page page = open("submitter", "#/submit");
        List<String> keys = new ArrayList<>();
        Queue<Route> held = new ConcurrentLinkedQueue<>();
        page.route("**/api/v1/sweeps", route -> {
            keys.add(route.request().headerValue("idempotency-key"));
            if (keys.size() == 1) { // done, but nobody hears of it
                route.fetch();
                route.abort();
            } else if (keys.size() == 2) {
                route.fulfill(new Route.FulfillOptions().setStatus(503).setBody("{}"));
            } else {
                held.add(route);
            }
        });
        page.getByLabel("Sweep spec").fill(GOOD.replace("typed", "patient"));
        button(page, "Submit").click();
        page.waitForCondition(() -> !held.isEmpty());
        assertThat(page.locator("#connection")).hasText("reconnecting…");
        held.remove().resume();
        assertThat(page.locator("h1")).hasText("patient");
        assertThat(keys).hasSize(3).containsOnly(keys.get(0));
        assertThat(stored("patient").trials().values()).containsExactly(6);
    }

    @Test
    void problemsAreReadableEverywhere() {
        for (int width : new int[] {DESK, PHONE}) {
            for (ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                String suffix = "-" + colours.name().toLowerCase(Locale.ROOT) + "-" + width;
                Page page = open(width, colours, "submitter", "#/submit");
                assertThat(page.locator(".verdict")).containsText("This can be submitted.");
                if ((width == DESK) == (colours == ColorScheme.LIGHT)) {
                    look(page, "submit-good" + suffix);
                }
                page.getByLabel("Sweep spec").fill(BAD);
                assertThat(page.locator(".verdict")).hasText("4 problems");
                look(page, "submit-typed" + suffix);
                page.context().close();
            }
        }
    }

    @Test
    void whoMayNotSubmitIsToldSoWhileTyping() {
        Page page = open("viewer", "#/submit");
        assertThat(page.locator(".verdict")).containsText("this needs the role submitter, your token has viewer");
        page.getByLabel("Sweep spec").fill(BAD);
        assertThat(page.locator(".problems")).containsText("'Bad Name' is no valid name"); // the schema alone
    }

    /** The page reads the same schema as the server; what it finds the server finds too. */
    @Test
    void whatThePageFindsByItselfTheServerFindsToo() throws IOException {
        Page page = open("submitter", "#/submit");
        page.evaluate(
                "async () => {"
                        + " const [{ readYaml }, { schemaProblems }] = await Promise.all([import('/web/spec/yaml.js'),"
                        + "     import('/web/spec/schema.js')]);"
                        + " const schema = " + SweepSpecReader.schema() + ";"
                        + " window.local = text => { const read = readYaml(text);"
                        + "     return read === null ? null : schemaProblems(schema, read).map(each => each.line + ' ' + each.pointer); }; }");
        Path bad = Path.of("../api/src/test/resources/bad-specs");
        int read = 0;
        int found = 0;
        try (Stream<Path> files = Stream.concat(Files.list(bad), Files.list(Path.of("../../examples")))) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.(yaml|json)"))
                    .toList()) {
                String text = Files.readString(file);
                List<?> local = (List<?>) page.evaluate("text => window.local(text)", text);
                if (local != null) {
                    read++;
                    found += local.size();
                    assertThat(places(text)).as("%s", file).containsAll((List<String>)
                            (List<?>) new ArrayList<>(local));
                }
            }
        }
        assertThat(read).isGreaterThan(25);
        assertThat(found).isGreaterThan(50);
        for (String text : List.of(GOOD, Files.readString(Path.of("../../examples/quickstart.yaml")))) {
            assertThat(page.evaluate("text => window.local(text)", text)).isEqualTo(List.of());
        }
        String odd =
                """
                a: # why
                - 1
                - b: "x # y"
                  c: [1, # one
                    {d: e-f, "g":.5}]
                h:
                i: it's
                """;
        String asJson = "async text => { const { readYaml } = await import('/web/spec/yaml.js');"
                + " const bare = ({ value }) => value instanceof Map"
                + "     ? Object.fromEntries([...value].map(([key, each]) => [key, bare(each.node)]))"
                + "     : Array.isArray(value) ? value.map(bare) : value;"
                + " return JSON.stringify(bare(readYaml(text))); }";
        assertThat(page.evaluate(asJson, odd))
                .isEqualTo(
                        "{\"a\":[1,{\"b\":\"x # y\",\"c\":[1,{\"d\":\"e-f\",\"g\":0.5}]}],\"h\":null,\"i\":\"it's\"}");
    }

    private static List<String> places(String text) {
        try {
            SweepSpecReader.read(text);
            return List.of();
        } catch (SpecException e) {
            return e.problems().stream()
                    .map(problem -> problem.line() + " " + problem.pointer())
                    .toList();
        }
    }
}
