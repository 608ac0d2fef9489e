package io.barograph.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium without a screen, and what its pages did that they must not. */
public final class TestingBrowser implements AutoCloseable {
    public static final int PATIENCE_MILLIS = 60_000;

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> FLAGS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    public static boolean isInstalled() {
        return Files.isExecutable(CHROMIUM);
    }

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(FLAGS)
                    .setChromiumSandbox(false));
    private final List<String> requests = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private int documents;

    /** A page of its own session, so wide, in these colours; it believes every certificate. */
    public Page page(int width, ColorScheme colours) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setDeviceScaleFactor(width < 600 ? 2 : 1)
                .setColorScheme(colours)
                .setIgnoreHTTPSErrors(true)
                .setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onRequest(request -> {
            requests.add(request.url());
            documents += request.isNavigationRequest() ? 1 : 0;
        });
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            // A server that is away or a token that is missing is no fault of the page.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        return page;
    }

    /** Closes all pages and forgets what they did. */
    public void forget() {
        List.copyOf(browser.contexts()).forEach(BrowserContext::close); // what they still ask for is told meanwhile
        requests.clear();
        complaints.clear();
        documents = 0;
    }

    /** How many documents were asked for: one for each load of a page, none for what changes within it. */
    public int documents() {
        return documents;
    }

    /** No request left {@code origin}, and no page complained of its policy or of anything else. */
    public void checkManners(String origin) {
        assertThat(requests).isNotEmpty().allSatisfy(url -> assertThat(url.startsWith("blob:") ? url.substring(5) : url)
                .startsWith(origin + "/"));
        assertThat(complaints).isEmpty();
    }

    /** A picture of the whole page, kept as output of the build. */
    public static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    static String origin(Page page) {
        URI address = URI.create(page.url());
        return address.getScheme() + "://" + address.getAuthority();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
