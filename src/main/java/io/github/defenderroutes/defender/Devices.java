package io.github.defenderroutes.defender;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.defenderroutes.alert.Alerts;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Devices read a moment ago, as the bean {@code devices}: many alerts of one device cost one call. */
public final class Devices {
    private static final Duration KEPT = Duration.ofSeconds(60);
    private static final int MOST = 10_000;

    /** So many ids fit a filter without the URL becoming longer than servers accept. */
    private static final int GROUP = 20;

    private final Cache<String, Map<String, Object>> cache;

    public Devices(Clock clock) {
        Ticker ticker = () -> Duration.ofMillis(clock.millis()).toNanos();
        cache = Caffeine.newBuilder()
                .expireAfterWrite(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .build();
    }

    /** The device if it was read within the last minute, else {@code null}. */
    public Map<String, Object> find(Object machineId) {
        return machineId instanceof String id ? cache.getIfPresent(key(id)) : null;
    }

    /** Keeps a device under its own id. */
    public void keep(Map<String, Object> device) {
        Alerts.id(device).ifPresent(id -> cache.put(key(id), device));
    }

    /** Keeps the devices of an answer to list devices. */
    @SuppressWarnings("unchecked") // the API's objects have text keys
    public void keepAll(Map<String, Object> answer) {
        if (answer.get("value") instanceof Collection<?> devices) {
            devices.stream().filter(Map.class::isInstance).forEach(device -> keep((Map<String, Object>) device));
        }
    }

    /**
     * The devices of these alerts that are not known yet, in groups to be asked for together. A single one is left to be
     * asked for by itself.
     */
    public List<List<String>> missing(List<Map<String, Object>> alerts) {
        List<String> ids = alerts.stream()
                .map(alert -> Alerts.text(alert, "machineId"))
                .flatMap(Optional::stream)
                .filter(id -> id.matches("[0-9A-Za-z_-]{1,128}") && find(id) == null)
                .distinct()
                .toList();
        List<List<String>> groups = new ArrayList<>();
        for (int from = 0; ids.size() > 1 && from < ids.size(); from += GROUP) {
            groups.add(ids.subList(from, Math.min(from + GROUP, ids.size())));
        }
        return groups;
    }

    private static String key(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
