package io.github.defenderroutes.cases;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.defender.Devices;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.rehearsal.Passage;
import io.github.defenderroutes.rehearsal.RehearsalClock;
import io.github.defenderroutes.rehearsal.RouteMap;
import io.github.defenderroutes.rehearsal.RouteNode;
import io.github.defenderroutes.rehearsal.StepWatch;
import io.github.defenderroutes.run.Origin;
import io.github.defenderroutes.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
    private final RehearsalClock clock;
    private final HeldSteps held;
    private final Expectation expectation;
    private final LedgerExpectation inLedger;
    private final Coverage coverage;
    private final FoundOnce classes;

    OneCase(
            Path routes,
            Path config,
            DataSource database,
            Executor closing,
            FoundOnce classes,
            Coverage coverage,
            Case example) {
        this.routes = routes;
        this.config = config;
        this.database = database;
        this.closing = closing;
        this.example = example;
        this.clock = new RehearsalClock(example.time());
        this.held = new HeldSteps(example.answers());
        this.expectation = new Expectation(example.parts().get("expect"));
        this.inLedger = expectation.inLedger();
        this.coverage = coverage;
        this.classes = classes;
    }

    /**
     * @return what is not as expected
     * @throws CaseFileException if the case does not fit the route
     */
    List<Mismatch> run() {
        try {
            DefenderRoutes app =
                    new DefenderRoutes(CaseSettings.load(config, example.settings()), routes, clock, database);
            try {
                app.rehearseWith(
                        Map.of(
                                "defenderRehearsal",
                                new StepWatch(held, this::noteRule),
                                "defenderHeldWays",
                                held.net(),
                                "defenderClasses",
                                classes),
                        files());
                held.standIn(app.camel());
                RouteMap map = RouteMap.of(app.camel());
                coverage.loaded(map);
                checkNames(map);
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
        return expectation.mismatches();
    }

    /** Rules of the case itself are no rules of the file. */
    private void noteRule(RouteNode node, Exchange exchange) {
        if (exchange.getVariable("decision") instanceof Decision decision
                && decision.values().get(Coverage.GUARDRAIL) instanceof String rule
                && !example.entries("given").containsKey("guardrails")) {
            coverage.decidedBy(rule);
        }
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
        noteRule(null, exchange);
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
        List<RouteNode> passed = Passage.of(exchange).nodes();
        coverage.passed(passed);
        expectation.compareSteps(held.calls());
        expectation.comparePassage(passed);
        expectation.compareVariables(exchange);
        expectation.compareEnd(exchange);
        expectation.compareDevices(app.camel().getRegistry().lookupByNameAndType("devices", Devices.class));
        if (inLedger.needsWriting() && !app.ledger().flush(10_000)) {
            expectation.add("The ledger was not written within 10 s");
        }
        String alertId = example.hasAlert() ? Alerts.id(alert(body)).orElse("") : "da1";
        Outbox outbox = new Outbox(app.camel(), app.ledger().mails());
        inLedger.compare(app.ledger(), outbox, alertId, deviceId, clock.millis());
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

    private void checkNames(RouteMap map) {
        if (example.parts().containsKey("answers")) {
            example.parts()
                    .get("answers")
                    .keys()
                    .forEach(step -> step.check(step.text(), "reached from this route", held.names()));
        }
        Set<String> inside = new TreeSet<>();
        map.nodes().forEach(node -> inside.addAll(Set.of(node.route(), node.id())));
        inside.remove("");
        expectation.check(held.names(), inside);
    }

    private String files() {
        Set<String> files = new LinkedHashSet<>();
        files.add(file(example.route(), example.parts().get("case")));
        example.with().forEach(other -> files.add(file(other.text(), other)));
        if (Files.exists(routes.resolve(ERROR_HANDLING))) {
            files.add(ERROR_HANDLING);
        }
        return String.join(",", files);
    }

    private String file(String route, Spot named) {
        String file = route + ".camel.yaml";
        if (!Files.exists(routes.resolve(file))) {
            throw named.problem("there is no %s".formatted(routes.resolve(file)));
        }
        return file;
    }

    @SuppressWarnings("unchecked") // an alert is an object
    private static Map<String, Object> alert(Object body) {
        return (Map<String, Object>) body;
    }
}
