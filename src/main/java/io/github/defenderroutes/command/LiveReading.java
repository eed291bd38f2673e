package io.github.defenderroutes.command;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.Links;
import io.github.defenderroutes.check.PermitsOfHolder;
import io.github.defenderroutes.control.ControlClient;
import io.github.defenderroutes.database.DatabaseInUseException;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/**
 * Reads the tenant by hand beside whatever runs: calls count as this installation's own. They are noted in its database, or
 * by the process that holds it; nothing else there is written, and its tables stay as they are.
 */
final class LiveReading implements AutoCloseable {
    private final DefenderRoutes app;
    private final Permits permits;

    LiveReading(Settings settings, Path routes) {
        DefenderRoutes own = new DefenderRoutes(settings, routes, Clock.systemUTC());
        Permits counting;
        try {
            if (own.ledgerAsItIs().isEmpty()) { // nobody has called anything yet
                own.close();
                own = inMemory(settings, routes);
            }
            counting = own.links().permits();
        } catch (DatabaseInUseException e) {
            counting = new PermitsOfHolder(new ControlClient(settings.text("state.url")), Actor.osUser());
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
        app = own;
        permits = counting;
    }

    private static DefenderRoutes inMemory(Settings settings, Path routes) {
        Settings memory = settings.with(Map.of("state.url", "jdbc:h2:mem:" + UUID.randomUUID()));
        DefenderRoutes app = new DefenderRoutes(memory, routes, Clock.systemUTC());
        app.openLedger();
        return app;
    }

    Permits permits() {
        return permits;
    }

    Links links() {
        return app.links();
    }

    @Override
    public void close() {
        app.close();
    }
}
