package io.github.defenderroutes.defender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.defenderroutes.alert.Alerts;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/** Devices read a moment ago, as the bean {@code devices}: many alerts of one device cost one call. */
public final class Devices {
    /** So many ids fit a filter without the URL becoming longer than servers accept. */
    public static final int GROUP = 20;

    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Cache<String, Reading> cache;

    private record Reading(Map<String, Object> device, long at) {}

    public Devices(Clock clock) {
        this.clock = clock;
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        cache = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    /** The device if it was read within the last minute, else {@code null}. */
    public Map<String, Object> find(Object machineId) {
        return find(machineId, KEPT);
    }

    /** The device if it was read less than this ago, and at most a minute ago; else {@code null}. */
    public Map<String, Object> find(Object machineId, Duration age) {
        Reading reading = machineId instanceof String id ? cache.getIfPresent(key(id)) : null;
        return reading != null && clock.millis() - reading.at < age.toMillis() ? reading.device : null;
    }

    /** Keeps a device under its own id. */
    public void keep(Map<String, Object> device) {
        Alerts.id(device).ifPresent(id -> cache.put(key(id), new Reading(device, clock.millis())));
    }

    /** Keeps the devices of an answer to list devices. */
    @SuppressWarnings("unchecked") // the API's objects have text keys
    public void keepAll(Map<String, Object> answer) {
        if (answer.get("value") instanceof Collection<?> devices) {
            devices.stream().filter(Map.class::isInstance).forEach(device -> keep((Map<String, Object>) device));
        }
    }

    /** Forgets all of them. */
    public void forget() {
        cache.invalidateAll();
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
