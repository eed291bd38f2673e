package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.LedgerException;
import java.net.BindException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A reload that cannot be used, or cannot be carried through, changes nothing and says why. */
@ExtendWith(PostgresServer.Shared.class)
class ReloadUndoneTest extends EditedInstallation {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            routes/send-mail.camel.yaml      | - route: [            | send-mail.camel.yaml
            routes/send-mail.camel.yaml      | - route: { id: send-mail, from: { uri: 'direct:x', steps: [ { to: 'kamelet:defender-isolte-device-action' } ] } } | defender-isolte-device-action
            routes/send-mail.camel.yaml      | - route: { id: send-mail, from: { uri: 'quartz:x?cron=often', steps: [ { log: x } ] } } | To fix
            routes/other.camel.yaml          | - route: { id: poll-alerts, from: { uri: 'direct:x', steps: [ { log: x } ] } } | poll-alerts
            config/guardrails.yaml           | rules: [{rule: all, outcome: nevr}] | Did you mean never?
            config/mail/alert.subject.ftl    | ${alert.title         | alert.subject.ftl
            config/hunting/own.kql           | // severity: Hihg     | own.kql
            """)
    void aBadSaveChangesNothingAndTheMessageSaysWhy(String file, String text, String said) throws Exception {
        our.with("hunting.queries", "*").with("hunting.cron", "0 0 5 1 1 ? 2099");
        our.app().start();
        CamelContext before = our.app().camel();
        Files.writeString(folder.resolve(file), text);
        edit(config.resolve("mail/alert.text.ftl"), "", "Edited, and good in itself. ");

        assertThatThrownBy(() -> our.app().reload())
                .isInstanceOf(StartException.class)
                .hasMessageContaining(said);

        assertThat(our.app().camel()).isSameAs(before);
        our.alertOn("d1");
        await().atMost(SOON).until(() -> our.mailsAbout("alert-d1").size() == 1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("alert-d1").text()).doesNotContain("Edited");
        assertThat(audited()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            taken:port    | Address already in use
            taken:missing | java.lang.NoClassDefFoundError: org/example/Missing
            """)
    void aRouteThatCannotBeginGivesEverythingBackToTheOldOnes(String from, String said) throws Exception {
        our.app().start();
        CamelContext before = our.app().camel();
        int rules = our.app().desk().guardrails().inForce().rules();
        Files.writeString(routes.resolve("listens.camel.yaml"), listensAt(from));
        Files.writeString(config.resolve("guardrails.yaml"), "rules: [{rule: nobody, outcome: never}]");

        assertThatThrownBy(() -> our.app().reload())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("The route listens cannot begin: " + said);

        assertThat(our.app().camel()).isSameAs(before);
        assertThat(our.app().desk().guardrails().inForce().rules()).isEqualTo(rules);
        assertThat(audited()).extracting(Audit.Entry::action).containsExactly("reload", "reload-undone");
        assertThat(audited().get(1).detail()).contains(said);
        our.alertOn("d1");
        await().atMost(SOON).until(() -> our.mailsAbout("alert-d1").size() == 1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        Files.delete(routes.resolve("listens.camel.yaml"));
        our.app().reload();
        our.alertOn("d2");
        await().atMost(SOON).until(() -> our.mailsAbout("alert-d2").size() == 1);
        assertThat(our.acceptedIsolationsOf("d2")).isZero();
    }

    @Test
    void aHandOverThatFailsWhenNobodyWaitsForItAnyMoreIsUndoneAltogether() throws Exception {
        our.faults().hold("isolate");
        our.alertOn("d1");
        our.app().start();
        await().atMost(SOON).until(() -> our.requestsToIsolate().size() == 1);
        CamelContext before = our.app().camel();
        int rules = our.app().desk().guardrails().inForce().rules();
        Files.writeString(routes.resolve("listens.camel.yaml"), listensAt("taken:port"));
        Files.writeString(config.resolve("guardrails.yaml"), "rules: [{rule: nobody, outcome: never}]");
        Thread waiting = new Thread(this::reload);
        waiting.start();
        await().atMost(SOON).until(() -> our.app().camel() != before);

        waiting.interrupt();
        waiting.join();

        assertThat(our.app().desk().guardrails().inForce().rules())
                .as("as long as the fresh routes are at work")
                .isOne();
        our.faults().clear();
        await().atMost(SOON).untilAsserted(() -> assertThat(audited())
                .extracting(Audit.Entry::action)
                .containsExactly("reload", "reload-undone"));
        assertThat(our.app().camel()).isSameAs(before);
        assertThat(our.app().desk().guardrails().inForce().rules()).isEqualTo(rules);
    }

    @Test
    void aFileOfRoutesThatIsGoneWhenItIsReadChangesNothing() throws Exception {
        our.tick();
        CamelContext before = our.app().camel();
        Files.createSymbolicLink(routes.resolve("gone.camel.yaml"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> our.app().reload())
                .isInstanceOf(StartException.class)
                .hasMessageContaining("gone.camel.yaml")
                .hasMessageContaining("To fix: reload again");

        assertThat(our.app().camel()).isSameAs(before);
    }

    @Test
    void withoutTheDatabaseNothingChanges() throws Exception {
        String url = Application.memory("reload-" + folder.getFileName());
        our.with("state.url", url + ";LOCK_TIMEOUT=200");
        our.tick();
        our.app().desk().reload(Actor.command("ada"));
        CamelContext before = our.app().camel();
        Files.writeString(config.resolve("guardrails.yaml"), "rules: [{rule: nobody, outcome: never}]");
        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM \"defender_reload\" FOR UPDATE");

            assertThatThrownBy(() -> our.app().desk().reload(Actor.command("ada")))
                    .isInstanceOf(LedgerException.class);
            other.rollback();
        }

        assertThat(our.app().camel()).isSameAs(before);
        assertThat(our.app().desk().guardrails().inForce().rules()).isNotEqualTo(1);
        assertThat(audited()).hasSize(1);
        our.alertOn("d1");
        our.tick();
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    private static String listensAt(String from) {
        return """
                - beans:
                    - name: taken
                      type: %s
                - route:
                    id: listens
                    from:
                      uri: %s
                      steps:
                        - log: x
                """.formatted(Taken.class.getName(), from);
    }

    /** A component whose routes find, when they begin, that somebody else has what they listen at. */
    public static final class Taken extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    return new DefaultConsumer(this, processor) {
                        @Override
                        protected void doStart() throws Exception {
                            if (remaining.equals("missing")) {
                                throw new NoClassDefFoundError("org/example/Missing");
                            }
                            throw new BindException("Address already in use");
                        }
                    };
                }
            };
        }
    }
}
