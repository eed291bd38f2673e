package io.github.defenderroutes.standin;

import java.time.Clock;
import java.util.Set;

/**
 * How to start a stand-in.
 *
 * @param httpsPort for login and Defender's API; 0 = any free one
 * @param graphPort for Microsoft Graph; 0 = any free one
 * @param smtpPort 0 = any free one
 * @param mailSecurity none, STARTTLS offered, or TLS from the first byte
 * @param clock what the stand-in believes: Date header, creation times, progress of actions, expiry of tokens
 * @param tenantId the only tenant it knows
 * @param clientId the only app it knows
 * @param clientSecret that app's secret
 * @param roles that app's permissions at first
 */
public record StandInOptions(
        int httpsPort,
        int graphPort,
        int smtpPort,
        MailSecurity mailSecurity,
        Clock clock,
        String tenantId,
        String clientId,
        String clientSecret,
        Set<String> roles) {

    /** The words of the setting {@code mail.security}. */
    public enum MailSecurity {
        NONE,
        STARTTLS,
        TLS
    }

    public StandInOptions {
        roles = Set.copyOf(roles);
    }

    /** Free ports, system clock, plain SMTP, and the permissions for polling, enriching and isolating. */
    public static StandInOptions defaults() {
        return new StandInOptions(
                0,
                0,
                0,
                MailSecurity.NONE,
                Clock.systemUTC(),
                "00000000-0000-4000-8000-000000000001",
                "00000000-0000-4000-8000-0000000000c1",
                "stand-in-secret",
                Set.of("Alert.Read.All", "Machine.Read.All", "Machine.Isolate"));
    }

    public StandInOptions withPorts(int https, int smtp) {
        return new StandInOptions(https, graphPort, smtp, mailSecurity, clock, tenantId, clientId, clientSecret, roles);
    }

    public StandInOptions withGraphPort(int port) {
        return new StandInOptions(
                httpsPort, port, smtpPort, mailSecurity, clock, tenantId, clientId, clientSecret, roles);
    }

    public StandInOptions withMailSecurity(MailSecurity security) {
        return new StandInOptions(
                httpsPort, graphPort, smtpPort, security, clock, tenantId, clientId, clientSecret, roles);
    }

    public StandInOptions withClock(Clock other) {
        return new StandInOptions(
                httpsPort, graphPort, smtpPort, mailSecurity, other, tenantId, clientId, clientSecret, roles);
    }
}
