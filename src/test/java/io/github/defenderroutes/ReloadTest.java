package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.generation.Reloaded;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.LedgerException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people edit is put in force while the program runs: all of it or, if anything cannot be used, nothing. */
@ExtendWith(PostgresServer.Shared.class)
class ReloadTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TELLS_A_FACT = """
            - route:
                id: look-it-up
                description: Tells a fact
                from:
                  uri: direct:look-it-up
                  steps:
                    - bean:
                        ref: run
                        method: fact('owner', 'Ada', *)
            """;

    private final Installation our = new Installation();

    @TempDir
    private Path folder;

    private Path routes;
    private Path config;

    @BeforeEach
    void copyWhatWeShip() throws IOException {
        routes = copy(Application.ROUTES, folder.resolve("routes"));
        config = copy(Application.CONFIG, folder.resolve("config"));
        our.withRoutes(routes).withConfig(config);
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void routesThatWereAddedChangedAndRemovedCountFromTheReloadOn() throws Exception {
        our.alertOn("d1");
        our.tick();
        Files.writeString(routes.resolve("look-it-up.camel.yaml"), TELLS_A_FACT);
        edit(routes.resolve("enrich-alert.camel.yaml"), "      steps:\n", """
                      steps:
                        - to:
                            id: call-look-it-up
                            uri: direct:look-it-up
                """);
        Files.delete(routes.resolve("send-report.camel.yaml"));
        our.alertOn("d2");

        Reloaded reloaded = our.app().reload();

        our.tick();
        assertThat(reloaded.isAtWork()).isTrue();
        assertThat(reloaded.routes())
                .isEqualTo(our.app().camel().getRoutes().stream()
                        .filter(route -> !route.isCreatedByKamelet())
                        .count());
        assertThat(our.app().camel().getRoute("send-report")).isNull();
        assertThat(our.mailAbout("alert-d1").text()).doesNotContain("Ada");
        assertThat(our.mailAbout("alert-d2").text()).contains("Ada");
        assertThat(routesOf("alert-d1")).doesNotContain("look-it-up");
        assertThat(routesOf("alert-d2")).contains("look-it-up");
    }

    @Test
    void guardrailsMailTextsAndHuntingQueriesCountTooAndNotBefore() throws Exception {
        our.alertOn("d1");
        our.tick();
        Files.writeString(config.resolve("guardrails.yaml"), "rules: [{rule: nobody, outcome: never}]");
        Files.writeString(config.resolve("mail/alert.subject.ftl"), "Edited: ${severity!}");
        our.alertOn("d2");
        our.tick();

        Reloaded reloaded = our.app().reload();

        our.alertOn("d3");
        our.tick();
        assertThat(reloaded.rules().rules()).isOne();
        assertThat(our.acceptedIsolationsOf("d2")).isOne();
        assertThat(our.acceptedIsolationsOf("d3")).isZero();
        assertThat(our.mailAbout("alert-d2").subject()).doesNotContain("Edited");
        assertThat(our.mailAbout("alert-d3").subject()).isEqualTo("Edited: High");
    }

    @Test
    void aChangedScheduleCountsFromTheReloadOn() throws Exception {
        our.with("mail.send.cron", "0 0 5 1 1 ? 2099");
        our.app().start();
        our.alertOn("d1");
        await().atMost(SOON).until(() -> our.acceptedIsolationsOf("d1") == 1);
        edit(routes.resolve("send-mail.camel.yaml"), "{{mail.send.cron}}", "* * * * * ?");

        our.app().reload();

        await().atMost(SOON).until(() -> our.mailsAbout("alert-d1").size() == 1);
    }

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
    void whatWaitsForTheEndOfTheLastReloadCountsInNothingBefore() throws Exception {
        our.faults().hold("isolate");
        our.alertOn("d1");
        our.app().start();
        await().atMost(SOON).until(() -> our.requestsToIsolate().size() == 1);
        CamelContext before = our.app().camel();
        int rules = our.app().desk().guardrails().inForce().rules();
        Thread first = new Thread(this::reload);
        first.start();
        await().atMost(SOON).until(() -> our.app().camel() != before);
        first.interrupt();
        first.join();
        CamelContext between = our.app().camel();
        Files.writeString(config.resolve("guardrails.yaml"), "rules: [{rule: nobody, outcome: never}]");

        CompletableFuture<Reloaded> second = CompletableFuture.supplyAsync(this::reload);

        await().during(Duration.ofSeconds(3))
                .atMost(SOON)
                .until(() -> !second.isDone()
                        && our.app().camel() == between
                        && our.app().desk().guardrails().inForce().rules() == rules
                        && audited().size() == 1);
        our.faults().clear();
        assertThat(second).succeedsWithin(SOON);
        assertThat(our.app().desk().guardrails().inForce().rules()).isOne();
        assertThat(audited()).hasSize(2);
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
    void beforeTheStartItIsCheckedOnlyAndNothingIsOnRecord() throws Exception {
        assertThat(our.app().reload().isAtWork()).isFalse();

        assertThat(audited()).isEmpty();
    }

    @Test
    void twoAtOnceComeOneAfterTheOther() {
        our.app().start();

        List<CompletableFuture<Reloaded>> both = Stream.of(1, 2)
                .map(each -> CompletableFuture.supplyAsync(this::reload))
                .toList();

        assertThat(both).allSatisfy(one -> assertThat(one.join().inHand()).isEmpty());
        our.alertOn("d1");
        await().atMost(SOON).until(() -> our.mailsAbout("alert-d1").size() == 1);
    }

    @Test
    void oneThatMeetsAShutdownHoldsItUpForNothing() {
        our.app().start();
        CompletableFuture<Reloaded> reloading = CompletableFuture.supplyAsync(this::reload);
        DefenderRoutes app = our.app();

        our.stop();

        assertThat(reloading.handle((done, failed) -> true).join()).isTrue();
        assertThat(app.camel().isStopped()).isTrue();
        our.alertOn("d1");
        our.tick();
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    @Test
    void whoAskedIsOnRecordWithWhatWasPutInForce() throws Exception {
        our.tick();

        our.app().desk().reload(Actor.command("ada"));

        assertThat(audited()).singleElement().satisfies(entry -> {
            assertThat(entry.who()).isEqualTo("ada");
            assertThat(entry.subject()).isEqualTo(routes.toString());
            assertThat(entry.detail())
                    .matches("\\d+ routes, SHA-256 [0-9a-f]{64}; \\d+ guardrails, SHA-256 [0-9a-f]{64}");
        });
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

    @Test
    void settingsAreNotReloadedAndThatIsSaid() throws Exception {
        our.tick();
        assertThat(our.app().reload().settingsChanged()).isFalse();
        edit(config.resolve("application.properties"), "", "# edited\n");

        assertThat(our.app().reload().settingsChanged()).isTrue();
    }

    @Test
    void anotherProcessOnTheDatabaseFollowsWithItsOwnFilesAndOneThatCannotSaysSo(PostgresServer postgres)
            throws Exception {
        String database = postgres.newDatabase();
        our.with("state.url", database);
        Path theirs = copy(Application.ROUTES, folder.resolve("theirs"));
        try (DefenderRoutes other = new DefenderRoutes(
                Application.settings(config, our.standIn.settings(), database, Map.of()), theirs, our.clock)) {
            other.start();
            our.app().start();
            Files.writeString(theirs.resolve("look-it-up.camel.yaml"), TELLS_A_FACT);

            our.app().desk().reload(Actor.command("ada"));

            await().atMost(SOON).until(() -> other.camel().getRoute("look-it-up") != null);
            assertThat(our.app().camel().getRoute("look-it-up")).isNull();
            Files.writeString(theirs.resolve("look-it-up.camel.yaml"), "- route: [");
            our.app().desk().reload(Actor.command("ada"));
            await().atMost(SOON).until(() -> audited().stream()
                    .anyMatch(entry -> entry.action().equals("reload-refused")
                            && entry.detail().contains("look-it-up.camel.yaml")));
            assertThat(other.camel().getRoute("look-it-up")).isNotNull();
            Files.delete(theirs.resolve("look-it-up.camel.yaml"));
            Files.createSymbolicLink(theirs.resolve("gone.camel.yaml"), folder.resolve("nowhere"));
            our.app().desk().reload(Actor.command("ada"));
            await().atMost(SOON).until(() -> audited().stream()
                    .anyMatch(entry -> entry.action().equals("reload-refused")
                            && entry.detail().contains("gone.camel.yaml")));
            Files.delete(theirs.resolve("gone.camel.yaml"));
            our.app().desk().reload(Actor.command("ada"));
            await().atMost(SOON).until(() -> other.camel().getRoute("look-it-up") == null);
        }
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

    private Reloaded reload() {
        try {
            return our.app().reload();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text of the routes that decided on it. */
    private String routesOf(String alertId) {
        History history = our.app().desk().history();
        String hash = history.get(alertId)
                .orElseThrow()
                .loaded()
                .orElseThrow()
                .hashes()
                .get("routes");
        return history.text(hash).orElseThrow().text();
    }

    private List<Audit.Entry> audited() {
        List<Audit.Entry> entries = new ArrayList<>();
        our.app().ledger().audit().since(Instant.EPOCH, entries::add);
        entries.removeIf(entry -> !entry.action().startsWith("reload"));
        return entries;
    }

    private static void edit(Path file, String what, String instead) throws IOException {
        String text = Files.readString(file);
        Files.writeString(file, what.isEmpty() ? instead + text : text.replaceFirst(Pattern.quote(what), instead));
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return to;
    }
}
