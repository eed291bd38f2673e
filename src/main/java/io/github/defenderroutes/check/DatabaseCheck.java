package io.github.defenderroutes.check;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.control.ControlClient;
import io.github.defenderroutes.database.DatabaseInUseException;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.ledger.Inspection;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.stops.KillSwitch;
import java.util.List;
import java.util.Optional;

/** Opens the database and writes to it; one that a running process holds is looked at through that process. */
final class DatabaseCheck implements Check {
    private final DefenderRoutes app;
    private final Settings settings;
    private final String user;
    private LedgerAtHand atHand;

    DatabaseCheck(DefenderRoutes app, Settings settings, String user) {
        this.app = app;
        this.settings = settings;
        this.user = user;
    }

    /** What this has opened; only for those who need this link. */
    LedgerAtHand ledger() {
        return atHand;
    }

    @Override
    public String link() {
        return SetUp.DATABASE;
    }

    @Override
    public List<String> needs() {
        return List.of(SetUp.DATABASE_SERVER);
    }

    @Override
    public Finding prove() throws InterruptedException {
        boolean held = false;
        try {
            atHand = new OwnLedger(
                    app.openLedger(), app.desk().killSwitch(), app.links().permits());
        } catch (DatabaseInUseException e) {
            atHand = new HeldLedger(new ControlClient(settings.text("state.url")), user);
            held = true;
        }
        String found = found(atHand.inspect(), held);
        return atHand.stopped()
                .map(on -> Finding.warning(
                        link(),
                        "%s. Nothing in the tenant is changed: %s. To fix: when it is safe, kill-switch off, or remove its file."
                                .formatted(found, on)))
                .orElseGet(() -> Finding.ok(link(), found));
    }

    private static String found(Inspection now, boolean held) {
        return "can be written, tables of version %s; %s"
                .formatted(
                        now.schema(),
                        now.processes().isEmpty()
                                ? "nobody is at work on it"
                                : (held ? "held by " : "at work on it: ") + String.join(", ", now.processes()));
    }

    private record OwnLedger(Ledger ledger, KillSwitch killSwitch, Permits permits) implements LedgerAtHand {
        @Override
        public Optional<String> stopped() {
            return killSwitch.objection();
        }

        @Override
        public Inspection inspect() {
            return ledger.inspect();
        }
    }
}
