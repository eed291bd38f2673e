package io.github.defenderroutes.recorded;

import io.github.defenderroutes.Connector;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.DefenderThrottledException;
import io.github.defenderroutes.defender.Devices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The alerts that the tenant shows now, with their devices as they are now; each played a minute after it was raised. It
 * waits where the quota says so.
 */
public final class TenantAlerts implements Recording {
    private static final int PAGE = 1_000;

    /** Where nobody says how long. */
    private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

    private final Connector connector;
    private final String source;
    private final Instant since;
    private final Consumer<Duration> waiting;
    private final KnownDevices known = new KnownDevices();

    /**
     * @param source the setting {@code alerts.source}
     * @param since of those that changed then or later
     * @param waiting called with how long the quota makes us wait; has to wait
     */
    public TenantAlerts(Connector connector, String source, Instant since, Consumer<Duration> waiting) {
        this.connector = connector;
        this.source = source;
        this.since = since;
        this.waiting = waiting;
    }

    @Override
    public void each(Consumer<RecordedAlert> reader) {
        String from = Ticks.format(Ticks.of(since));
        Set<String> before = Set.of();
        int skip = 0;
        while (true) {
            List<Map<String, Object>> page = page(from, skip);
            Set<String> seen = before;
            List<Map<String, Object>> fresh = page.stream()
                    .filter(alert -> Alerts.id(alert).isPresent()
                            && !seen.contains(Alerts.id(alert).get()))
                    .toList();
            keepDevices(fresh);
            fresh.forEach(alert -> reader.accept(RecordedAlert.raised(alert, "the tenant")));
            if (page.size() < PAGE) {
                return;
            }
            String end = String.valueOf(page.get(page.size() - 1).get("lastUpdateTime"));
            skip = end.equals(from) ? skip + PAGE / 2 : 0; // within one instant that fills a page
            from = end;
            before = new HashSet<>();
            for (Map<String, Object> alert : page) {
                before.add(Alerts.id(alert).orElse(""));
            }
        }
    }

    private List<Map<String, Object>> page(String from, int skip) {
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("updatedSince", from);
        question.put("orderBy", source.equals("graph") ? "lastUpdateDateTime" : "lastUpdateTime");
        question.put("top", String.valueOf(PAGE));
        if (skip > 0) {
            question.put("skip", String.valueOf(skip));
        }
        if (source.equals("defender")) {
            question.put("expand", "evidence");
        }
        return rows(ask(source + "-list-alerts-action", question, null));
    }

    private void keepDevices(List<Map<String, Object>> alerts) {
        List<String> unknown = alerts.stream()
                .flatMap(alert -> Stream.concat(
                        Alerts.text(alert, "machineId").stream(),
                        Alerts.devices(alert).stream().flatMap(device -> Alerts.text(device, "machineId").stream())))
                .distinct()
                .filter(id -> !known.knows(id))
                .toList();
        for (int i = 0; i < unknown.size(); i += Devices.GROUP) {
            List<String> group = unknown.subList(i, Math.min(i + Devices.GROUP, unknown.size()));
            rows(ask("defender-list-devices-action", Map.of("ids", "${body}"), group))
                    .forEach(device -> known.keep(device, "the tenant"));
        }
    }

    private Map<String, Object> ask(String kamelet, Map<String, Object> parameters, Object body) {
        while (true) {
            Connector.Reply reply = connector.ask(kamelet, parameters, body);
            if (reply.failure().isEmpty()) {
                return reply.body();
            }
            if (!(reply.failure().get() instanceof DefenderThrottledException throttled)) {
                throw new RecordingException(
                        "The tenant cannot be read: " + reply.failure().get().getMessage());
            }
            waiting.accept(throttled.retryAfter().filter(wait -> !wait.isZero()).orElse(USUAL_WAIT));
        }
    }

    @SuppressWarnings("unchecked") // the API's objects have text keys
    private static List<Map<String, Object>> rows(Map<String, Object> answer) {
        List<Map<String, Object>> rows = new ArrayList<>();
        if (answer.get("value") instanceof List<?> value) {
            value.stream().filter(Map.class::isInstance).forEach(row -> rows.add((Map<String, Object>) row));
        }
        return rows;
    }

    @Override
    public KnownDevices known() {
        return known;
    }
}
