package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.isolation.Ahead.Questions;
import io.github.defenderroutes.judge.Judge;
import io.github.defenderroutes.judge.Learnt;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What many alerts need to know of their devices, in a few calls, as the bean {@code lookAhead}; and afterwards, for each,
 * what of it is still fresh. A call that serves a single device is left to be made when its turn comes.
 */
public final class LookAhead {
    private final Isolations isolations;
    private final Judge judge;
    private final Devices devices;
    private final Settings settings;
    private final Settling settling;
    private final Clock clock;

    public LookAhead(Isolations isolations, Judge judge, Devices devices, Settings settings, Clock clock) {
        this.isolations = isolations;
        this.judge = judge;
        this.devices = devices;
        this.settings = settings;
        this.settling = new Settling(settings, clock);
        this.clock = clock;
    }

    /**
     * The alerts in groups, to be begun one after the other: at first those on devices that may have to be isolated, 20
     * devices at a time, so that the last of many is looked at shortly before its turn; then the others. No device is in two.
     *
     * @param storm whether more alerts wait than these; the others are one group then, since nothing is asked for them
     */
    public List<List<Map<String, Object>>> groups(List<Map<String, Object>> alerts, Boolean storm) {
        return DeviceGroups.of(alerts, this::mayIsolate, isTrue(storm));
    }

    /**
     * What is to be asked for the alerts of one group.
     *
     * @param readAt when they were read, in milliseconds since 1970, or {@code null} if that is not known
     * @param storm whether more alerts wait than a page holds; then no more is asked than isolating needs
     */
    public Ahead begin(List<Map<String, Object>> alerts, Long readAt, Boolean storm) {
        Set<String> all = new LinkedHashSet<>();
        Map<String, String> leading = new LinkedHashMap<>(); // of each device the alert that decides first
        for (Map<String, Object> alert : alerts) {
            Optional<String> id = Alerts.text(alert, "machineId").filter(LookAhead::isId);
            id.ifPresent(all::add);
            if (id.isPresent() && mayIsolate(alert)) {
                leading.putIfAbsent(id.get(), Alerts.id(alert).orElseThrow());
            }
        }
        boolean mayIsolate = !leading.isEmpty();
        if (settings.text("isolation.mode").equals("enforce") && !fresh().isZero()) {
            settled(leading.keySet()).forEach(leading::remove);
        } else {
            leading.clear();
        }
        List<String> devicesToRead = all.stream()
                .filter(id -> leading.containsKey(id) || (mayIsolate || !isTrue(storm)) && devices.find(id) == null)
                .toList();
        Questions questions = new Questions(
                isFresh(readAt) ? List.of() : several(leading.values()),
                several(devicesToRead),
                several(leading.keySet()));
        return new Ahead(alerts, questions, mayIsolate, isTrue(storm), clock.millis());
    }

    /** The devices that were requested or found isolated a moment ago: nothing is sent for them, so nothing is looked at. */
    private List<String> settled(Set<String> deviceIds) {
        return isolations.open(deviceIds).stream()
                .filter(settling::needsNoLook)
                .map(Isolation::deviceId)
                .toList();
    }

    /** Keeps the answer to list alerts. */
    public void keepAlerts(Ahead ahead, Map<String, Object> answer) {
        ahead.keepAlerts(answer);
    }

    /** Keeps the answer to list machine actions, unless it is only a part. */
    public void keepActions(Ahead ahead, Map<String, Object> answer) {
        ahead.keepActions(answer);
    }

    /** Notes that Defender is away: what was not read is not asked for one by one either. */
    public void failed(Ahead ahead, Exception problem) {
        ahead.failed(
                problem instanceof DefenderUnavailableException unavailable
                        ? unavailable
                        : new DefenderUnavailableException(problem.getMessage(), null, problem));
    }

    /**
     * The quota class of what is asked for this alert: {@code respond} if it may isolate, else {@code rest}. A device that an
     * alert of Graph names only in passing, after others, is never isolated without a person: nothing waits for it.
     *
     * @param agedFrom see {@link Judge#decide}; usually {@code null}
     */
    public String quota(Map<String, ?> alert, Instant agedFrom) {
        return mayIsolate(alert, agedFrom) && !isBystander(alert) ? "respond" : "rest";
    }

    private static boolean isBystander(Map<String, ?> alert) {
        String machineId = Alerts.text(alert, "machineId").orElse("");
        return Alerts.devices(alert).stream()
                .skip(1)
                .anyMatch(device -> !Boolean.TRUE.equals(device.get("marked"))
                        && machineId.equalsIgnoreCase(String.valueOf(device.get("machineId"))));
    }

    private boolean mayIsolate(Map<String, ?> alert) {
        return mayIsolate(alert, null);
    }

    /** Whether nothing speaks against isolating so far, so that we must know the device. */
    private boolean mayIsolate(Map<String, ?> alert, Instant agedFrom) {
        return judge.decide(alert, null, null, "isolate", false, agedFrom, Learnt.NOTHING)
                .rule()
                .equals("device-unknown");
    }

    /**
     * Whether this alert's device may be asked for alone.
     *
     * @param ahead what was read ahead, or {@code null} if nothing was
     * @throws DefenderUnavailableException saying why not: the question for the whole group failed a moment ago, or many
     *     alerts wait and this one does not isolate
     */
    public void mayAsk(Ahead ahead, Map<String, ?> alert) {
        if (ahead == null) {
            return;
        }
        ahead.orThrow();
        if (ahead.isStorm() && !mayIsolate(alert)) {
            throw new DefenderUnavailableException(
                    "not asked for, since more than %s alerts wait and this one isolates nothing"
                            .formatted(settings.text("alerts.page-size")));
        }
    }

    /** The time, in milliseconds since 1970. */
    public long now() {
        return clock.millis();
    }

    /**
     * The alert as it was read less than {@code isolation.fresh} ago, or {@code null}.
     *
     * @param readAt when the given one was read; {@code null} if that is not known
     * @param finding what a hunt found, or {@code null}. There is nothing of it to be read again; whether it is too old, the
     *     judge says
     */
    public Map<String, Object> freshAlert(Ahead ahead, Long readAt, Map<String, Object> alert, Finding finding) {
        if (isFresh(readAt) || finding != null && finding.alert().equals(alert)) {
            return alert;
        }
        return isFresh(at(ahead)) ? ahead.alertNow(Alerts.id(alert).orElse("")) : null;
    }

    /** The device as it was read less than {@code isolation.fresh} ago, or {@code null}. */
    public Map<String, Object> freshDevice(Map<String, Object> device) {
        return devices.find(Alerts.id(device).orElse(""), fresh());
    }

    /**
     * The machine actions as they were read ahead less than {@code isolation.fresh} ago, or {@code null}.
     *
     * @throws DefenderUnavailableException if the question for the whole group failed
     */
    public Map<String, Object> freshActions(Ahead ahead, Map<String, Object> device) {
        if (ahead == null) {
            return null;
        }
        ahead.orThrow();
        return isFresh(ahead.at()) ? ahead.actionsNow(Alerts.id(device).orElse("")) : null;
    }

    /** When the machine actions were asked for, if {@link #freshActions} gives them; else now, since they are about to be. */
    public long lookedAt(Ahead ahead, Map<String, Object> machineActions) {
        return machineActions == null ? clock.millis() : ahead.at();
    }

    private boolean isFresh(Long at) {
        return at != null && clock.millis() - at < fresh().toMillis();
    }

    private static Long at(Ahead ahead) {
        return ahead == null ? null : ahead.at();
    }

    private Duration fresh() {
        return settings.duration("isolation.fresh");
    }

    private static List<String> several(Collection<String> ids) {
        return ids.size() > 1 ? List.copyOf(ids) : List.of();
    }

    private static boolean isTrue(Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean isId(String id) {
        return id.matches("[0-9A-Za-z_-]{1,128}");
    }
}
