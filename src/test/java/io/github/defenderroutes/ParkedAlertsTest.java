package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Parked;
import io.github.defenderroutes.standin.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert that nobody can handle is set aside and told once, and comes back only when a person wants it. */
class ParkedAlertsTest {
    private final Installation our = new Installation().with("alerts.max-attempts", "2");

    @TempDir
    private Path routes;

    @BeforeEach
    void anEnrichmentThatFailsForOneTitle() throws IOException {
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Path enrich = routes.resolve("enrich-alert.camel.yaml");
        Files.writeString(enrich, Files.readString(enrich).stripTrailing() + """


                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: "${body[title]} == 'poison'"
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: nobody can digest this
            """);
        our.withRoutes(routes);
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void itIsToldOnceAlsoAcrossRestarts() {
        our.alertOn("d1");
        our.tenant().set("alert-d1", "title", "poison");

        our.ticksUntilQuiet();
        our.stop().tickAfter(Duration.ofMinutes(20));
        our.tenant().comment("alert-d1", "Defender lists it anew");
        our.tick().stop().tickAfter(Duration.ofHours(2));

        assertThat(parkedMails()).hasSize(1);
        assertThat(our.mails()).hasSize(1);
        assertThat(parked()).singleElement().satisfies(alert -> {
            assertThat(alert.attempts()).isEqualTo(2);
            assertThat(alert.reason()).contains("nobody can digest this");
        });
    }

    @Test
    void whenItIsCuredAndResubmittedItIsHandledLikeAnyOther() {
        our.alertOn("d1");
        our.tenant().set("alert-d1", "title", "poison");
        our.ticksUntilQuiet();

        our.tenant().set("alert-d1", "title", "cured");
        resubmit("alert-d1");
        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(parked()).isEmpty();
        assertThat(our.mailsAbout("alert-d1")).hasSize(2).last().satisfies(mail -> assertThat(mail.subject())
                .startsWith("High: isolation requested"));
    }

    @Test
    void ifItIsNotCuredItIsTriedAsOftenAsBeforeAndToldAgain() {
        our.alertOn("d1");
        our.tenant().set("alert-d1", "title", "poison");
        our.ticksUntilQuiet();

        resubmit("alert-d1");
        our.ticksUntilQuiet();

        assertThat(parkedMails()).hasSize(2);
        assertThat(parked()).singleElement().returns(2, Parked.Alert::attempts);
        assertThat(our.app().ledger().runs().since(0))
                .extracting(run -> run.outcome())
                .containsExactly("failed", "parked", "failed", "parked");
    }

    @Test
    void aResubmittedAlertThatIsTooOldByNowIsolatesNothing() {
        our.alertOn("d1");
        our.tenant().set("alert-d1", "title", "poison");
        our.ticksUntilQuiet();
        our.clock.advance(Duration.ofHours(7));

        our.tenant().set("alert-d1", "title", "cured");
        resubmit("alert-d1");
        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailsAbout("alert-d1")).hasSize(2).last().satisfies(mail -> assertThat(mail.subject())
                .startsWith("High: not isolated"));
    }

    @Test
    void ifTellingItIsRefusedItIsParkedAndToldSoOnceAndItsDeviceIsIsolatedOnce() throws IOException {
        Path notify = routes.resolve("notify-soc.camel.yaml");
        String first = "uri: direct:notify-soc\n      steps:\n";
        assertThat(Files.readString(notify)).contains(first);
        Files.writeString(notify, Files.readString(notify).replace(first, first + """
                        - to:
                            id: ask-somebody-else
                            uri: kamelet:defender-get-device-action
                            parameters:
                              machineId: "0000000000000000000000000000000000000000"
                            variableReceive: other
                """));
        our.alertOn("d1");

        our.ticksUntilQuiet();

        assertThat(parked()).singleElement().satisfies(alert -> assertThat(alert.reason())
                .contains("404"));
        assertThat(parkedMails()).hasSize(1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
    }

    private void resubmit(String alertId) {
        assertThat(our.app().openLedger().parked().resubmit(List.of(alertId), Actor.command("jdoe")))
                .isEmpty();
    }

    private List<Parked.Alert> parked() {
        return our.app().openLedger().parked().alerts(10);
    }

    private List<ReceivedMail> parkedMails() {
        return our.mails().stream()
                .filter(mail -> mail.subject().contains("PARKED"))
                .toList();
    }
}
