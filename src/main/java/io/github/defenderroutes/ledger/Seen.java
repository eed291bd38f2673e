package io.github.defenderroutes.ledger;

import java.time.Clock;

/** What triggers have given to their routes, each trigger by its own name. */
public final class Seen {
    private final Database database;
    private final String tenant;
    private final Leases leases;
    private final Clock clock;

    Seen(Database database, String tenant, Leases leases, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.leases = leases;
        this.clock = clock;
    }

    public boolean contains(String trigger, String id) {
        return database.transaction(c -> Database.first(
                        c,
                        row -> row.getString(1),
                        "SELECT item_id FROM defender_seen WHERE item_id = ? AND trigger_name = ? AND tenant = ?",
                        id,
                        trigger,
                        tenant))
                .isPresent();
    }

    /** @return whether it is new */
    public boolean add(String trigger, String id) {
        return database.transaction(c -> Database.update(
                        c,
                        "INSERT INTO defender_seen (tenant, trigger_name, item_id, seen_at) VALUES (?,?,?,?)"
                                + " ON CONFLICT DO NOTHING",
                        tenant,
                        trigger,
                        id,
                        clock.millis())
                == 1);
    }

    /** Whether this process, of several on one database, serves that trigger now. */
    public boolean leads(String trigger) {
        return leases.lead("trigger/" + trigger);
    }
}
