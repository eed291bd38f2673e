package org.example.host;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.embedding.HostContext;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** An application with a CamelContext of its own and one Defender tenant beside it. */
public final class Host implements AutoCloseable {
    private final CamelContext camel = new DefaultCamelContext();
    private final DefenderRoutes defender;
    private final HostContext offered;

    /**
     * @param settings of Defender Routes
     * @param database of the application, with our tables in it
     */
    public Host(Map<String, String> settings, DataSource database) {
        defender = DefenderRoutes.embedded(settings)
                .database(database)
                .beans(camel.getRegistry()::lookupByName)
                .keepEvents()
                .build();
        offered = HostContext.offer(defender, camel);
    }

    public void start() throws Exception {
        defender.start();
        camel.addRoutes(new OwnRoutes());
        camel.start();
    }

    public CamelContext camel() {
        return camel;
    }

    @Override
    public void close() {
        camel.stop();
        offered.close();
        defender.close();
    }
}
