package io.github.defenderroutes.stops;

import io.github.defenderroutes.gate.Gate;
import io.github.defenderroutes.gate.GateClosedException;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.settings.NamedActions;
import io.github.defenderroutes.settings.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Proves that the kill switch would stop what it is there to stop, and nothing else; nothing is changed by it. */
public final class Rehearsal {
    /** Whom we cut off we may always let back in. */
    private static final Set<String> NEVER_STOPPED = Set.of("release-device", "cancel-machine-action");

    private static final String ON = "the kill switch is on, as a rehearsal";

    /** Whom no decision and no isolation is about. */
    private static final Map<String, String> NOBODY = Map.of("machineId", "rehearsal", "actionId", "rehearsal");

    private final Ledger ledger;
    private final Settings settings;

    public Rehearsal(Ledger ledger, Settings settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    /**
     * One thing that was tried.
     *
     * @param stopped whether the switch stopped it
     * @param right whether that is as it has to be
     */
    public record Trial(String what, boolean stopped, boolean right) {}

    /**
     * Tries the decision to isolate, in the database, and each of these operations at the gate in the mode
     * {@code enforce}, as if the switch were on.
     *
     * @param operations those that change the tenant
     */
    public List<Trial> run(Collection<String> operations) {
        Gate gate = new Gate(
                settings.with(Map.of("isolation.mode", "enforce", "actions.allow", String.join(",", NamedActions.ALL))),
                ledger.isolations(),
                () -> Optional.of(ON));
        List<Trial> trials = new ArrayList<>();
        boolean heeded = ledger.rehearseKillSwitch();
        trials.add(new Trial("decision to isolate, in the database", heeded, heeded));
        Set<String> all = new TreeSet<>(operations);
        all.addAll(NEVER_STOPPED);
        all.addAll(NamedActions.ALL);
        all.add("isolate-device");
        all.forEach(operation -> {
            boolean stopped = isStopped(gate, operation);
            trials.add(new Trial(operation, stopped, stopped != NEVER_STOPPED.contains(operation)));
        });
        return List.copyOf(trials);
    }

    private static boolean isStopped(Gate gate, String operation) {
        try {
            gate.pass(operation, NOBODY);
            return false;
        } catch (GateClosedException closed) {
            return closed.getMessage().contains(ON);
        }
    }
}
