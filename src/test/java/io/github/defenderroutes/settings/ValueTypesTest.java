package io.github.defenderroutes.settings;

import static io.github.defenderroutes.settings.Given.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "30s, PT30S", "15m, PT15M", "6h, PT6H", "400d, P400D"})
    void aDurationIsANumberAndAUnit(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "60      | has no unit. To fix: add ms, s, m, h or d, such as 60s.",
                "6 h     | is not a duration. To fix: a whole number and ms, s, m, h or d, such as 500ms, 30s or 6h.",
                "-6h     | is not a duration. To fix: a whole number and ms, s, m, h or d, such as 500ms, 30s or 6h.",
                "off     | is not a duration. To fix: a whole number and ms, s, m, h or d, such as 500ms, 30s or 6h.",
                "999ms   | is too short. To fix: between 1s and 30d.",
                "31d     | is too long. To fix: between 1s and 30d."
            })
    void aDurationThatIsNoneSaysWhatToWrite(String text, String problem) {
        refused("isolation.max-age", text, problem);
    }

    @ParameterizedTest
    @CsvSource({
        "gcc,      https://login.microsoftonline.com, https://api-gcc.securitycenter.microsoft.us, https://graph.microsoft.com,    https://security.microsoft.com",
        "gcc-high, https://login.microsoftonline.us,  https://api-gov.securitycenter.microsoft.us, https://graph.microsoft.us,     https://security.microsoft.us",
        "dod,      https://login.microsoftonline.us,  https://api-gov.securitycenter.microsoft.us, https://dod-graph.microsoft.us, https://security.apps.mil"
    })
    void theCloudChoosesTheAddresses(String cloud, String login, String api, String graph, String portal) {
        var settings = settings("defender.cloud", cloud);

        assertThat(settings.text("defender.login-url")).isEqualTo(login);
        assertThat(settings.text("defender.api-url")).isEqualTo(api);
        assertThat(settings.text("defender.api-scope")).isEqualTo(api + "/.default");
        assertThat(settings.text("defender.graph-url")).isEqualTo(graph);
        assertThat(settings.text("defender.graph-scope")).isEqualTo(graph + "/.default");
        assertThat(settings.text("defender.portal-url")).isEqualTo(portal);
    }

    @Test
    void anAddressOfTheCloudIsOverriddenAlone() {
        var settings = settings(
                "defender.cloud", "GCC-High", "defender.api-url", "https://eu.api.example/", "defender.login-url", "");

        assertThat(settings.uri("defender.api-url")).isEqualTo(URI.create("https://eu.api.example"));
        assertThat(settings.text("defender.login-url")).isEqualTo("https://login.microsoftonline.us");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:8090", "http://127.0.0.1", "http://[::1]:8090/api", "https://api.example"})
    void httpIsForThisMachine(String url) {
        assertThat(settings("defender.api-url", url).text("defender.api-url")).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.example",
                "http://127.0.0.1.evil.example",
                "http://localhost.evil.example",
                "ftp://localhost"
            })
    void httpIsRefusedBeyondThisMachine(String url) {
        refused("defender.api-url", url, "is not safe. To fix: use https; http is for localhost.");
    }

    @Test
    void theLoginIsAlwaysHttps() {
        refused("defender.login-url", "http://localhost:8090", "is not safe. To fix: use https.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "defender.tenant-id | common | is not a tenant.",
                "defender.api-url | api.example | is not an address.",
                "defender.api-url | https://api.example?x=1 | is more than an address.",
                "defender.api-scope | https://api.example | is not a scope for an application.",
                "defender.proxy | proxy.example:3128 | is not a",
                "defender.proxy | http://proxy.example | is not a proxy we can use.",
                "defender.ca-certificate | no/such.pem | cannot be read.",
                "defender.quota.reserve | 20 | is not a percentage.",
                "defender.quota.reserve | 95% | is out of range. To fix: a whole number from 0 to 90%.",
                "alerts.page-size | 10001 | is out of range. To fix: a whole number from 1 to 10000.",
                "alerts.page-size | 1,000 | is not a number we can use. To fix: a whole number from 1 to 10000.",
                "alerts.poll.cron | */5 * * * * | has 5 fields. To fix: begin with the seconds: 0/30 * * * * ? is every 30 seconds.",
                "alerts.poll.cron | every minute | is not a Quartz cron expression.",
                "alerts.poll.cron | 0 0 0 * * * | needs one ?.",
                "alerts.poll.cron | 0 0 0 ? * ? | needs one ?.",
                "claims.keep | 29d | is too short. To fix: between 30d and 3650d.",
                "isolation.severities | High,Critical | is not one we know. To fix: use Informational, Low, Medium or High.",
                "isolation.severities | High, | has nothing between two commas or at an end.",
                "isolation.severities | '' | is empty. To fix: write High, which is the default.",
                "isolation.os-platforms | Windows10 macOS | has a blank inside a word.",
                "isolation.os-platforms | *, Linux | names * and more.",
                "isolation.cap.per-hour | 0 | is out of range. To fix: a whole number from 1 to 1000000 or off.",
                "mail.host | smtp://mail | is not a host name.",
                "mail.host | mail:25 | is not a host name.",
                "mail.allow-plain | yes | is not one we know. To fix: use true or false.",
                "mail.from | a@example.org,b@example.org | is not a mail address.",
                "mail.to | a@example.org; b@example.org | is not a mail address. To fix: name@domain, comma between several.",
                "mail.time-zone | Berlin | is not a time zone. To fix: a name such as UTC or Europe/Berlin.",
                "state.url | h2:file:x | is not a database we know."
            })
    void aValueThatDoesNotFitSaysWhy(String key, String value, String problem) {
        refused(key, value, problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "smtp.example.org", "10.0.0.5", "2001:db8::1", "::1"})
    void aMailServerIsANameOrAnAddress(String host) {
        assertThat(settings("mail.host", host).text("mail.host")).isEqualTo(host);
    }

    @Test
    void aFileWithoutACertificateIsRefused(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "nothing");

        refused("defender.ca-certificate", file.toString(), "holds no certificate.");
    }

    @Test
    void wordsAreTakenInAnyCaseAndHandedOutInOurs() {
        var settings = settings("isolation.severities", "high, HIGH ,medium", "isolation.mode", "Enforce");

        assertThat(settings.words("isolation.severities")).containsExactly("High", "Medium");
        assertThat(settings.text("isolation.mode")).isEqualTo("enforce");
    }

    private static void refused(String key, String value, String problem) {
        assertThatThrownBy(() -> settings(key, value))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("Cannot start: 1 problem.\nsettings\n  " + key)
                .hasMessageContaining("  " + problem);
    }
}
