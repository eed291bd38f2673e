package io.github.defenderroutes.web;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** Alerts whose texts attack whoever looks at them: in a real browser they are text and nothing else. */
class HostileTextOnPagesTest {
    private static final List<String> ATTACKS = List.of(
            "<script>window.pwned=1</script>",
            "\"><script>window.pwned=1</script>",
            "'><img src=x onerror=window.pwned=1>",
            "<img src=x onerror=\"window.pwned=1\">",
            "<svg/onload=window.pwned=1>",
            "\" onmouseover=\"window.pwned=1\" autofocus onfocus=\"window.pwned=1",
            "' onfocus='window.pwned=1' autofocus='",
            "</title><script>window.pwned=1</script>",
            "</pre><script>window.pwned=1</script>",
            "</textarea></form><form action=https://evil.example><button>Sign in</button></form>",
            "--><script>window.pwned=1</script><!--",
            "]]><script>window.pwned=1</script>",
            "<div hx-get=/sign-out hx-trigger=load></div>",
            "<div hx-on::load=\"window.pwned=1\"></div>",
            "<a href=javascript:window.pwned=1>click</a>",
            "<iframe srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
            "<meta http-equiv=refresh content=\"0;url=https://evil.example\">",
            "<base href=https://evil.example/>",
            "<link rel=stylesheet href=https://evil.example/x.css>",
            "<style>*{background:url(https://evil.example/x)}</style>",
            "${7*7} #{7*7} <#assign x=1> <@layout.page/> {{7*7}} [[7*7]]",
            "&lt;script&gt;window.pwned=1&lt;/script&gt;",
            "+ADw-script+AD4-window.pwned=1+ADw-/script+AD4-",
            "invoice\u202Efdp.exe \u200B\u2066\uFEFF \u0000\u0007\u001B[31m",
            "\uD83D\uDE00 \uD83D x");

    private static Chromium browser;
    private static ServedPages pages;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        pages = new ServedPages()
                .with("isolation.cap.per-hour", "2")
                .with("isolation.cap.per-day", "2")
                .start();
        for (int i = 0; i < ATTACKS.size(); i++) {
            String attack = ATTACKS.get(i);
            String device = i % 2 == 0 ? "device-" + i : "d" + i + attack;
            pages.standIn.tenant().add(aMachine(device).name(attack).tags(attack));
            pages.standIn
                    .tenant()
                    .add(anAlert("a" + i + attack.replaceAll("\\p{Cc}", "")) // which an id must not hold
                            .device(device)
                            .title(attack)
                            .set("description", attack)
                            .set("category", attack)
                            .set("computerDnsName", attack));
        }
        pages.tick();
        browser.signIn(pages, Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        if (pages != null) {
            pages.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void theyAreTextOnEveryPageThatShowsThem() {
        Set<String> seen = new LinkedHashSet<>();
        for (String list : List.of(
                "/", "/runs?since=all", "/approvals", "/isolations", "/parked", "/audit", "/switches", "/charts")) {
            open(pages.url(list));
            List<String> links = browser.driver.findElements(By.cssSelector("main a[href]")).stream()
                    .map(link -> link.getDomProperty("href"))
                    .filter(link -> !link.contains("?"))
                    .toList();
            for (String link : links) {
                assertThat(link).startsWith(pages.address().toString());
                if (seen.add(link)) {
                    open(link);
                }
            }
        }
        assertThat(seen).as("runs, devices, isolations and approvals").hasSizeGreaterThan(50);
    }

    private static void open(String url) {
        browser.go(url);
        assertThat(browser.script("return window.pwned")).as(url).isNull();
        assertThat(browser.driver.getCurrentUrl()).as("nobody leads us away").isEqualTo(url);
        assertThat(browser.driver.getTitle()).doesNotStartWith("404").doesNotStartWith("500");
        assertThat(browser.script("return document.querySelectorAll('main script, main iframe, main style, main meta,"
                        + " main base, main link, main img, [onerror], [onload], [onfocus], [onmouseover]').length"))
                .as(url)
                .isEqualTo(0L);
        assertThat(browser.complaints()).as("nothing was even tried: " + url).isEmpty();
    }

    @Test
    void theyAreShownAsTheyAreAndWhatHidesIsVisible() {
        browser.go(pages.url("/runs?since=all"));

        assertThat(browser.text())
                .contains(
                        "<script>window.pwned=1</script>", "${7*7} #{7*7}", "&lt;script&gt;", "invoice[U+202E]fdp.exe")
                .doesNotContain("49", "\u202E");
    }

    @Test
    void aSearchForThemShowsThemInItsFieldOnly() {
        for (String attack : ATTACKS) {
            browser.go(pages.url("/runs?since=all&text=" + URLEncoder.encode(attack, StandardCharsets.UTF_8)));

            assertThat(browser.script("return window.pwned")).isNull();
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
