package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.UsedKamelet;
import io.github.defenderroutes.expiry.Expiries;
import io.github.defenderroutes.expiry.Expiry;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What runs out soon, or has run out: the secret, the certificate, what Microsoft switches off and the routes can call. */
final class ExpiryCheck implements Check {
    private final Expiries expiries;
    private final Settings settings;
    private final Clock clock;

    ExpiryCheck(Used used, Settings settings, Clock clock) {
        this.expiries = new Expiries(settings, () -> used.kamelets().stream()
                .map(UsedKamelet::retirement)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet()));
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String link() {
        return "what runs out";
    }

    @Override
    public Finding prove() {
        List<Expiry> ahead = expiries.ahead(clock);
        if (ahead.isEmpty()) {
            return Finding.ok(link(), notYet(expiries.known(clock)));
        }
        String sentences = ahead.stream()
                .map(expiry -> "%s. %s To fix: %s".formatted(expiry.headline(clock), expiry.text(), expiry.fix()))
                .collect(Collectors.joining("\n"));
        return ahead.stream().anyMatch(expiry -> expiry.daysLeft(clock) < 0)
                ? Finding.problem(link(), sentences)
                : Finding.warning(link(), sentences);
    }

    private String notYet(List<Expiry> known) {
        if (known.isEmpty()) {
            return settings.text("defender.credential").equals("secret")
                    ? "nothing we know of; the day of the secret is not in defender.client-secret.expires"
                    : "nothing we know of";
        }
        return known.stream().map(expiry -> expiry.headline(clock)).collect(Collectors.joining("; "));
    }
}
