package io.github.defenderroutes.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.Ports;
import io.github.defenderroutes.settings.SettingsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where the pages may be served and how, what every answer carries, and by which names and proxies they are reached. */
class WhereToServeTest {
    private final ServedPages pages = new ServedPages();

    @AfterEach
    void stop() {
        pages.close();
    }

    @Test
    void otherMachinesAreServedOnlyWithTlsAndASignIn() {
        assertThatThrownBy(() -> pages.with("web.host", "0.0.0.0").settings())
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(
                        "would send passwords unencrypted through the network. To fix: use own, with web.certificate, or proxy, with web.proxy.addresses; or set web.host = 127.0.0.1.");
        assertThatThrownBy(() -> pages.with("web.host", "0.0.0.0")
                        .with("web.sign-in", "off")
                        .settings())
                .hasMessageContaining("would let anybody in from other machines.")
                .hasMessageContaining("would send passwords unencrypted");
        assertThatThrownBy(() -> pages.with("web.host", "127.0.0.1")
                        .with("web.sign-in", "off")
                        .with("web.tls", "proxy")
                        .with("web.proxy.addresses", "127.0.0.1")
                        .settings())
                .hasMessageContaining("would let anybody in from other machines.");
    }

    @Test
    void eachWayNeedsWhatBelongsToIt() {
        assertThatThrownBy(() -> pages.with("web.tls", "own").settings())
                .hasMessageContaining("web.certificate")
                .hasMessageContaining("is required by web.tls = own");
        assertThatThrownBy(() -> pages.with("web.tls", "proxy").settings())
                .hasMessageContaining("web.proxy.addresses")
                .hasMessageContaining("is required by web.tls = proxy");
        assertThatThrownBy(() ->
                        pages.with("web.tls", "off").with("web.sign-in", "oidc").settings())
                .hasMessageContaining("web.oidc.client-id")
                .hasMessageContaining("web.public-url")
                .hasMessageContaining("is required by web.sign-in = oidc");
        assertThatThrownBy(
                        () -> pages.with("web.proxy.addresses", "proxy.example").settings())
                .hasMessageContaining("is not an IP address");
    }

    @Test
    void nothingOfItMattersWhileThePagesAreOff() {
        assertThat(pages.with("web.enabled", "false")
                        .with("web.host", "0.0.0.0")
                        .settings()
                        .flag("web.enabled"))
                .isFalse();
    }

    @Test
    void everyAnswerTellsBrowsersToRunNothingButOurs() {
        pages.start();

        HttpResponse<String> answer = pages.browser().get("/sign-in");

        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(header(answer, "X-Frame-Options")).isEqualTo("DENY");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void aForeignNameForThisMachineIsRefused() {
        pages.with("web.sign-in", "off").start();

        assertThat(RawRequest.status(
                        pages.address(),
                        "GET / HTTP/1.1",
                        "Host: evil.example:" + pages.address().getPort()))
                .isEqualTo(421);
        assertThat(RawRequest.status(
                        pages.address(),
                        "GET / HTTP/1.1",
                        "Host: localhost:" + pages.address().getPort()))
                .isEqualTo(200);
    }

    @Test
    void ourOwnTlsMakesCookiesForItAloneAndSaysToStayWithIt() throws IOException {
        Path certificate = Files.copy(
                Path.of("src/main/resources/standin/localhost.p12"),
                pages.folder().resolve("web.p12"),
                StandardCopyOption.REPLACE_EXISTING);
        pages.with("web.tls", "own")
                .with("web.certificate", certificate.toString())
                .with("web.certificate-password", "stand-in")
                .start();
        Browser browser = new Browser(pages.address(), pages.trust());

        assertThat(pages.address()).hasScheme("https");
        HttpResponse<String> in = browser.signIn("viewer", ServedPages.PASSWORD);

        assertThat(in.statusCode()).isEqualTo(303);
        assertThat(header(in, "Strict-Transport-Security")).contains("max-age=");
        assertThat(in.headers().allValues("Set-Cookie"))
                .isNotEmpty()
                .allSatisfy(cookie -> assertThat(cookie).contains("Secure", "HTTPOnly"))
                .anyMatch(cookie -> cookie.startsWith("__Host-session="));
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void behindAProxyOnlyThatIsHeardAndOnlyOfEncryptedCallers() {
        pages.with("web.tls", "proxy").with("web.proxy.addresses", "127.0.0.1").start();

        assertThat(pages.browser().get("/sign-in").statusCode())
                .as("not by the proxy")
                .isEqualTo(403);
        assertThat(pages.browser()
                        .with("X-Forwarded-Proto", "http")
                        .get("/sign-in")
                        .statusCode())
                .isEqualTo(403);
        assertThat(pages.browser()
                        .with("X-Forwarded-Proto", "https")
                        .get("/sign-in")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherAddressThanTheProxyIsNotHeard() {
        pages.with("web.tls", "proxy").with("web.proxy.addresses", "10.1.2.3").start();

        assertThat(pages.browser()
                        .with("X-Forwarded-Proto", "https")
                        .get("/sign-in")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void whoGuessesBehindAProxyIsKnownByTheAddressThatTheProxySaw() {
        pages.with("web.tls", "proxy").with("web.proxy.addresses", "127.0.0.1").start();
        for (int i = 0; i < 5; i++) {
            // what the guesser writes in front does not help
            Browser guesser = guesser("203.0.113." + i + ", 198.51.100.7");
            assertThat(guesser.signIn("admin", "guess").statusCode()).isEqualTo(401);
        }

        assertThat(guesser("192.0.2.1, 198.51.100.7")
                        .signIn("admin", ServedPages.PASSWORD)
                        .statusCode())
                .isEqualTo(429);
        assertThat(guesser("198.51.100.8").signIn("admin", ServedPages.PASSWORD).statusCode())
                .isEqualTo(303);
    }

    private Browser guesser(String forwardedFor) {
        return pages.browser().with("X-Forwarded-Proto", "https").with("X-Forwarded-For", forwardedFor);
    }

    @Test
    void machinesOnThisHostAskForHealthAndFiguresWithoutASignIn() {
        pages.start();

        assertThat(pages.browser().get("/health/live").statusCode()).isIn(200, 503);
        assertThat(pages.browser().get("/health/ready").body()).contains("\"checks\"", "\"database\"");
        assertThat(pages.browser().get("/metrics").body()).contains("defender_routes_");
    }

    @Test
    void aForeignNameForThisMachineIsRefusedAtThePortForMachinesToo() {
        int port = Ports.unused();
        pages.with("management.port", String.valueOf(port)).start();
        URI machines = URI.create("http://127.0.0.1:" + port);

        assertThat(RawRequest.status(machines, "GET /metrics HTTP/1.1", "Host: evil.example:" + port))
                .isEqualTo(421);
        assertThat(RawRequest.status(machines, "GET /metrics HTTP/1.1", "Host: localhost:" + port))
                .isEqualTo(200);
    }

    @Test
    void aTooLongFormIsNotRead() {
        pages.start();
        Browser browser = pages.browser();
        browser.get("/sign-in");

        assertThat(browser.post("/sign-in", "name", "x".repeat(200_000)).statusCode())
                .isEqualTo(413);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
