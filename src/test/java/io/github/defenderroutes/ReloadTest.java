package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.generation.Reloaded;
import io.github.defenderroutes.history.History;
import io.github.defenderroutes.ledger.Actor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people edit is put in force while the program runs. */
@ExtendWith(PostgresServer.Shared.class)
class ReloadTest extends EditedInstallation {
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
}
