package org.example.host;

import org.apache.camel.builder.RouteBuilder;

/** The application's own routes, with ours among their endpoints. */
final class OwnRoutes extends RouteBuilder {
    @Override
    public void configure() {
        // in: the id of an alert, from wherever it comes; here a queue in memory
        from("seda:alerts").routeId("hand-in").to("defender-routes:handle");

        // out: what happened, to wherever it should go
        from("defender-routes:events").routeId("pass-on").to("seda:told");

        // our Kamelets, in any route
        from("direct:device").routeId("device").to("kamelet:defender-get-device-action?machineId=${body}");
        from("direct:isolate")
                .routeId("isolate")
                .to("kamelet:defender-isolate-device-action?machineId=${body}&comment=by hand");
    }
}
