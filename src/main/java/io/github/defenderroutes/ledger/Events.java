package io.github.defenderroutes.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/**
 * What happened, for an application that embeds us: written in the commit that makes it true, kept until it was told, so told
 * at least once.
 */
public final class Events {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Database database;
    private final String tenant;
    private final Leases leases;
    private volatile boolean kept;

    Events(Database database, String tenant, Leases leases) {
        this.database = database;
        this.tenant = tenant;
        this.leases = leases;
    }

    /** From now on this process writes events down. */
    public void keep() {
        kept = true;
        database.events().begin();
    }

    /** Whether this process writes events down. */
    public boolean areKept() {
        return kept;
    }

    /** Whether this process, of several on one database, tells them now. */
    public boolean leads() {
        return leases.lead("events");
    }

    /** Those that were not told yet, the oldest first. */
    public List<Event> next(int most) {
        return database.transaction(c -> Database.query(
                c,
                row -> new Event(row.getString("id"), read(row.getString("body"))),
                "SELECT id, body FROM defender_events WHERE tenant = ? ORDER BY id LIMIT ?",
                tenant,
                most));
    }

    /** It was told. */
    public void told(Event event) {
        database.transaction(
                c -> Database.update(c, "DELETE FROM defender_events WHERE id = ? AND tenant = ?", event.id(), tenant));
    }

    private static Map<String, Object> read(String json) {
        try {
            return JSON.readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event of the ledger cannot be read", e);
        }
    }
}
