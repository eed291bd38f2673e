package io.github.defenderroutes.web;

import static io.github.defenderroutes.web.ServedPages.WORKSTATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

/** The pages as people see them, in a real browser; what was seen is kept in target/screenshots. */
class PagesInChromiumTest {
    private static Chromium browser;
    private static ServedPages pages;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        pages = ServedPages.withAnOutbreak();
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
    void everyPageFitsInLightAndDarkAndOnAPhoneAndBreaksNoRuleOfItsOwn() {
        browser.go(pages.url("/sign-in"));
        look("sign-in");
        browser.signIn(pages, Role.ADMIN);
        assertThat(browser.text()).contains("1\nisolations open", "1\nwait for approval", "The breaker is open");
        for (String path :
                List.of("/", "/runs", "/approvals", "/isolations", "/parked", "/charts", "/switches", "/audit")) {
            browser.go(pages.url(path));
            look(path.equals("/") ? "now" : path.substring(1));
        }
        browser.go(pages.url("/runs"));
        browser.driver.findElement(By.cssSelector("tbody a")).click();
        look("run");
        browser.go(pages.url("/approvals"));
        browser.driver.findElement(By.linkText("lt-0077.corp.example")).click();
        look("approval");
        browser.go(pages.url("/isolations"));
        browser.driver.findElement(By.linkText("ws-0042.corp.example")).click();
        look("isolation");
        browser.go(pages.url("/devices/" + WORKSTATION));
        look("device");
        assertThat(browser.complaints()).isEmpty();
    }

    private static void look(String name) {
        browser.picture(name);
        browser.dark(true);
        browser.picture(name + "-dark");
        browser.dark(false);
        browser.phone(true);
        browser.picture(name + "-phone");
        assertThat(browser.script("return document.documentElement.scrollWidth <= window.innerWidth"))
                .as(name + " fits a phone")
                .isEqualTo(true);
        browser.phone(false);
    }
}
