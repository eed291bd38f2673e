package io.github.defenderroutes.web;

import static io.github.defenderroutes.web.ServedPages.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.StartException;
import io.github.defenderroutes.ledger.Audit;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in with name and password, for how long, and who does not. */
class SigningInToPagesTest {
    private final ServedPages pages = new ServedPages();

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void aStrangerIsSentToTheSignInAndFromThereToWhereTheyWanted() {
        pages.start();
        Browser stranger = pages.browser();

        HttpResponse<String> sent = stranger.get("/runs?text=a%20b");
        assertThat(sent.statusCode()).isEqualTo(303);
        assertThat(location(sent)).isEqualTo("/sign-in?next=%2Fruns%3Ftext%3Da%2520b");
        assertThat(sent.headers().allValues("Set-Cookie"))
                .as("a stranger leaves no session")
                .isEmpty();

        assertThat(stranger.get(location(sent)).body()).contains("value=\"/runs?text=a%20b\"");
        HttpResponse<String> in =
                stranger.post("/sign-in", "name", "viewer", "password", PASSWORD, "next", "/runs?text=a%20b");
        assertThat(location(in)).isEqualTo("/runs?text=a%20b");
        assertThat(stranger.get("/").body()).contains("viewer", "Sign out");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "/\r\nX: y"
            })
    void signingInLeadsNowhereElse(String next) {
        pages.start();
        Browser browser = pages.browser();
        browser.get("/sign-in");

        HttpResponse<String> in = browser.post("/sign-in", "name", "viewer", "password", PASSWORD, "next", next);

        assertThat(location(in)).isEqualTo("/");
    }

    @Test
    void aWrongPasswordAndAnUnknownNameAreAnsweredAlike() {
        pages.start();

        HttpResponse<String> wrong = pages.browser().signIn("viewer", "not the password");
        HttpResponse<String> unknown = pages.browser().signIn("nobody", "not the password");

        assertThat(List.of(wrong, unknown)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("That name and password do not belong together.");
        });
        assertThat(unknown.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("session="));
    }

    @Test
    void afterFiveFailuresAnAddressWaitsEvenWithTheRightPassword() {
        pages.start();
        Browser guesser = pages.browser();
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.signIn("admin", "guess " + i).statusCode()).isEqualTo(401);
        }

        HttpResponse<String> sixth = guesser.signIn("admin", PASSWORD);
        assertThat(sixth.statusCode()).isEqualTo(429);
        assertThat(sixth.headers().firstValue("Retry-After")).isPresent();

        pages.clock.pass(Attempts.WINDOW);
        assertThat(guesser.signIn("admin", PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void whoDoesNothingIsSignedOutEvenWhileThePageRefreshesItself() {
        pages.with("web.session.timeout", "30m").start();
        Browser viewer = pages.signedIn(Role.VIEWER);

        pages.clock.pass(Duration.ofMinutes(29));
        assertThat(viewer.get("/").statusCode()).isEqualTo(200);
        viewer.with("HX-Request", "true");
        for (int i = 0; i < 3; i++) {
            assertThat(viewer.get("/").statusCode()).isEqualTo(200);
            pages.clock.pass(Duration.ofMinutes(10));
        }

        HttpResponse<String> over = viewer.get("/");
        assertThat(over.statusCode()).isEqualTo(401);
        assertThat(over.headers().firstValue("HX-Redirect")).contains("/sign-in");
    }

    @Test
    void nobodyStaysSignedInForEver() {
        pages.with("web.session.timeout", "1h")
                .with("web.session.longest", "3h")
                .start();
        Browser viewer = pages.signedIn(Role.VIEWER);

        for (int i = 0; i < 3; i++) {
            assertThat(viewer.get("/").statusCode()).isEqualTo(200);
            pages.clock.pass(Duration.ofMinutes(59));
        }
        assertThat(viewer.get("/").statusCode()).isEqualTo(200);
        pages.clock.pass(Duration.ofMinutes(4));
        assertThat(viewer.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void whoeverIsTakenOutOfTheFileOrGetsAnotherRoleOrPasswordIsOutAtOnce() throws IOException {
        pages.start();
        Browser viewer = pages.signedIn(Role.VIEWER);
        Browser responder = pages.signedIn(Role.RESPONDER);
        Browser admin = pages.signedIn(Role.ADMIN);

        pages.users().remove("viewer");
        pages.users().put("responder", Role.RESPONDER, "another long password");
        pages.users().put("admin", Role.VIEWER, PASSWORD);

        assertThat(List.of(viewer, responder, admin))
                .allSatisfy(browser -> assertThat(browser.get("/").statusCode()).isEqualTo(303));
    }

    @Test
    @Timeout(60)
    void aSlowDiskUnderTheFileOfUsersDoesNotHoldUpEverybody() throws Exception {
        pages.start();
        Browser viewer = pages.signedIn(Role.VIEWER);
        Path file = pages.folder().resolve("users");
        List<String> users = Files.readAllLines(file);
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture.supplyAsync(() -> viewer.get("/"));

        try (OutputStream disk = Files.newOutputStream(file)) { // is open as soon as the page reads
            assertThat(pages.browser().get("/sign-in").statusCode()).isEqualTo(200);
            disk.write(String.join("\n", users).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(waiting.get().statusCode()).isEqualTo(200);
    }

    @Test
    void signingOutEndsTheSessionForAllWhoHaveItsCookie() {
        pages.start();
        Browser viewer = pages.signedIn(Role.VIEWER);
        viewer.get("/");

        assertThat(location(viewer.post("/sign-out"))).isEqualTo("/sign-in");

        assertThat(viewer.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void signingInGivesTheSessionANewIdAndIsInTheAudit() {
        pages.start();
        Browser browser = pages.browser().withCookie("session", "0123456789abcdef0123456789abcdef");

        HttpResponse<String> in = browser.signIn("viewer", PASSWORD);

        assertThat(in.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("session="))
                .singleElement()
                .satisfies(cookie -> assertThat(cookie)
                        .doesNotContain("0123456789abcdef")
                        .contains("HTTPOnly", "SameSite=Lax", "Path=/"));
        List<Audit.Entry> entries = new ArrayList<>();
        pages.app().ledger().audit().since(Instant.EPOCH, entries::add);
        assertThat(entries).anySatisfy(entry -> assertThat(
                        entry.action() + " " + entry.who() + " " + entry.via() + " " + entry.detail())
                .isEqualTo("sign-in viewer page As viewer, from 127.0.0.1"));
    }

    @Test
    void aFormWithoutItsTokenIsNotTaken() {
        pages.start();
        Browser stranger = pages.browser();
        stranger.get("/sign-in");
        assertThat(stranger.post("/sign-in", "name", "viewer", "password", PASSWORD, "token", "made.up.token")
                        .statusCode())
                .isEqualTo(403);

        Browser viewer = pages.signedIn(Role.VIEWER);
        viewer.get("/");
        assertThat(location(viewer.post("/sign-out", "token", ""))).isEqualTo("/");
        assertThat(viewer.get("/").statusCode()).as("still signed in").isEqualTo(200);
    }

    @Test
    void withoutAnyUserItDoesNotStartAndSaysHowToAddOne() {
        pages.with("web.users", pages.folder().resolve("nobody").toString());

        assertThatThrownBy(pages::start)
                .isInstanceOf(StartException.class)
                .hasMessageContaining("Nobody can sign in to the pages: web.users = ")
                .hasMessageContaining("To fix: add somebody with the command web-user add NAME --role admin.");
    }

    @Test
    void theFileOfUsersHoldsNoPasswordAndOnlyItsOwnerReadsIt() throws IOException {
        pages.users().put("anna@corp.example", Role.RESPONDER, PASSWORD);

        assertThat(Files.readString(pages.folder().resolve("users")))
                .contains("anna@corp.example responder pbkdf2-sha512:210000:")
                .doesNotContain(PASSWORD);
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(pages.folder().resolve("users"))))
                .isEqualTo("rw-------");
        assertThatThrownBy(() -> pages.users().put("an na", Role.ADMIN, PASSWORD))
                .hasMessageContaining("no name");
        assertThatThrownBy(() -> pages.users().put("anna", Role.ADMIN, "short")).hasMessageContaining("too short");
    }

    @Test
    void withoutSignInEverybodyOnThisMachineIsInButOnlyUnderItsOwnName() {
        pages.with("web.sign-in", "off").start();

        assertThat(pages.browser().get("/").body()).contains("somebody on this machine");
    }

    private static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElse("");
    }
}
