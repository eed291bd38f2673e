package io.github.defenderroutes.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** The truth about one alert: what it was, from when to when. */
final class KnownAlert {
    private static final Duration MAX_AGE = Duration.ofHours(6);

    final String id;
    /** {@code null} for an alert of no device. */
    final String deviceId;

    final Instant createdAt;
    final Instant visibleFrom;
    /** Raised before the time we are responsible for. */
    final boolean beforeOurTime;

    private final List<State> states = new CopyOnWriteArrayList<>();

    /** What the alert was from this time until the next state. */
    record State(Instant from, String severity, boolean resolved) {
        boolean calls() {
            return severity.equals("High") && !resolved;
        }
    }

    KnownAlert(String id, String deviceId, State first, Instant visibleFrom, boolean beforeOurTime) {
        this.id = id;
        this.deviceId = deviceId;
        this.createdAt = first.from();
        this.visibleFrom = visibleFrom;
        this.beforeOurTime = beforeOurTime;
        states.add(first);
    }

    State now() {
        return states.get(states.size() - 1);
    }

    void becomes(State state) {
        states.add(state);
    }

    /** Whether a client could have seen it so at some time of this span. */
    boolean was(Predicate<State> so, Instant from, Instant to) {
        Instant start = from.isAfter(visibleFrom) ? from : visibleFrom;
        for (int i = 0; i < states.size(); i++) {
            boolean begun = !states.get(i).from().isAfter(to);
            boolean over = i + 1 < states.size() && !states.get(i + 1).from().isAfter(start);
            if (begun && !over && !start.isAfter(to) && so.test(states.get(i))) {
                return true;
            }
        }
        return false;
    }

    boolean was(Predicate<State> so, Instant until) {
        return was(so, Instant.MIN, until);
    }

    boolean isTooOldAt(Instant time) {
        return createdAt.plus(MAX_AGE).isBefore(time);
    }

    /** Whether it is a reason to isolate its device, whatever the device is, at some time of this span. */
    boolean callsForIsolation(Instant from, Instant to) {
        return !beforeOurTime && !isTooOldAt(from) && was(State::calls, from, to);
    }

    /** The same for an isolation that expired and is asked for again: its age counts from the end of the one before. */
    boolean callsForRepeat(Instant expiredAt, Instant from, Instant to) {
        return !beforeOurTime && !expiredAt.plus(MAX_AGE).isBefore(from) && was(State::calls, from, to);
    }

    @Override
    public String toString() {
        return "%s (created %s, visible %s, device %s, %s%s)"
                .formatted(id, createdAt, visibleFrom, deviceId, states, beforeOurTime ? ", before our time" : "");
    }
}
