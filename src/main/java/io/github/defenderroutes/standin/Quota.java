package io.github.defenderroutes.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** A sliding log of calls. Captured: status, code and text of the refusal. Invented: a refused call does not count. */
final class Quota {

    private final int perMinute;
    private final int perHour;
    private final Deque<Instant> calls = new ArrayDeque<>();

    Quota(int perMinute, int perHour) {
        this.perMinute = perMinute;
        this.perHour = perHour;
    }

    int perMinute() {
        return perMinute;
    }

    int perHour() {
        return perHour;
    }

    void spend(Instant now) {
        while (!calls.isEmpty() && !calls.peekFirst().isAfter(now.minus(Duration.ofHours(1)))) {
            calls.pollFirst();
        }
        refuseIfFull(now, Duration.ofMinutes(1), perMinute);
        refuseIfFull(now, Duration.ofHours(1), perHour);
        calls.addLast(now);
    }

    private void refuseIfFull(Instant now, Duration window, int allowed) {
        Instant start = now.minus(window);
        long used = calls.stream().filter(call -> call.isAfter(start)).count();
        if (used < allowed) {
            return;
        }
        Instant oldest =
                calls.stream().filter(call -> call.isAfter(start)).findFirst().orElse(now);
        long seconds =
                Duration.between(now, oldest.plus(window)).plusMillis(999).toSeconds();
        throw new RefusedException(Answer.error(
                        429,
                        "429",
                        ("API calls quota exceeded! Maximum allowed %d per %02d:%02d:00 for the key"
                                        + " Destination+TenantID+AppID. You can send requests again in %d seconds.")
                                .formatted(allowed, window.toHours(), window.toMinutesPart(), seconds))
                .with("Retry-After", Long.toString(seconds)));
    }
}
