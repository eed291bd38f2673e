package io.github.defenderroutes.web;

import static io.github.defenderroutes.web.ServedPages.LAPTOP;
import static io.github.defenderroutes.web.ServedPages.WORKSTATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The pages as people work on them, in a real browser. */
class WorkingOnPagesTest {
    private static Chromium browser;
    private static ServedPages pages;

    @BeforeAll
    static void start() {
        browser = Chromium.open();
        pages = ServedPages.withAnOutbreak();
    }

    @AfterEach
    void asItWas() {
        browser.phone(false);
        browser.dark(false);
        browser.scripts(true);
        browser.driver.manage().deleteAllCookies();
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
    void whatIsShownNowChangesWithoutReloading() {
        browser.signIn(pages, Role.VIEWER);
        browser.script("window.loadedOnce = true");
        String before = browser.find("#tile-parked").getText();
        assertThat(before).isNotEmpty();
        pages.app().desk().killSwitch().turnOn(new Person("admin", Role.ADMIN).actor(), "a drill");

        await().atMost(Duration.ofSeconds(20)).until(() -> browser.text().contains("Nothing in the tenant is changed"));

        assertThat(browser.script("return window.loadedOnce")).isEqualTo(true);
        pages.app().desk().killSwitch().turnOff(new Person("admin", Role.ADMIN).actor(), "the drill is over");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !browser.text().contains("Nothing in the tenant is changed"));
    }

    @Test
    void theKeyboardAloneIsEnoughToFindARunAndItsAlert() {
        browser.go(pages.url("/sign-in"));
        WebElement focused = browser.driver.switchTo().activeElement();
        focused.sendKeys("viewer", Keys.TAB);
        browser.driver.switchTo().activeElement().sendKeys(ServedPages.PASSWORD);
        browser.enter(browser.driver.switchTo().activeElement());
        browser.find("body").sendKeys(Keys.TAB);
        assertThat(browser.driver.switchTo().activeElement().getText()).isEqualTo("To the content");

        browser.go(pages.url("/runs"));
        browser.find("[name=text]").sendKeys("lsass");
        browser.enter(browser.find("[name=text]"));
        assertThat(browser.all("tbody tr")).hasSize(1);
        browser.enter(browser.find("tbody a"));

        assertThat(browser.text())
                .contains("Suspicious access to LSASS service", "ws-0042.corp.example", "\"id\" : \"da-lsass\"");
    }

    @Test
    void aDeviceThatWaitsIsIsolatedWhenSomebodyPressesTheButtonAndNotBefore() {
        browser.signIn(pages, Role.RESPONDER);
        browser.go(pages.url("/approvals"));
        browser.driver.findElement(By.linkText("lt-0077.corp.example")).click();
        pages.tick();
        assertThat(pages.standIn.tenant().acceptedIsolations(LAPTOP))
                .as("only looked at")
                .isEmpty();

        browser.find("[name=reason]").sendKeys("seen on the phone with its owner");
        browser.find("button.danger").click();
        assertThat(browser.find(".note").getText()).contains("is approved");
        pages.tick();

        assertThat(pages.standIn.tenant().acceptedIsolations(LAPTOP)).hasSize(1);
        browser.go(pages.url("/audit"));
        assertThat(browser.text()).contains("approve", "responder", "seen on the phone with its owner");
    }

    @Test
    void withoutScriptsADeviceIsReleasedAllTheSame() {
        browser.scripts(false);
        browser.signIn(pages, Role.RESPONDER);
        assertThat(browser.driver.getPageSource()).contains("http-equiv=\"refresh\"");
        browser.go(pages.url("/isolations"));
        browser.driver.findElement(By.linkText("ws-0042.corp.example")).click();
        assertThat(browser.text()).contains("The guardrail that would have prevented it");

        browser.find("[name=reason]").sendKeys("it was a test");
        browser.find("button.first").click();

        await().untilAsserted(() -> assertThat(browser.text()).contains("The device is let back in within a minute"));
        pages.tick();
        browser.go(pages.url("/devices/" + WORKSTATION));
        assertThat(browser.text()).contains("release by responder (page)", "it was a test");
    }
}
