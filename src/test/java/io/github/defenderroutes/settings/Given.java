package io.github.defenderroutes.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Settings for tests: complete, and changed only in what a test is about. */
final class Given {
    static final String CLIENT_SECRET = "dR0-the-secret";

    private Given() {}

    static Map<String, String> required() {
        return values("""
                defender.tenant-id = 11111111-2222-3333-4444-555555555555
                defender.client-id = 66666666-7777-8888-9999-000000000000
                defender.client-secret = %s
                mail.host = smtp.example.org
                mail.from = defender@example.org
                mail.to = soc@example.org
                """.formatted(CLIENT_SECRET));
    }

    /** The required settings and these pairs of key and value. */
    static Settings settings(String... pairs) {
        var values = required();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return Settings.of(values);
    }

    static Map<String, String> everyKeyChanged() {
        return values("""
                defender.tenant-id = contoso.onmicrosoft.com
                defender.client-id = aaaaaaaa-7777-8888-9999-000000000000
                defender.credential = secret
                defender.client-secret = another
                defender.client-secret.expires = 2027-03-01
                defender.credential.warn-before = 14d
                defender.cloud = dod
                defender.login-url = https://login.example
                defender.api-url = http://127.0.0.1:8090
                defender.api-scope = api://example/.default
                defender.graph-url = http://localhost:8091
                defender.graph-scope = https://graph.example/.default
                defender.portal-url = https://portal.example
                defender.ca-certificate = %s
                defender.proxy = http://proxy.example:3128
                defender.proxy.username = svc-defender
                defender.proxy.password = pr0xy
                defender.connect-timeout = 500ms
                defender.response-timeout = 5m
                defender.quota.per-minute = 50
                defender.quota.per-hour = 700
                defender.quota.reserve = 0%%
                defender.graph-quota.per-minute = 60
                actions.allow = offboard-device,run-live-response
                alerts.source = graph
                alerts.service-sources = *
                alerts.filter = severity eq 'High'
                alerts.poll.cron = 0 0/5 8-18 ? * MON-FRI
                alerts.retry.cron = 30 * * * * ? 2026
                alerts.page-size = 10000
                alerts.workers = 1
                alerts.hand-over = jms:queue:defender-alerts
                alerts.hand-over.timeout = 5m
                alerts.look-back = 30m
                alerts.sweep = 2d
                alerts.backfill = 0s
                alerts.max-devices = 5
                alerts.max-attempts = 3
                alerts.write-back = comment
                alerts.write-back.cron = 0 * * * * ?
                claims.keep = 200d
                history.keep = 30d
                report.mail = always
                report.cron = 0 0 8 ? * FRI
                report.since = 7d
                isolation.mode = enforce
                isolation.severities = Medium,High
                isolation.type = Selective
                isolation.os-platforms = *
                isolation.max-age = 1h
                isolation.hold-after-release = 0s
                isolation.settle = 2m
                isolation.fresh = 5s
                isolation.follow.cron = 0 * * * * ?
                isolation.overdue = 2h
                isolation.repeat = 0
                isolation.release-after = 8h
                isolation.release-on-false-positive = auto
                isolation.release.cron = 1 * * * * ?
                isolation.review.cron = 1 0 * * * ?
                isolation.cap.per-hour = 5
                isolation.cap.per-day = off
                kill-switch.file = elsewhere/STOP
                guardrails.file = rules/mine.yaml
                approval.by = command
                approval.approvers = ada,grace@example.org
                approval.expires = 30m
                approval.cron = 0/10 * * * * ?
                web.public-url = https://defender.example.org
                mail.send-by = graph
                hunting.queries = a,b
                hunting.api = defender
                hunting.cron = 0 * * * * ?
                hunting.response-timeout = 100s
                hunting.keep = 400d
                hunting.mail.max-csv = 500kB
                hunting.respond.max-devices = 10
                hunting.isolate.max-devices = 2
                mail.host = localhost
                mail.port = 25
                mail.security = none
                mail.allow-plain = true
                mail.auth = password
                mail.username = soc
                mail.password = p4ss
                mail.oauth.scope = https://mail.example/.default
                mail.from = robot@localhost
                mail.to = a@example.org,b@example.org
                mail.to.high = high@example.org
                mail.to.medium = medium@example.org
                mail.to.low = low@example.org
                mail.to.informational = info@example.org
                mail.to.unspecified = rest@example.org
                mail.severities = UnSpecified,Low
                mail.send.cron = 0 * * * * ?
                mail.digest.by = incident
                mail.digest.above = 5
                mail.digest.window = 1m
                mail.delayed-after = 20m
                mail.timeout = 10s
                mail.give-up = 1d
                mail.time-zone = Europe/Berlin
                alarm.after = 5m
                alarm.route = direct:page
                heartbeat.url = https://watch.example.org/ping
                log.format = json
                web.enabled = true
                web.host = localhost
                web.port = 8481
                web.tls = own
                web.certificate = %1$s
                web.certificate-password = web-pass
                web.proxy.addresses = 10.0.0.5
                web.sign-in = oidc
                web.users = other/users
                web.oidc.issuer = https://login.example.org/realm
                web.oidc.client-id = 99999999-0000-1111-2222-333333333333
                web.oidc.client-secret = pages-secret
                web.oidc.name-claim = email
                web.oidc.roles-claim = groups
                web.oidc.viewers = soc-viewers
                web.oidc.responders = soc
                web.oidc.admins = soc-leads
                web.session.timeout = 1h
                web.session.longest = 8h
                management.port = 8482
                management.host = localhost
                shutdown.timeout = 30s
                state.url = jdbc:postgresql://db/defender
                state.username = defender
                state.password = dbp4ss
                """.formatted(certificate()));
    }

    static Map<String, String> values(String lines) {
        var values = new LinkedHashMap<String, String>();
        lines.lines().map(line -> line.split(" =", 2)).forEach(parts -> values.put(parts[0], parts[1].strip()));
        return values;
    }

    private static Path certificate() {
        try {
            Path file = Files.createTempFile("ca", ".pem");
            file.toFile().deleteOnExit();
            return Files.writeString(file, "-----BEGIN CERTIFICATE-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
