package io.github.defenderroutes.gate;

import io.github.defenderroutes.defender.Gatekeeper;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.settings.NamedActions;
import io.github.defenderroutes.settings.Settings;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a call that changes the tenant pass only in mode {@code enforce} and while the kill switch is off; an isolation only
 * on a decision written in the ledger, once, and in mode {@code approve} on one that a person has approved; what can do
 * lasting harm only if {@code actions.allow} names it. Whom we cut off we may always let back in: a release or a
 * cancellation of what is ours passes whatever mode and switch say. It is asked whoever calls the Kamelet, our routes or a
 * stranger's.
 */
public final class Gate implements Gatekeeper {
    private final Settings settings;
    private final Isolations isolations;
    private final Stop killSwitch;

    public Gate(Settings settings, Isolations isolations, Stop killSwitch) {
        this.settings = settings;
        this.isolations = isolations;
        this.killSwitch = killSwitch;
    }

    /** A gate that lets nothing pass, whatever the mode, for whoever must prove to change nothing. */
    public static Gatekeeper shut() {
        return (operation, path) -> check(false, operation, "nothing may be changed here", "let a route do it");
    }

    @Override
    public void pass(String operation, Map<String, String> path) {
        String device = path.getOrDefault("machineId", "");
        boolean cancels = operation.equals("cancel-machine-action");
        if (cancels && isolations.isOurs(path.getOrDefault("actionId", ""))) {
            return;
        }
        if (operation.equals("release-device")) {
            check(
                    isolations.release(device),
                    operation,
                    "the device is not isolated by us",
                    "release it in the portal");
            return;
        }
        String mode = settings.text("isolation.mode");
        boolean ifApproved = operation.equals("isolate-device") && mode.equals("approve");
        check(
                ifApproved || mode.equals("enforce"),
                operation,
                "isolation.mode = " + mode,
                "set isolation.mode = enforce");
        Optional<String> stopped = cancels ? Optional.empty() : killSwitch.objection();
        check(
                stopped.isEmpty(),
                operation,
                stopped.orElse(""),
                "when it is safe again, turn it off with kill-switch off, or remove its file");
        if (NamedActions.ALL.contains(operation)) {
            check(
                    settings.words("actions.allow").contains(operation),
                    operation,
                    "actions.allow does not name it",
                    "add " + operation + " to actions.allow");
        }
        if (ifApproved) {
            check(
                    isolations.sendApproved(device),
                    operation,
                    "isolation.mode = approve, and nobody has approved to isolate this device",
                    "let a person approve it, see the command approvals");
        } else if (operation.equals("isolate-device")) {
            check(
                    isolations.send(device),
                    operation,
                    "no decision to isolate this device is waiting to be carried out",
                    "call the route isolate-device instead of the Kamelet");
        }
    }

    private static void check(boolean open, String operation, String reason, String fix) {
        if (!open) {
            throw new GateClosedException(operation, reason, fix);
        }
    }
}
