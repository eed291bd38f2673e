package io.github.defenderroutes.chaos;

import io.github.defenderroutes.standin.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The calls in every minute and hour, from the stand-in's log. */
final class Quota {
    /** As shipped. */
    static final int PER_MINUTE = 100;

    static final int PER_HOUR = 1_500;

    private Quota() {}

    static Stream<String> callsBeyond(Ledger ledger) {
        List<Instant> times = ledger.calls().stream()
                .filter(call -> !call.operation().equals("token"))
                .map(Call::at)
                .sorted()
                .toList();
        return Stream.concat(
                beyond(times, PER_MINUTE, Duration.ofMinutes(1)), beyond(times, PER_HOUR, Duration.ofHours(1)));
    }

    private static Stream<String> beyond(List<Instant> times, int most, Duration span) {
        return IntStream.range(most, times.size())
                .filter(i -> times.get(i - most).plus(span).isAfter(times.get(i)))
                .limit(1)
                .mapToObj(i -> "more than %d calls within %s, at %s".formatted(most, span, times.get(i)));
    }
}
