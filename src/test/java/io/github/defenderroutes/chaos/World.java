package io.github.defenderroutes.chaos;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;

import io.github.defenderroutes.chaos.KnownAlert.State;
import io.github.defenderroutes.standin.AlertBuilder;
import io.github.defenderroutes.standin.MachineBuilder;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.StandIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tenant: whatever happens in it is done to the stand-in and remembered, as the truth that mails are held against. */
final class World {
    static final String SURVIVOR_OF_MERGES = "d-survivor";

    private final StandIn standIn;
    private final Clock clock;
    private final Map<String, DeviceKind> devices = new LinkedHashMap<>();
    /** The devices that do not refuse to be isolated. */
    private final Set<String> obedient = new HashSet<>();

    private final Map<String, KnownAlert> alerts = new LinkedHashMap<>();
    private final List<String> story = new ArrayList<>();

    World(StandIn standIn, Clock clock) {
        this.standIn = standIn;
        this.clock = clock;
        standIn.tenant().add(aMachine(SURVIVOR_OF_MERGES).name("survivor.corp.example"));
    }

    Instant now() {
        return clock.instant();
    }

    /** What happened, for whoever has to find out why a history fails. */
    List<String> story() {
        return List.copyOf(story);
    }

    void tell(String line, Object... values) {
        story.add(now() + " " + line.formatted(values));
    }

    // ---- devices

    String device(DeviceKind kind, Reaction reaction) {
        String id = "d%03d".formatted(devices.size());
        devices.put(id, kind);
        MachineBuilder machine = kind.make(aMachine(id).name(id + ".corp.example"));
        if (machine != null) {
            standIn.tenant().add(machine).react(id, reaction);
        }
        if (machine != null && reaction.refusalCode() == null) {
            obedient.add(id);
        }
        tell("device %s %s %s", id, kind, reaction);
        return id;
    }

    DeviceKind kind(String deviceId) {
        return devices.getOrDefault(deviceId, DeviceKind.UNKNOWN);
    }

    List<String> deviceIds() {
        return List.copyOf(devices.keySet());
    }

    /** A person acts in the portal. */
    void byHand(String action, String deviceId) {
        boolean isolated = standIn.tenant().isolatedDevices().contains(deviceId);
        boolean busy = standIn.tenant().actions().stream()
                .map(Action::of)
                .anyMatch(running -> running.deviceId().equals(deviceId) && running.wasRunningAt(now()));
        if (obedient.contains(deviceId) && !busy && isolated == action.equals("Unisolate")) {
            standIn.tenant().startAction(action, deviceId, "soc@corp.example", "By hand");
            tell("%s %s by hand", action, deviceId);
        }
    }

    // ---- alerts

    /** Adds an alert; it shows only after the delay. */
    void raise(String severity, String deviceId, Instant createdAt, Duration delay, boolean beforeOurTime) {
        raise(new State(createdAt, severity, false), deviceId, delay, beforeOurTime);
    }

    /** Adds an alert that nobody ever sees open: an automated investigation was faster. */
    void raiseResolved(String severity, String deviceId) {
        raise(new State(now(), severity, true), deviceId, Duration.ZERO, false);
    }

    private void raise(State first, String deviceId, Duration delay, boolean beforeOurTime) {
        String id = "a%04d".formatted(alerts.size());
        Instant visible = now().plus(delay);
        alerts.put(id, new KnownAlert(id, deviceId, first, visible, beforeOurTime));
        AlertBuilder alert = anAlert(id)
                .severity(first.severity())
                .status(first.resolved() ? "Resolved" : "New")
                .title("Alert " + id)
                .createdAt(first.from())
                .visibleFrom(visible);
        standIn.tenant().add(deviceId == null ? alert : alert.device(deviceId));
        tell("alert %s", alerts.get(id));
    }

    KnownAlert alert(String id) {
        return alerts.get(id);
    }

    List<KnownAlert> alerts() {
        return List.copyOf(alerts.values());
    }

    void severity(KnownAlert alert, String severity) {
        alert.becomes(new State(now(), severity, alert.now().resolved()));
        standIn.tenant().raiseSeverity(alert.id, severity);
        tell("%s becomes %s", alert.id, severity);
    }

    void resolve(KnownAlert alert) {
        alert.becomes(new State(now(), alert.now().severity(), true));
        standIn.tenant().resolve(alert.id);
        tell("%s is resolved", alert.id);
    }

    void touch(KnownAlert alert) {
        standIn.tenant().update(alert.id, Map.of("assignedTo", "analyst@corp.example"));
        tell("%s is touched", alert.id);
    }

    void comment(KnownAlert alert) {
        standIn.tenant().comment(alert.id, "Looking into it");
        tell("%s is commented", alert.id);
    }
}
