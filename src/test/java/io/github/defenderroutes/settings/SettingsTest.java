package io.github.defenderroutes.settings;

import static io.github.defenderroutes.settings.Given.required;
import static io.github.defenderroutes.settings.Given.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void everyDefaultIsTheOneWePromise() {
        var defaults = Settings.of(required()).placeholders();

        assertThat(defaults).isEqualTo(Given.values("""
                        defender.tenant-id = 11111111-2222-3333-4444-555555555555
                        defender.client-id = 66666666-7777-8888-9999-000000000000
                        defender.credential = secret
                        defender.client-secret.expires =
                        defender.client-certificate =
                        defender.managed-identity.client-id =
                        defender.federated-token-file =
                        defender.credential.warn-before = 30d
                        defender.cloud = commercial
                        defender.login-url = https://login.microsoftonline.com
                        defender.api-url = https://api.security.microsoft.com
                        defender.api-scope = https://api.securitycenter.microsoft.com/.default
                        defender.graph-url = https://graph.microsoft.com
                        defender.graph-scope = https://graph.microsoft.com/.default
                        defender.portal-url = https://security.microsoft.com
                        defender.ca-certificate =
                        defender.proxy =
                        defender.proxy.username =
                        defender.connect-timeout = 10s
                        defender.response-timeout = 30s
                        defender.quota.per-minute = 100
                        defender.quota.per-hour = 1500
                        defender.quota.reserve = 20%
                        defender.graph-quota.per-minute = 150
                        actions.allow =
                        alerts.source = defender
                        alerts.service-sources = microsoftDefenderForEndpoint
                        alerts.filter =
                        alerts.poll.cron = 0/30 * * * * ?
                        alerts.retry.cron = 15 * * * * ?
                        alerts.page-size = 1000
                        alerts.workers = 8
                        alerts.hand-over = direct:handle-alerts
                        alerts.hand-over.timeout = 2m
                        alerts.look-back = 15m
                        alerts.sweep = 24h
                        alerts.backfill = 1h
                        alerts.max-devices = 20
                        alerts.max-attempts = 8
                        alerts.write-back = off
                        alerts.write-back.cron = 20/30 * * * * ?
                        claims.keep = 400d
                        history.keep = 90d
                        report.mail = dry-run
                        report.cron = 0 0 7 ? * MON
                        report.since = 14d
                        isolation.mode = dry-run
                        isolation.severities = High
                        isolation.type = Full
                        isolation.os-platforms = Windows10,Windows11,macOS
                        isolation.max-age = 6h
                        isolation.hold-after-release = 8h
                        isolation.settle = 60s
                        isolation.fresh = 30s
                        isolation.follow.cron = 10/30 * * * * ?
                        isolation.overdue = 1h
                        isolation.repeat = 1
                        isolation.release-after = off
                        isolation.release-on-false-positive = ask
                        isolation.release.cron = 25/30 * * * * ?
                        isolation.review.cron = 40 0/10 * * * ?
                        isolation.cap.per-hour = 10
                        isolation.cap.per-day = 30
                        kill-switch.file = data/KILL
                        guardrails.file = guardrails.yaml
                        approval.by = page,command
                        approval.approvers =
                        approval.expires = 4h
                        approval.cron = 3/5 * * * * ?
                        web.public-url =
                        mail.send-by = smtp
                        hunting.queries =
                        hunting.api = graph
                        hunting.cron = 5/15 * * * * ?
                        hunting.response-timeout = 200s
                        hunting.keep = 90d
                        hunting.mail.max-csv = 2MB
                        hunting.respond.max-devices = 50
                        hunting.isolate.max-devices = 5
                        mail.host = smtp.example.org
                        mail.port = 587
                        mail.security = starttls
                        mail.allow-plain = false
                        mail.auth = none
                        mail.username =
                        mail.oauth.scope = https://outlook.office365.com/.default
                        mail.from = defender@example.org
                        mail.to = soc@example.org
                        mail.to.high =
                        mail.to.medium =
                        mail.to.low =
                        mail.to.informational =
                        mail.to.unspecified =
                        mail.severities = High,Medium
                        mail.send.cron = 0/5 * * * * ?
                        mail.digest.by = device
                        mail.digest.above = 20
                        mail.digest.window = 5m
                        mail.delayed-after = 10m
                        mail.timeout = 30s
                        mail.give-up = 3d
                        mail.time-zone = UTC
                        alarm.after = 10m
                        alarm.route =
                        heartbeat.url =
                        log.format = text
                        web.enabled = false
                        web.host = 127.0.0.1
                        web.port = 8480
                        web.tls = off
                        web.certificate =
                        web.proxy.addresses =
                        web.sign-in = local
                        web.users = config/web-users
                        web.oidc.issuer =
                        web.oidc.client-id =
                        web.oidc.name-claim = preferred_username
                        web.oidc.roles-claim = roles
                        web.oidc.viewers = viewer
                        web.oidc.responders = responder
                        web.oidc.admins = admin
                        web.session.timeout = 30m
                        web.session.longest = 12h
                        management.port =
                        management.host = 127.0.0.1
                        shutdown.timeout = 20s
                        state.url = jdbc:h2:file:./data/defender-routes
                        state.username =
                        """));
    }

    @Test
    void everyKeyTakesAnotherValue() {
        var others = Given.everyKeyChanged();

        var settings = Settings.of(others);

        assertThat(others)
                .containsOnlyKeys(Declarations.ALL.stream()
                        .map(Declaration::key)
                        .filter(key -> !SignInWay.all().contains(key) || SignInWay.SECRET.uses(key))
                        .toList());
        assertThat(others)
                .allSatisfy((key, value) -> assertThat(settings.text(key)).isEqualTo(value));
        assertThat(others.keySet())
                .filteredOn(key -> settings.optionalText(key).equals(settings().optionalText(key)))
                .as("the keys that allow one value only so far")
                .containsExactly("defender.credential");
        assertThat(SignInSettingsTest.keysOfOtherWays())
                .as("what the secret has no use for, SignInSettingsTest shows")
                .containsExactlyInAnyOrderElementsOf(SignInWay.all().stream()
                        .filter(key -> !SignInWay.SECRET.uses(key))
                        .toList());
    }

    @Test
    void handsOutValuesInTheFormTheirTypeHas() {
        var settings = settings("mail.to", "soc@example.org , it@example.org", "isolation.cap.per-hour", "off");

        assertThat(settings.words("isolation.os-platforms")).containsExactly("Windows10", "Windows11", "macOS");
        assertThat(settings.words("mail.to")).containsExactly("soc@example.org", "it@example.org");
        assertThat(settings.number("alerts.page-size")).isEqualTo(1000);
        assertThat(settings.number("defender.quota.reserve")).isEqualTo(20);
        assertThat(settings.limit("isolation.cap.per-hour")).isEmpty();
        assertThat(settings.limit("isolation.cap.per-day")).hasValue(30);
        assertThat(settings.duration("alerts.look-back")).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.uri("defender.api-url")).isEqualTo(URI.create("https://api.security.microsoft.com"));
        assertThat(settings.path("defender.ca-certificate")).isEmpty();
        assertThat(settings.flag("mail.allow-plain")).isFalse();
        assertThat(settings.optionalText("alerts.filter")).isEmpty();
        assertThat(settings.configFolder()).isNull();
    }

    @Test
    void askingForAnUndeclaredKeyOrTheWrongFormIsAMistakeInTheCode() {
        var settings = settings();

        assertThatThrownBy(() -> settings.text("alerts.colour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alerts.colour is not a declared setting");
        assertThatThrownBy(() -> settings.number("isolation.cap.per-hour"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("isolation.cap.per-hour is a LIMIT, not a NUMBER");
        assertThatThrownBy(() -> settings.text("alerts.filter"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("alerts.filter is not set; ask with optionalText");
    }

    @Test
    void aChangedCopyIsCheckedAgainAndLeavesTheOriginalAlone() {
        var settings = settings();

        var changed = settings.with(Map.of("isolation.mode", "enforce", "jira.url", "https://jira"));

        assertThat(changed.text("isolation.mode")).isEqualTo("enforce");
        assertThat(changed.placeholders()).containsEntry("jira.url", "https://jira");
        assertThat(settings.text("isolation.mode")).isEqualTo("dry-run");
        assertThatThrownBy(() -> settings.with(Map.of("isolation.mode", "always")))
                .hasMessage("""
                        Cannot start: 1 problem.
                        settings
                          isolation.mode = always  is not one we know. To fix: use off, dry-run, approve or enforce.""");
    }

    @Test
    void ownKeysBecomePlaceholdersAsTheyAreWritten() {
        var settings = settings("jira.url", "{{env:HOME}} ${body}", "jira.labels", "a, b");

        assertThat(settings.placeholders())
                .containsEntry("jira.url", "{{env:HOME}} ${body}")
                .containsEntry("jira.labels", "a, b");
    }

    @Test
    void embeddedSettingsNameWhatIsMissingByItsKey() {
        assertThatThrownBy(() -> Settings.of(Map.of()))
                .hasMessageStartingWith("Cannot start: 6 problems.\nsettings\n  missing  defender.tenant-id")
                .hasMessageContaining("missing  defender.client-secret");
    }

    @Test
    void secretsAreOnlyHandedOutByName() {
        var settings = settings(
                "mail.auth", "password", "mail.username", "soc", "mail.password", "p4ss", "jira.token", "t0ken");

        assertThat(settings.text("mail.password")).isEqualTo("p4ss");
        assertThat(settings.placeholders()).doesNotContainKey("mail.password").doesNotContainValue("p4ss");
        assertThat(settings.toString())
                .contains("mail.password = (set, not shown)", "state.password = (not set)", "mail.username = soc")
                .contains("jira.token = (own setting)")
                .doesNotContain("p4ss", "t0ken", Given.CLIENT_SECRET);
    }

    @Test
    void theCertificateFileIsAPath() {
        var file = Path.of(Given.everyKeyChanged().get("defender.ca-certificate"));

        assertThat(settings("defender.ca-certificate", file.toString()).path("defender.ca-certificate"))
                .contains(file);
    }
}
