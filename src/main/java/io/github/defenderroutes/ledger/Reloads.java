package io.github.defenderroutes.ledger;

import java.time.Clock;
import java.util.Optional;

/**
 * Requests to read everything again that people edit, for all processes on one database: each notices that the token is
 * another than the one it knows. Their clocks need not agree.
 */
public final class Reloads {
    private static final String PART = "everything";

    private final Database database;
    private final String tenant;
    private final Clock clock;

    Reloads(Database database, String tenant, Clock clock) {
        this.database = database;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * Asks all processes, and enters who did so and why in the audit.
     *
     * @return the token of this request
     */
    public String ask(Actor actor, String subject, String detail) {
        return database.transaction(c -> {
            long now = clock.millis();
            String token = RowId.at(now);
            Database.update(
                    c,
                    "INSERT INTO defender_reload (tenant, part, token) VALUES (?,?,?)" + " ON CONFLICT DO NOTHING",
                    tenant,
                    PART,
                    token);
            Database.update(
                    c, "UPDATE defender_reload SET token = ? WHERE tenant = ? AND part = ?", token, tenant, PART);
            Audit.add(c, tenant, now, actor, "reload", subject, detail);
            return token;
        });
    }

    /** The token of the last request; empty if there was none. */
    public Optional<String> last() {
        return database.transaction(c -> Database.first(
                c,
                row -> row.getString(1),
                "SELECT token FROM defender_reload WHERE tenant = ? AND part = ?",
                tenant,
                PART));
    }
}
