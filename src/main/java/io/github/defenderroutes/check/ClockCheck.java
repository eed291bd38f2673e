package io.github.defenderroutes.check;

import io.github.defenderroutes.defender.Api;
import java.time.Duration;
import java.util.List;

/** Compares our clock with Microsoft's. */
final class ClockCheck implements Check {
    /** An answer names whole seconds and has travelled. */
    private static final Duration UNNOTICED = Duration.ofSeconds(5);

    /** From here on the poll warns as well. */
    private static final Duration TOLERATED = Duration.ofMinutes(5);

    private final WebServers servers;

    ClockCheck(WebServers servers) {
        this.servers = servers;
    }

    @Override
    public String link() {
        return "clock";
    }

    @Override
    public List<String> needs() {
        return List.of(new ApiLinks(Api.DEFENDER).server());
    }

    @Override
    public Finding prove() {
        if (servers.ahead().isEmpty()) {
            return Finding.warning(link(), "Microsoft's answers carry no date to compare with.");
        }
        Duration ahead = servers.ahead().get();
        if (ahead.abs().compareTo(UNNOTICED) <= 0) {
            return Finding.ok(link(), "agrees with Microsoft's to within %d s".formatted(UNNOTICED.toSeconds()));
        }
        String sentence =
                "This machine's clock is %d s %s Microsoft's. To fix: synchronise it; the ages of alerts are judged by it."
                        .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of");
        return ahead.abs().compareTo(TOLERATED) > 0
                ? Finding.problem(link(), sentence)
                : Finding.warning(link(), sentence);
    }
}
