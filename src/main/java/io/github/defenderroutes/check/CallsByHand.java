package io.github.defenderroutes.check;

import io.github.defenderroutes.Connector;
import io.github.defenderroutes.Links;
import io.github.defenderroutes.defender.UsedKamelet;

/** Calls through the real Kamelets; made ready when the first is to be sent. */
final class CallsByHand implements AutoCloseable {
    private final Links links;
    private final DatabaseCheck database;
    private Connector connector;

    CallsByHand(Links links, DatabaseCheck database) {
        this.links = links;
        this.database = database;
    }

    Connector.Reply ask(UsedKamelet kamelet) {
        if (connector == null) {
            connector = links.connector(database.ledger().permits());
        }
        return connector.ask(kamelet.name(), kamelet.trial().orElseThrow());
    }

    @Override
    public void close() {
        if (connector != null) {
            connector.close();
        }
    }
}
