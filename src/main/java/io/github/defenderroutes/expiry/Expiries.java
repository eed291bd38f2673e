package io.github.defenderroutes.expiry;

import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Retirement;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.signin.CertificateEnd;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What of one tenant's set-up runs out, as far as it can be known: read anew at each call. */
public final class Expiries {
    /** Every {@link Expiry#kind} there is. */
    public static final List<String> KINDS = List.of("secret-expires", "certificate-expires", "api-retires");

    /** A route has to be rewritten for it, so it is told earlier than a secret. */
    private static final Duration RETIREMENT_AHEAD = Duration.ofDays(90);

    private static final String NO_TOKEN =
            "From then on we get no token: Defender is not polled, nobody is told of new alerts and no device is isolated."
                    + " Nothing is lost; the alerts stay in Defender.";

    private final Settings settings;
    private final Supplier<? extends Collection<Retirement>> inUse;

    /** @param inUse the retiring operations that our routes call */
    public Expiries(Settings settings, Supplier<? extends Collection<Retirement>> inUse) {
        this.settings = settings;
        this.inUse = inUse;
    }

    /** What runs out soon ({@code defender.credential.warn-before}) or has run out. */
    public List<Expiry> ahead(Clock clock) {
        return known(clock).stream()
                .filter(expiry -> expiry.daysLeft(clock) <= warnBefore(expiry).toDays())
                .toList();
    }

    /** Everything whose day we know, however far off. A certificate that cannot be read is told by the sign-in. */
    public List<Expiry> known(Clock clock) {
        List<Expiry> known = new ArrayList<>();
        secret().ifPresent(known::add);
        certificate(clock).ifPresent(known::add);
        inUse.get().stream().sorted().map(Expiries::retirement).forEach(known::add);
        return known;
    }

    private Duration warnBefore(Expiry expiry) {
        return expiry.kind().equals("api-retires")
                ? RETIREMENT_AHEAD
                : settings.duration("defender.credential.warn-before");
    }

    private Optional<Expiry> secret() {
        return settings.date("defender.client-secret.expires")
                .map(
                        day -> new Expiry(
                                "secret-expires",
                                "The client secret expires",
                                day,
                                NO_TOKEN,
                                "Make a new one in the Entra admin center (your app, Certificates & secrets), put it into"
                                        + " DEFENDER_CLIENT_SECRET and its day into defender.client-secret.expires, and restart."));
    }

    private Optional<Expiry> certificate(Clock clock) {
        try {
            return CertificateEnd.read(settings, clock)
                    .map(end -> new Expiry(
                            "certificate-expires",
                            "The certificate that we sign in with expires",
                            LocalDate.ofInstant(end.at(), ZoneOffset.UTC),
                            NO_TOKEN,
                            "Make a new one, upload it to the app in the Entra admin center (Certificates & secrets), and"
                                    + " put it with its private key into %s. A restart is not needed."
                                            .formatted(end.file())));
        } catch (DefenderUnavailableException e) {
            return Optional.empty();
        }
    }

    /** As {@code check} may tell it before anything was called, too. */
    public static Expiry retirement(Retirement retirement) {
        return new Expiry(
                "api-retires",
                "Microsoft switches off %s".formatted(retirement.path()),
                retirement.date(),
                "A route of yours calls it. From then on those calls fail or bring nothing.",
                "In that route, %s.".formatted(retirement.instead()));
    }
}
