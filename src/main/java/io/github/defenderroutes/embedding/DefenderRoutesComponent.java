package io.github.defenderroutes.embedding;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * The way between a host's routes and ours: {@code defender-routes:handle} takes ids of alerts, {@code defender-routes:events}
 * tells what happened. Both work with {@link DefenderRoutes} of one tenant.
 */
public final class DefenderRoutesComponent extends DefaultComponent {
    private final DefenderRoutes app;

    public DefenderRoutesComponent(DefenderRoutes app) {
        this.app = app;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Endpoint endpoint =
                switch (remaining) {
                    case "handle" -> new HandleEndpoint(uri, this, app);
                    case "events" -> new EventsEndpoint(uri, this, app);
                    default ->
                        throw new StartException(
                                "%s is no endpoint of ours. To fix: write %2$s:handle or %2$s:events."
                                        .formatted(uri, uri.replaceFirst(":.*", "")),
                                null);
                };
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
