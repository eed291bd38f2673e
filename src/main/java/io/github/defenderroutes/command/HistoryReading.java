package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.control.ControlClient;
import io.github.defenderroutes.control.Reply;
import io.github.defenderroutes.database.DatabaseInUseException;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.recorded.KeptRuns;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the history of runs, from the database or through the process that holds it, and changes nothing. */
final class HistoryReading implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DefenderRoutes app;
    private final Instant since;
    private final Optional<Ledger> ledger;
    private final ControlClient holder;

    HistoryReading(Settings settings, Path routes, Instant since) {
        this.app = new DefenderRoutes(settings, routes, Clock.systemUTC());
        this.since = since;
        Optional<Ledger> open = Optional.empty();
        ControlClient held = null;
        try {
            open = app.ledgerAsItIs();
        } catch (DatabaseInUseException e) {
            held = new ControlClient(settings.text("state.url"));
        } catch (StartException e) {
            app.close();
            throw e;
        }
        ledger = open;
        holder = held;
    }

    KeptRuns page(String after) {
        if (holder == null) {
            return ledger.map(here -> KeptRuns.read(here, since, after)).orElse(new KeptRuns(List.of(), null));
        }
        List<String> words = new ArrayList<>(List.of("kept-runs", "--since", since.toString()));
        if (after != null) {
            words.addAll(List.of("--after", after));
        }
        try {
            Reply reply = holder.ask(Actor.osUser(), words);
            if (reply.exitCode() != 0) {
                throw new StartException(
                        "The process that holds the database cannot say: "
                                + reply.problems().strip(),
                        null);
            }
            return JSON.readValue(reply.out(), KeptRuns.class);
        } catch (JsonProcessingException e) {
            throw new StartException("The process that holds the database answers nonsense.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while the history was read.", e);
        }
    }

    @Override
    public void close() {
        app.close();
    }
}
