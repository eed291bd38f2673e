package io.github.defenderroutes.settings;

import static io.github.defenderroutes.settings.AddressTypes.*;
import static io.github.defenderroutes.settings.Declaration.*;
import static io.github.defenderroutes.settings.QuantityTypes.*;
import static io.github.defenderroutes.settings.TextTypes.*;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every setting we know, in the order of the shipped file. */
final class Declarations {
    private static final Set<String> PREFIXES = Set.of(
            "defender.",
            "alerts.",
            "isolation.",
            "mail.",
            "state.",
            "claims.",
            "history.",
            "report.",
            "alarm.",
            "approval.",
            "web.",
            "actions.",
            "heartbeat.",
            "hunting.",
            "kill-switch.",
            "management.",
            "guardrails.",
            "shutdown.");

    private static final String[] KNOWN_SEVERITIES = {"Informational", "Low", "Medium", "High"};
    private static final String[] ANY_SEVERITY = {"UnSpecified", "Informational", "Low", "Medium", "High"};

    static final List<Declaration> ALL = List.of(
            required("defender.tenant-id", tenant(), "Entra admin center, Overview, Tenant ID"),
            optional("defender.client-id", application()),
            setting("defender.credential", oneOf(SignInWay.credentials()), "secret"),
            secret("defender.client-secret"),
            optional("defender.client-secret.expires", date()),
            optional("defender.client-certificate", readableFile()),
            secret("defender.client-certificate-password"),
            optional("defender.managed-identity.client-id", application()),
            optional("defender.federated-token-file", file()),
            setting("defender.credential.warn-before", duration("1d", "3650d"), "30d"),
            setting("defender.cloud", oneOf(Cloud.words()), "commercial"),
            byCloud("defender.login-url", https(), Cloud::loginUrl),
            byCloud("defender.api-url", httpsOrLoopback(), Cloud::apiUrl),
            byCloud("defender.api-scope", scope(), Cloud::apiScope),
            byCloud("defender.graph-url", httpsOrLoopback(), Cloud::graphUrl),
            byCloud("defender.graph-scope", scope(), Cloud::graphScope),
            byCloud("defender.portal-url", httpsOrLoopback(), Cloud::portalUrl),
            optional("defender.ca-certificate", pemFile()),
            optional("defender.proxy", proxy()),
            optional("defender.proxy.username", text()),
            secret("defender.proxy.password"),
            setting("defender.connect-timeout", duration("1ms", "1h"), "10s"),
            setting("defender.response-timeout", duration("1ms", "1h"), "30s"),
            setting("defender.quota.per-minute", number(1, 1_000_000), "100"),
            setting("defender.quota.per-hour", number(1, 1_000_000), "1500"),
            setting("defender.quota.reserve", percent(0, 90), "20%"),
            setting("defender.graph-quota.per-minute", number(1, 1_000_000), "150"),
            optional("actions.allow", namedActions()),
            setting("alerts.source", oneOf("defender", "graph"), "defender"),
            setting("alerts.service-sources", wordsOrAll(), "microsoftDefenderForEndpoint"),
            optional("alerts.filter", text()),
            setting("alerts.poll.cron", cron(), "0/30 * * * * ?"),
            setting("alerts.retry.cron", cron(), "15 * * * * ?"),
            setting("alerts.page-size", number(1, 10_000), "1000"),
            setting("alerts.workers", number(1, 256), "8"),
            setting("alerts.hand-over", endpoint(), "direct:handle-alerts"),
            setting("alerts.hand-over.timeout", duration("1s", "1d"), "2m"),
            setting("alerts.look-back", duration("1s", "30d"), "15m"),
            setting("alerts.sweep", duration("1s", "30d"), "24h"),
            setting("alerts.backfill", duration("0s", "180d"), "1h"),
            setting("alerts.max-devices", number(1, 1_000), "20"),
            setting("alerts.max-attempts", number(1, 1_000), "8"),
            setting("alerts.write-back", oneOf("off", "comment"), "off"),
            setting("alerts.write-back.cron", cron(), "20/30 * * * * ?"),
            setting("claims.keep", duration("30d", "3650d"), "400d"),
            setting("history.keep", duration("1h", "3650d"), "90d"),
            setting("report.mail", oneOf("dry-run", "always", "off"), "dry-run"),
            setting("report.cron", cron(), "0 0 7 ? * MON"),
            setting("report.since", duration("1d", "180d"), "14d"),
            setting("isolation.mode", oneOf("off", "dry-run", "approve", "enforce"), "dry-run"),
            setting("isolation.severities", wordsOf(KNOWN_SEVERITIES), "High"),
            setting("isolation.type", oneOf("Full", "Selective"), "Full"),
            setting("isolation.os-platforms", wordsOrAll(), "Windows10, Windows11, macOS"),
            setting("isolation.max-age", duration("1s", "30d"), "6h"),
            setting("isolation.hold-after-release", duration("0s", "30d"), "8h"),
            setting("isolation.settle", duration("1ms", "1h"), "60s"),
            setting("isolation.fresh", duration("0s", "10m"), "30s"),
            setting("isolation.follow.cron", cron(), "10/30 * * * * ?"),
            setting("isolation.overdue", duration("1s", "30d"), "1h"),
            setting("isolation.repeat", number(0, 100), "1"),
            setting("isolation.release-after", durationOrOff("1m", "365d"), "off"),
            setting("isolation.release-on-false-positive", oneOf("ask", "auto", "off"), "ask"),
            setting("isolation.release.cron", cron(), "25/30 * * * * ?"),
            setting("isolation.review.cron", cron(), "40 0/10 * * * ?"),
            setting("isolation.cap.per-hour", limit(1, 1_000_000), "10"),
            setting("isolation.cap.per-day", limit(1, 1_000_000), "30"),
            setting("kill-switch.file", file(), "data/KILL"),
            setting("guardrails.file", text(), "guardrails.yaml"),
            setting("approval.by", wordsOf("page", "command"), "page, command"),
            optional("approval.approvers", wordsOrAll()),
            setting("approval.expires", duration("1m", "7d"), "4h"),
            setting("approval.cron", cron(), "3/5 * * * * ?"),
            optional("web.public-url", httpsOrLoopback()),
            optional("hunting.queries", wordsOrAll()),
            setting("hunting.api", oneOf("graph", "defender"), "graph"),
            setting("hunting.cron", cron(), "5/15 * * * * ?"),
            setting("hunting.response-timeout", duration("1s", "15m"), "200s"),
            setting("hunting.keep", duration("30d", "3650d"), "90d"),
            setting("hunting.mail.max-csv", size("1kB", "20MB"), "2MB"),
            setting("hunting.respond.max-devices", number(1, 10_000), "50"),
            setting("hunting.isolate.max-devices", number(1, 1_000), "5"),
            setting("mail.send-by", oneOf("smtp", "graph"), "smtp"),
            optional("mail.host", host()),
            setting("mail.port", number(1, 65_535), "587"),
            setting("mail.security", oneOf("starttls", "tls", "none"), "starttls"),
            setting("mail.allow-plain", flag(), "false"),
            setting("mail.auth", oneOf("none", "password", "oauth"), "none"),
            optional("mail.username", text()),
            secret("mail.password"),
            byCloud("mail.oauth.scope", scope(), Cloud::mailScope),
            required("mail.from", mailAddress(), "the address the mails come from, such as defender@example.org"),
            required("mail.to", mailAddresses(), "who reads the mails, such as soc@example.org"),
            optional("mail.to.high", mailAddresses()),
            optional("mail.to.medium", mailAddresses()),
            optional("mail.to.low", mailAddresses()),
            optional("mail.to.informational", mailAddresses()),
            optional("mail.to.unspecified", mailAddresses()),
            setting("mail.severities", wordsOf(ANY_SEVERITY), "High, Medium"),
            setting("mail.send.cron", cron(), "0/5 * * * * ?"),
            setting("mail.digest.by", oneOf("device", "incident", "time", "off"), "device"),
            setting("mail.digest.above", number(1, 10_000), "20"),
            setting("mail.digest.window", duration("0s", "1d"), "5m"),
            setting("mail.delayed-after", duration("1s", "30d"), "10m"),
            setting("mail.timeout", duration("1ms", "1h"), "30s"),
            setting("mail.give-up", duration("1m", "30d"), "3d"),
            setting("mail.time-zone", timeZone(), "UTC"),
            setting("alarm.after", duration("1s", "30d"), "10m"),
            optional("alarm.route", text()),
            optional("heartbeat.url", httpsOrLoopback()),
            setting("log.format", oneOf("text", "json"), "text"),
            setting("shutdown.timeout", duration("1s", "1h"), "20s"),
            setting("web.enabled", flag(), "false"),
            setting("web.host", host(), "127.0.0.1"),
            setting("web.port", number(0, 65_535), "8480"),
            setting("web.tls", oneOf("off", "own", "proxy"), "off"),
            optional("web.certificate", readableFile()),
            secret("web.certificate-password"),
            optional("web.proxy.addresses", ipAddresses()),
            setting("web.sign-in", oneOf("local", "oidc", "off"), "local"),
            setting("web.users", file(), "config/web-users"),
            optional("web.oidc.issuer", httpsOrLoopback()),
            optional("web.oidc.client-id", application()),
            secret("web.oidc.client-secret"),
            setting("web.oidc.name-claim", text(), "preferred_username"),
            setting("web.oidc.roles-claim", text(), "roles"),
            setting("web.oidc.viewers", list(), "viewer"),
            setting("web.oidc.responders", list(), "responder"),
            setting("web.oidc.admins", list(), "admin"),
            setting("web.session.timeout", duration("1m", "1d"), "30m"),
            setting("web.session.longest", duration("1m", "7d"), "12h"),
            optional("management.port", number(0, 65_535)),
            setting("management.host", host(), "127.0.0.1"),
            setting("state.url", database(), "jdbc:h2:file:./data/defender-routes"),
            optional("state.username", text()),
            secret("state.password"));

    private static final Map<String, Declaration> BY_KEY =
            ALL.stream().collect(Collectors.toUnmodifiableMap(Declaration::key, Function.identity()));

    private Declarations() {}

    static Declaration named(String key) {
        if (!knows(key)) {
            throw new IllegalArgumentException(key + " is not a declared setting");
        }
        return BY_KEY.get(key);
    }

    static boolean knows(String key) {
        return BY_KEY.containsKey(key);
    }

    static boolean hasOurPrefix(String key) {
        return PREFIXES.stream().anyMatch((key.toLowerCase(Locale.ROOT) + ".")::startsWith);
    }

    /** The declared key that looks most like this one, if any comes close. */
    static Optional<String> nearest(String key) {
        return Nearest.to(key, BY_KEY.keySet());
    }
}
