package io.github.defenderroutes.gate;

import io.github.defenderroutes.defender.Gatekeeper;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.settings.NamedActions;
import io.github.defenderroutes.settings.Settings;
import java.util.Map;

/**
 * Lets a call that changes the tenant pass only in mode {@code enforce}; an isolation only on a decision written in the
 * ledger, once; a release only of what is ours; what can do lasting harm only if {@code actions.allow} names it. It is asked
 * whoever calls the Kamelet, our routes or a stranger's.
 */
public final class Gate implements Gatekeeper {
    private final Settings settings;
    private final Isolations isolations;

    public Gate(Settings settings, Isolations isolations) {
        this.settings = settings;
        this.isolations = isolations;
    }

    /** A gate that lets nothing pass, whatever the mode, for whoever must prove to change nothing. */
    public static Gatekeeper shut() {
        return (operation, path) -> check(false, operation, "nothing may be changed here", "let a route do it");
    }

    @Override
    public void pass(String operation, Map<String, String> path) {
        String device = path.getOrDefault("machineId", "");
        if (operation.equals("release-device")) {
            // also when the mode is not enforce any more: whom we cut off we may let back in
            check(
                    isolations.release(device),
                    operation,
                    "the device is not isolated by us",
                    "release it in the portal");
            return;
        }
        String mode = settings.text("isolation.mode");
        check(mode.equals("enforce"), operation, "isolation.mode = " + mode, "set isolation.mode = enforce");
        if (NamedActions.ALL.contains(operation)) {
            check(
                    settings.words("actions.allow").contains(operation),
                    operation,
                    "actions.allow does not name it",
                    "add " + operation + " to actions.allow");
        }
        if (operation.equals("isolate-device")) {
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
