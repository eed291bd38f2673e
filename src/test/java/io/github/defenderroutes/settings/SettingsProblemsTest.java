package io.github.defenderroutes.settings;

import static io.github.defenderroutes.settings.Given.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsProblemsTest {

    @Test
    void everythingThatIsWrongIsToldAtOnceWhereItWasWritten(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve(Origin.FILE), """
                # a broken file
                defender.tenant-id = 11111111-2222-3333-4444-555555555555
                defender.client-secret = dR0-the-secret
                defender.credential = client-cert
                defender.proxy = http://user:dR0-the-secret@proxy:3128
                alerts.poll.interval = 30s
                alerts.look-back = 60
                alerts.page-size = \\
                    20000
                alerts.workers =
                isolation.mode = dry-run
                isolation.cap.per-hour = 50
                isolation.mode = enforce
                Mail.Host = smtp.example.org
                alert.workers = 4
                mail.to = soc@
                mail.auth = password
                own.name = \\u12
                jira.url = https://jira.example
                """);
        Files.writeString(folder.resolve(Origin.SECRETS_FILE), "mail.pasword = dR0-the-secret\n");
        var environment = Map.of("ALERTS_RETRY_CRON", "* * * * *", "MAIL_TIMEOUT", "2 days");

        assertThatThrownBy(() -> Settings.load(folder, environment, Map.of("mail.port", "0", "alerts.colour", "red")))
                .isInstanceOf(SettingsException.class)
                .message()
                .satisfies(message ->
                        assertThat(message.replace(folder.toString(), "config")).isEqualTo("""
                                Cannot start: 22 problems.
                                config/application.properties
                                  line 3   defender.client-secret             is a secret and does not belong in this file. To fix: move it to DEFENDER_CLIENT_SECRET or to config/secrets.properties.
                                  line 4   defender.credential = client-cert  is not one we know. To fix: use secret, certificate, managed-identity or workload-identity.
                                  line 5   defender.proxy = (not shown)       is not a proxy we can use. To fix: write http://host:port and nothing more; a user goes into defender.proxy.username.
                                  line 6   alerts.poll.interval               is not a setting. Did you mean alerts.poll.cron?
                                  line 7   alerts.look-back = 60              has no unit. To fix: add ms, s, m, h or d, such as 60s.
                                  line 8   alerts.page-size = 20000           is out of range. To fix: a whole number from 1 to 10000.
                                  line 10  alerts.workers                     is empty. To fix: write 8, which is the default.
                                  line 13  isolation.mode                     is set twice. To fix: remove this line or line 11.
                                  line 14  Mail.Host                          is not a setting. Did you mean mail.host?
                                  line 15  alert.workers                      is not a setting. Did you mean alerts.workers?
                                  line 16  mail.to = soc@                     is not a mail address. To fix: name@domain, comma between several.
                                  line 18                                     holds a broken \\u escape. To fix: four hex digits after \\u, or write \\\\ for one \\.
                                  missing  mail.from                          is required. To fix: the address the mails come from, such as defender@example.org.
                                  missing  mail.host                          is required. To fix: the name of your mail server, such as smtp.example.org.
                                  missing  mail.username                      is required by mail.auth = password. To fix: the name of the account that sends the mails.
                                  default  isolation.cap.per-day = 30         is less than isolation.cap.per-hour = 50. To fix: raise this one or lower the other.
                                config/secrets.properties
                                  line 1   mail.pasword                       is not a setting. Did you mean mail.password?
                                environment
                                  ALERTS_RETRY_CRON = * * * * *               has 5 fields. To fix: begin with the seconds: 0/30 * * * * ? is every 30 seconds.
                                  MAIL_TIMEOUT = 2 days                       is not a duration. To fix: a whole number and ms, s, m, h or d, such as 500ms, 30s or 6h.
                                  MAIL_PASSWORD                               is required by mail.auth = password. To fix: the password of the account that sends the mails.
                                command line
                                  -Dalerts.colour                             is not a setting. Did you mean alerts.filter?
                                  -Dmail.port=0                               is out of range. To fix: a whole number from 1 to 65535."""));
    }

    @ParameterizedTest
    @CsvSource({
        "alerts.poll.interval, alerts.poll.cron",
        "alert.poll.cron,      alerts.poll.cron",
        "isolation_mode,       isolation.mode",
        "Isolation.Mode,       isolation.mode",
        "mail.pasword,         mail.password"
    })
    void anUnknownKeyIsToldWithTheNearestName(String key, String nearest) {
        assertThatThrownBy(() -> settings(key, "x"))
                .hasMessageContaining(key + "  is not a setting. Did you mean %s?", nearest);
    }

    @Test
    void anUnknownKeyThatResemblesNothingIsToldWithoutAName() {
        assertThatThrownBy(() -> settings("mail.abcdefghijklmnop", "x"))
                .hasMessageContaining(
                        "is not a setting. To fix: remove it, or begin a setting of your own with another" + " word.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jira.url", "mailbox.name", "camel.main.name"})
    void aKeyUnderAnotherFirstWordIsTheEngineersOwn(String key) {
        assertThat(settings(key, "x").placeholders()).containsEntry(key, "x");
    }

    @Test
    void aMailServerIsNeededUnlessMailsGoByGraph() {
        var values = Given.required();
        values.remove("mail.host");
        assertThatThrownBy(() -> Settings.of(values)).hasMessageContaining("mail.host  is required. To fix: the name");
        values.put("mail.send-by", "graph");
        assertThatCode(() -> Settings.of(values)).doesNotThrowAnyException();
        assertThatThrownBy(() -> settings("mail.host", "smtp://x"))
                .message()
                .contains("is not a host name")
                .doesNotContain("is required");
    }

    @Test
    void aTokenIsNotSentUnencryptedEvenIfMailIs() {
        assertThatThrownBy(() -> settings("mail.auth", "oauth", "mail.security", "none", "mail.allow-plain", "true"))
                .hasMessageContaining(
                        "mail.auth = oauth  would send a token unencrypted. To fix: set mail.security = starttls or tls.");
        assertThatCode(() -> settings("mail.auth", "oauth")).doesNotThrowAnyException();
    }

    @Test
    void plainMailIsRefusedBeyondThisMachineUnlessItIsMeant() {
        assertThatThrownBy(() -> settings("mail.security", "none"))
                .hasMessageContaining("mail.security = none  would send mail unencrypted to smtp.example.org. To fix:"
                        + " use starttls or tls, or set mail.allow-plain = true.");
        assertThatCode(() -> settings("mail.security", "none", "mail.host", "127.0.0.1"))
                .doesNotThrowAnyException();
        assertThatCode(() -> settings("mail.security", "none", "mail.allow-plain", "true"))
                .doesNotThrowAnyException();
    }

    @Test
    void aDayMayNotAllowLessThanAnHour() {
        assertThatThrownBy(() -> settings("isolation.cap.per-day", "9"))
                .hasMessageContaining("isolation.cap.per-day = 9  is less than isolation.cap.per-hour = 10.");
        assertThatCode(() -> settings("isolation.cap.per-hour", "off")).doesNotThrowAnyException();
        assertThatCode(() -> settings("isolation.cap.per-hour", "99", "isolation.cap.per-day", "off"))
                .doesNotThrowAnyException();
    }

    @Test
    void modeApproveDoesNotStartWhileNobodyCanApprove() {
        assertThatThrownBy(() -> settings("isolation.mode", "approve"))
                .hasMessageContaining(
                        "web.public-url  is required by isolation.mode = approve with approval.by = page,command."
                                + " To fix: the address at which approvers reach the pages, such as https://defender.example.org;"
                                + " or set approval.by = command.");
        assertThatThrownBy(() -> settings("isolation.mode", "approve", "web.public-url", "http://defender.example.org"))
                .hasMessageContaining("web.public-url = http://defender.example.org  is not safe.");
        assertThatCode(() -> settings("isolation.mode", "approve", "approval.by", "command"))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> settings("isolation.mode", "approve", "web.public-url", "https://defender.example.org"))
                .hasMessageContaining("web.enabled = false  leaves approvers without the pages that approval.by names."
                        + " To fix: set web.enabled = true, or approval.by = command.");
        assertThatCode(() -> settings(
                        "isolation.mode",
                        "approve",
                        "web.public-url",
                        "https://defender.example.org",
                        "web.enabled",
                        "true"))
                .doesNotThrowAnyException();
        assertThatCode(() -> settings("isolation.mode", "enforce")).doesNotThrowAnyException();
    }

    @Test
    void theSweepMayNotBeShorterThanTheLookBack() {
        assertThatThrownBy(() -> settings("alerts.look-back", "2d"))
                .hasMessageContaining("default  alerts.sweep = 24h  is shorter than alerts.look-back = 2d.");
    }

    @Test
    void aSecretPastedIntoTheWrongSettingIsNotPrinted() {
        assertThatThrownBy(() -> settings("defender.client-id", "abc8Q~dR0-the-secret"))
                .hasMessageContaining("defender.client-id = (not shown)  is not an application ID.");
        assertThatThrownBy(() -> settings("state.url", "jdbc:postgresql://db/x?password=dR0-the-secret"))
                .hasMessageContaining(
                        "state.url = (not shown)  holds a password. To fix: put the password in STATE_PASSWORD.");
    }

    @Test
    void aValueCannotForgeALineOfTheMessage() {
        assertThatThrownBy(() -> settings("mail.host", "a\nCannot start"))
                .hasMessageContaining("mail.host = a?Cannot start  is not a host name.");
    }
}
