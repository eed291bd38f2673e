package org.example.app;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** The application's own routes, with ours among their endpoints. */
@Component
class OwnRoutes extends RouteBuilder {
    @Override
    public void configure() {
        from("seda:alerts").routeId("hand-in").to("defender-routes:handle");
        from("defender-routes:events").routeId("pass-on").to("seda:told");
    }
}
