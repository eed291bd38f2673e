package io.github.defenderroutes.cases;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.run.Origin;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;

/** Runs one case: the real route with the real beans and a ledger of its own; only the ways out are held. */
final class OneCase {
    private static final String ERROR_HANDLING = "error-handling.camel.yaml";

    private final Path routes;
    private final Path config;
    private final DataSource database;
    private final Executor closing;
    private final Case example;
    private final CaseClock clock;
    private final HeldSteps held;
    private final Expectation expectation;

    OneCase(Path routes, Path config, DataSource database, Executor closing, Case example) {
        this.routes = routes;
        this.config = config;
        this.database = database;
        this.closing = closing;
        this.example = example;
        this.clock = new CaseClock(example.time());
        this.held = new HeldSteps(example.answers());
        this.expectation = new Expectation(example.parts().get("expect"));
    }

    /**
     * @return what differs, or an empty text
     * @throws CaseFileException if the case does not fit the route
     */
    String run() {
        try {
            DefenderRoutes app = new DefenderRoutes(settings(), routes, clock, database);
            try {
                app.rehearse(files(), held);
                held.standIn(app.camel());
                checkNames();
                run(app);
            } finally {
                closing.execute(app::close); // takes its time, and nobody need wait for it
            }
        } catch (StartException | SettingsException e) {
            expectation.add(e.getMessage());
        } catch (CaseFileException e) {
            throw e;
        } catch (Exception e) {
            expectation.add("The case cannot be run: " + e);
        }
        return expectation.difference();
    }

    private void run(DefenderRoutes app) throws Exception {
        Map<String, Object> variables = example.variables();
        Object body = example.body();
        String deviceId = Given.deviceId(variables, body);
        if (example.parts().containsKey("given")) {
            new Given(app, clock, deviceId).write(example.parts().get("given"));
        }
        remember(app, variables.get("device"));
        Route route = app.camel().getRoute(example.route());
        if (route == null) {
            throw example.parts()
                    .get("case")
                    .problem("%s.camel.yaml holds no route of that id".formatted(example.route()));
        }
        Exchange exchange = exchange(route, body);
        InHand inHand = handsOver(app.camel()) ? InHand.take(app, alert(body), exchange) : null;
        variables.forEach(exchange::setVariable);
        route.getProcessor().process(exchange);
        if (inHand != null) {
            inHand.end();
        }
        compare(app, exchange, body, deviceId);
    }

    /** The device that a case names was read just now, as enrich-alert would have read it. */
    @SuppressWarnings("unchecked") // a device is an object
    private static void remember(DefenderRoutes app, Object device) {
        if (device instanceof Map<?, ?> read) {
            app.camel()
                    .getRegistry()
                    .lookupByNameAndType("devices", Devices.class)
                    .keep((Map<String, Object>) read);
        }
    }

    private void compare(DefenderRoutes app, Exchange exchange, Object body, String deviceId)
            throws InterruptedException {
        held.problems().forEach(expectation::add);
        expectation.compareSteps(held.calls());
        expectation.compareVariables(exchange);
        expectation.compareEnd(exchange);
        expectation.compareDevices(app.camel().getRegistry().lookupByNameAndType("devices", Devices.class));
        if (expectation.needsLedger() && !app.ledger().flush(10_000)) {
            expectation.add("The ledger was not written within 10 s");
        }
        String alertId = example.hasAlert() ? Alerts.id(alert(body)).orElse("") : "da1";
        expectation.compareLedger(app.ledger(), alertId, deviceId, clock.millis());
    }

    /** A route that is called with an alert finds it taken, unless it is the one that takes it. */
    private boolean handsOver(CamelContext camel) {
        var outputs =
                ((ModelCamelContext) camel).getRouteDefinition(example.route()).getOutputs();
        return example.hasAlert()
                && ProcessorDefinitionHelper.filterTypeInOutputs(outputs, IdempotentConsumerDefinition.class)
                        .isEmpty();
    }

    private Exchange exchange(Route route, Object body) {
        Exchange exchange = route.getEndpoint().createExchange();
        exchange.getExchangeExtension().setFromRouteId(route.getRouteId());
        exchange.getMessage().setBody(body);
        Spot schedule = example.parts().get("scheduled-by");
        if (schedule != null) {
            Origin.schedule(schedule.text(), exchange);
        }
        Spot caught = example.parts().get("caught");
        if (caught != null) {
            try {
                Answer.all(caught).get(0).give("something", exchange);
            } catch (RuntimeException e) {
                exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
            }
        }
        return exchange;
    }

    private void checkNames() {
        example.entries("answers")
                .forEach((step, answer) -> answer.check(step, "reached from this route", held.names()));
        expectation.check(held.names());
    }

    private String files() {
        String route = example.route() + ".camel.yaml";
        if (!Files.exists(routes.resolve(route))) {
            throw example.parts().get("case").problem("there is no %s".formatted(routes.resolve(route)));
        }
        return Files.exists(routes.resolve(ERROR_HANDLING)) ? route + "," + ERROR_HANDLING : route;
    }

    /** The engineer's own settings, a tenant of its own, and what a tenant must have but a case never uses. */
    private Settings settings() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("defender.tenant-id", UUID.randomUUID().toString());
        values.putAll(
                Settings.signInBySecret("00000000-0000-4000-8000-00000000c0de", "not used: a case reaches no network"));
        values.put("mail.host", "mail.example.org");
        values.put("mail.from", "defender@example.org");
        values.put("mail.to", "soc@example.org");
        values.put("alerts.workers", "1"); // so that the order of steps is certain
        values.putAll(example.settings());
        return Settings.load(config, Map.of(), values);
    }

    @SuppressWarnings("unchecked") // an alert is an object
    private static Map<String, Object> alert(Object body) {
        return (Map<String, Object>) body;
    }
}
