package io.github.defenderroutes.embedding;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.Embedding;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.gate.GateClosedException;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Camel application may use of ours in its own context, and what that does not change. */
class HostContextTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final StandIn standIn = StandIn.start(StandInOptions.defaults());
    private final Map<String, String> settings = new HashMap<>(standIn.settings());
    private final CamelContext host = new DefaultCamelContext();
    private DefenderRoutes app;
    private HostContext offered;

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        host.stop();
        if (offered != null) {
            offered.close();
        }
        if (app != null) {
            app.close();
        }
        standIn.close();
    }

    @Test
    void aRouteOfTheHostReadsThroughOurKamelets() throws Exception {
        device("d1");
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:device").to("kamelet:defender-get-device-action?machineId=${body}");
            }
        });

        assertThat(ask("direct:device", "d1", Map.class).get("computerDnsName")).isEqualTo("d1.corp.example");
    }

    @Test
    void theGateHoldsThereToo() throws Exception {
        device("d1");
        begin(isolating());

        assertThatThrownBy(() -> ask("direct:isolate", "d1", Map.class))
                .rootCause()
                .isInstanceOf(GateClosedException.class)
                .hasMessageContaining("no decision to isolate this device");
        assertThat(standIn.calls("isolate")).isEmpty();
    }

    @Test
    void aFailureGoesToTheErrorHandlingOfTheHostsRouteWhichMayRepeatTheWholeCall() throws Exception {
        device("d1");
        standIn.faults().always("get-device", Fault.status(503));
        AtomicInteger caught = new AtomicInteger();
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                onException(DefenderUnavailableException.class)
                        .maximumRedeliveries(2)
                        .redeliveryDelay(0)
                        .handled(true)
                        .process(exchange -> caught.incrementAndGet())
                        .setBody(simple("${exception.message}"));
                from("direct:device").to("kamelet:defender-get-device-action?machineId=${body}&noErrorHandler=true");
            }
        });

        assertThat(ask("direct:device", "d1", String.class)).contains("503");
        assertThat(caught).hasValue(1);
        assertThat(standIn.calls("get-device")).hasSize(3);
    }

    @Test
    void withoutThatOptionItsErrorHandlerRepeatsNoCallInsideAKamelet() throws Exception {
        device("d1");
        standIn.faults().always("get-device", Fault.status(503));
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(2).redeliveryDelay(0));
                from("direct:device").to("kamelet:defender-get-device-action?machineId=${body}");
            }
        });

        assertThatThrownBy(() -> ask("direct:device", "d1", String.class)).hasCauseInstanceOf(RuntimeException.class);
        assertThat(standIn.calls("get-device")).hasSize(1);
    }

    @Test
    void nothingOfTheHostChangesButForBeansThatBearOurName() throws Exception {
        RouteBuilder own = new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("mock:dead"));
                from("direct:own").routeId("own").to("mock:out");
            }
        };
        host.getPropertiesComponent().addInitialProperty("own.key", "own value");
        host.addRoutes(own);
        host.start();
        List<String> before = picture(host);

        app = embedding().build();
        offered = HostContext.offer(app, host);
        app.start();

        assertThat(picture(host)).isEqualTo(before);
        offered.close();
        assertThat(host.getRegistry().lookupByName("defenderGate")).isNull();
        assertThat(host.getRegistry().lookupByName(HostContext.SCHEME)).isNull();
    }

    @Test
    void aSecondTenantIsNotOfferedToTheSameContext() {
        app = embedding().build();
        offered = HostContext.offer(app, host);

        assertThatThrownBy(() -> HostContext.offer(app, host))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("offer each to a context of its own");
    }

    @Test
    void onlyTheIdIsBelievedOfWhatIsHandedIn() throws Exception {
        device("d1");
        device("d2");
        standIn.tenant().add(anAlert("a1").device("d1"));
        settings.put("alerts.backfill", "0s");
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:alerts").to("defender-routes:handle");
            }
        });

        Object answer = ask("direct:alerts", Map.of("id", "a1", "machineId", "d2", "severity", "High"), Map.class);

        assertThat(answer).isEqualTo(Map.of("id", "a1", "state", "done"));
        assertThat(standIn.tenant().acceptedIsolations("d1")).hasSize(1);
        assertThat(standIn.tenant().acceptedIsolations("d2")).isEmpty();
    }

    @Test
    void whoHandsInWhatIsNoAlertLearnsIt() throws Exception {
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:alerts").to("defender-routes:handle");
            }
        });

        assertThatThrownBy(() -> ask("direct:alerts", "no-such-alert", Map.class))
                .isInstanceOf(CamelExecutionException.class)
                .hasCauseInstanceOf(NotHandledException.class)
                .rootCause()
                .hasMessageContaining("404");
        assertThatThrownBy(() -> ask("direct:alerts", 7, Map.class))
                .rootCause()
                .hasMessageContaining("To fix: send the id as text");
    }

    @Test
    void anAlertThatIsDoneCostsNoCall() throws Exception {
        device("d1");
        standIn.tenant().add(anAlert("a1").device("d1"));
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:alerts").to("defender-routes:handle");
            }
        });
        await().atMost(SOON).until(() -> app.ledger().claims().state("a1").equals(Optional.of("done")));

        assertThat(ask("direct:alerts", "a1", Object.class)).isEqualTo(Map.of("id", "a1", "state", "done"));
        assertThat(standIn.calls("get-alert")).isEmpty();
    }

    @Test
    void whatTheFilterLeavesOutIsNotTakenWhoeverHandsItIn() throws Exception {
        device("d1");
        standIn.tenant().add(anAlert("a1").device("d1").severity("High"));
        settings.put("alerts.filter", "severity eq 'Low'");
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:alerts").to("defender-routes:handle");
            }
        });

        assertThatThrownBy(() -> ask("direct:alerts", "a1", Map.class))
                .hasCauseInstanceOf(NotHandledException.class)
                .rootCause()
                .hasMessageContaining("alerts.filter");
        assertThat(standIn.calls("get-alert")).isEmpty();
        assertThat(app.ledger().claims().state("a1")).isEmpty();
    }

    @Test
    void theHostLearnsWhatHappensAndAgainIfItFailedWithIt() throws Exception {
        Queue<Map<String, Object>> told = new ConcurrentLinkedQueue<>();
        AtomicInteger failures = new AtomicInteger(3);
        device("d1");
        standIn.tenant().add(anAlert("a1").device("d1"));
        begin(new RouteBuilder() {
            @Override
            public void configure() {
                from("defender-routes:events?delay=100").process(exchange -> {
                    int left = failures.getAndDecrement();
                    if (left > 1) {
                        throw new IllegalStateException("the queue is away");
                    }
                    if (left == 1) {
                        exchange.setRollbackOnly(true);
                        return;
                    }
                    told.add(event(exchange));
                });
            }
        });

        await().atMost(SOON).until(() -> told.stream().anyMatch(event -> "mail-sent".equals(event.get("type"))));

        assertThat(told.stream().map(event -> event.get("type")).toList())
                .containsSubsequence("handled", "isolation-requested", "mail-sent");
        assertThat(told.peek())
                .containsEntry("type", "handled")
                .containsEntry("alertId", "a1")
                .containsEntry("deviceId", "d1")
                .containsEntry("decision", "isolate")
                .containsEntry("isolation", "requested")
                .containsKeys("id", "at", "tenant", "severity", "rule");
        assertThat(told.toString()).doesNotContain(settings.get("defender.client-secret"));
    }

    @Test
    void eventsThatNobodyKeepsAreNotWaitedForInVain() {
        app = embedding().build();
        offered = HostContext.offer(app, host);

        assertThatThrownBy(() -> {
                    host.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from("defender-routes:events").to("mock:out");
                        }
                    });
                    host.start();
                })
                .rootCause()
                .hasMessageContaining("To fix: build DefenderRoutes with keepEvents()");
    }

    @Test
    void afterTheEndNothingIsSent() throws Exception {
        device("d1");
        begin(isolating());
        offered.close();
        app.close();

        assertThatThrownBy(() -> ask("direct:isolate", "d1", Map.class)).isInstanceOf(CamelExecutionException.class);
        assertThat(standIn.calls("isolate")).isEmpty();
    }

    @SuppressWarnings("unchecked") // an event's keys are texts
    private static Map<String, Object> event(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    private static RouteBuilder isolating() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:isolate").to("kamelet:defender-isolate-device-action?machineId=${body}&comment=mine");
            }
        };
    }

    private void begin(RouteBuilder routes) throws Exception {
        app = embedding().keepEvents().build();
        offered = HostContext.offer(app, host);
        app.start();
        host.addRoutes(routes);
        host.start();
    }

    private Embedding embedding() {
        settings.put("state.url", "jdbc:h2:mem:" + UUID.randomUUID());
        settings.put("isolation.mode", "enforce");
        settings.put("kill-switch.file", folder.resolve("KILL").toString());
        settings.put("mail.send.cron", "* * * * * ?");
        return DefenderRoutes.embedded(settings).routes("routes").config("config");
    }

    private void device(String id) {
        standIn.tenant().add(aMachine(id).name(id + ".corp.example"));
    }

    private <T> T ask(String uri, Object body, Class<T> answer) throws Exception {
        try (ProducerTemplate caller = host.createProducerTemplate()) {
            return caller.requestBody(uri, body, answer);
        }
    }

    /** All that could change: routes, error handling, components, endpoints, properties, templates. */
    private static List<String> picture(CamelContext context) {
        return Stream.of(
                        context.getRoutes().stream()
                                .map(route -> route.getRouteId() + route.getErrorHandlerFactory())
                                .toList(),
                        context.getComponentNames(),
                        context.getEndpoints().stream()
                                .map(Object::toString)
                                .sorted()
                                .toList(),
                        context.getPropertiesComponent().loadProperties(),
                        ((DefaultCamelContext) context).getRouteTemplateDefinitions(),
                        ((DefaultCamelContext) context).getRouteConfigurationDefinitions(),
                        context.getGlobalOptions(),
                        context.getCamelContextExtension().getInterceptStrategies())
                .map(Object::toString)
                .toList();
    }
}
