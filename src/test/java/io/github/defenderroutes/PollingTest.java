package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.defenderroutes.standin.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** However the list of alerts is paged, sorted, late or broken: each alert is handled, and handled once. */
class PollingTest {
    private final Installation our = new Installation().with("alerts.page-size", "5");

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void moreAlertsThanAPageHoldsAreAllHandledOnce() {
        List<String> ids = mediumAlerts(23, Duration.ofSeconds(1));

        our.tick().tick();

        assertHandledOnce(ids);
    }

    @Test
    void alertsOfTheSameInstantAcrossThePageBorderAreAllHandledOnce() {
        List<String> ids = new ArrayList<>(mediumAlerts(3, Duration.ofSeconds(5)));
        Instant same = our.clock.instant().minusSeconds(1);
        for (String id : List.of("s1", "s2", "s3", "s4")) {
            our.tenant().add(anAlert(id).severity("Medium").createdAt(same));
            ids.add(id);
        }

        our.tick().tick();

        assertHandledOnce(ids);
    }

    @Test
    void anInstantWithMoreAlertsThanThreePagesHoldIsHandledCompletely() {
        Instant same = our.clock.instant().minusSeconds(10);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 18; i++) {
            our.tenant().add(anAlert("s" + i).severity("Medium").createdAt(same));
            ids.add("s" + i);
        }
        our.tenant().add(anAlert("after").severity("Medium"));
        ids.add("after");

        our.tick().tick();

        assertHandledOnce(ids);
    }

    @Test
    void alertsThatMoveToTheEndWhileWeTurnPagesMakeUsMissNone() {
        List<String> ids = mediumAlerts(20, Duration.ofSeconds(1));
        our.faults().latency("list-alerts", Duration.ofMillis(300));

        our.app().start();
        for (int page = 1; page <= 3; page++) {
            int asked = page;
            await().until(() -> our.standIn.calls("list-alerts").size() >= asked);
            our.tenant().comment(ids.get(page), "moves");
            our.tenant().comment(ids.get(page + 4), "moves too");
        }

        our.standIn.mails().await(20, Duration.ofSeconds(30));
        our.stop().tick();
        assertHandledOnce(ids);
    }

    @Test
    void aServiceThatGivesShorterPagesThanAskedForIsReadToTheEnd() {
        List<String> ids = mediumAlerts(11, Duration.ofSeconds(1));
        our.faults().always("list-alerts", Fault.pageCap(2));

        our.tick().tick();

        assertHandledOnce(ids);
    }

    @Test
    void aServiceThatGivesShortPagesOfOneInstantIsReadToTheEnd() {
        List<String> ids = mediumAlerts(11, Duration.ZERO);
        our.faults().always("list-alerts", Fault.pageCap(2));

        our.tick().tick();

        assertHandledOnce(ids);
    }

    @Test
    void aServiceThatDoesNotSortIsReadToTheEnd() {
        List<String> ids = mediumAlerts(23, Duration.ofSeconds(1));
        our.faults().always("list-alerts", Fault.unsorted());

        our.tick().tick();

        assertHandledOnce(ids);
    }

    @Test
    void anAlertThatBecomesVisibleTenMinutesLateIsHandled() {
        our.alertOn("d1");
        our.tick();
        Instant raised = our.clock.instant();
        our.tenant().add(anAlert("late").severity("Medium").createdAt(raised));
        our.tenant().add(anAlert("later").severity("Medium").createdAt(raised.plusSeconds(60)));
        our.tenant().add(anAlert("late").severity("Medium").createdAt(raised).visibleFrom(raised.plusSeconds(600)));

        our.tickAfter(Duration.ofMinutes(5)).tickAfter(Duration.ofMinutes(5)).tickAfter(Duration.ofMinutes(5));

        assertHandledOnce(List.of("alert-d1", "late", "later"));
    }

    @Test
    void anAlertThatBecomesVisibleTwentyHoursLateIsHandled() {
        our.alertOn("d1");
        our.tick();
        Instant raised = our.clock.instant();
        our.tenant()
                .add(anAlert("late")
                        .severity("Medium")
                        .createdAt(raised)
                        .visibleFrom(raised.plus(Duration.ofHours(20))));
        for (int i = 0; i < 20; i++) {
            our.tenant().add(anAlert("meanwhile" + i).severity("Low").createdAt(raised.plus(Duration.ofHours(i))));
        }
        our.tickAfter(Duration.ofHours(19));

        our.tickAfter(Duration.ofHours(2));

        assertThat(our.mailsAbout("late")).hasSize(1);
    }

    @Test
    void anAlertThatChangedInTheFarFutureHidesNoOther() {
        our.tenant().add(anAlert("2099").severity("Medium").set("lastUpdateTime", "2099-12-31T23:59:59.9999999Z"));
        our.tick();
        List<String> ids = new ArrayList<>(mediumAlerts(12, Duration.ofSeconds(1)));

        our.tickAfter(Duration.ofMinutes(1)).tickAfter(Duration.ofMinutes(6));
        our.tenant().add(anAlert("last").severity("Medium"));
        our.tick();

        ids.addAll(List.of("2099", "last"));
        assertHandledOnce(ids);
    }

    @Test
    void alertsWithTimesNobodyCanReadAreHandledOnce() {
        our.tenant().add(anAlert("no-update").severity("Medium").set("lastUpdateTime", our.clock.instant() + ""));
        our.tenant().set("no-update", "alertCreationTime", "soon");
        our.tenant().add(anAlert("no-creation").severity("Medium").without("alertCreationTime"));

        our.tick().tickAfter(Duration.ofMinutes(6));

        assertHandledOnce(List.of("no-update", "no-creation"));
    }

    @Test
    void timesWithNoneToSevenFractionDigitsAreAllRead() {
        String second = our.clock.instant().minusSeconds(30).toString().substring(0, 19);
        List<String> ids = new ArrayList<>();
        for (int digits = 0; digits <= 7; digits++) {
            String fraction = digits == 0 ? "" : "." + "1234567".substring(0, digits);
            our.tenant()
                    .add(anAlert("digits-" + digits)
                            .severity("Medium")
                            .set("alertCreationTime", second + fraction + "Z")
                            .set("lastUpdateTime", second + fraction + "Z"));
            ids.add("digits-" + digits);
        }

        our.tick().tick();

        assertHandledOnce(ids);
    }

    @Test
    void anEntryWithoutAnIdIsParkedAndToldOnceAndTheOthersAreHandled() {
        our.alertOn("d1");
        our.tenant().add(anAlert("nameless").without("id").title("Nobody"));
        our.tenant().add(anAlert("blank").set("id", " ").title("Blank"));

        our.tick().tick().tickAfter(Duration.ofMinutes(6)).stop().tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
        assertThat(our.mails()).hasSize(3);
        assertThat(our.mails())
                .filteredOn(mail -> mail.headers("X-Defender-Routes-Kind").contains("parked"))
                .hasSize(2)
                .allSatisfy(mail -> assertThat(mail.text()).contains("it has no id"));
    }

    @Test
    void anEntryThatIsNoObjectIsParkedAndTheOthersAreHandled() {
        our.device("d1");
        our.tenant().add(anAlert("a1").device("d1"));
        String list = "{\"value\":[null,\"text\",17,[],{}]}";
        our.faults()
                .next(
                        "list-alerts",
                        Fault.answer(200, "application/json", list),
                        Fault.answer(200, "application/json", list));

        our.tick().tick().tick();

        our.mailAbout("a1");
        assertThat(our.mails())
                .filteredOn(mail -> mail.headers("X-Defender-Routes-Kind").contains("parked"))
                .hasSize(5);
    }

    @Test
    void anAlertThatComesBackHigherIsHandledAgainAndToldAsRaised() {
        our.device("d1");
        our.tenant().add(anAlert("a1").severity("Medium").device("d1"));
        our.tick();
        assertThat(our.requestsToIsolate()).isEmpty();

        our.tenant().raiseSeverity("a1", "High");
        our.tick().tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailsAbout("a1")).hasSize(2);
        assertThat(our.mailsAbout("a1").get(1).headers("X-Defender-Routes-Kind"))
                .containsExactly("raised");
        assertThat(our.mailsAbout("a1").get(1).subject()).startsWith("Raised to High: isolation requested");
    }

    @Test
    void anAlertThatComesBackLowerOrOnlyCommentedIsNotHandledAgain() {
        our.alertOn("d1");
        our.tick();

        our.tenant().raiseSeverity("alert-d1", "Medium");
        our.tick();
        our.tenant().comment("alert-d1", "looking");
        our.tick();
        our.tenant().raiseSeverity("alert-d1", "High");
        our.tick();

        assertThat(our.requestsToIsolate()).hasSize(1);
        our.mailAbout("alert-d1");
    }

    @Test
    void fiveHundredOldHighAlertsThatAreCommentedIsolateAndMailNothing() {
        our.with("alerts.page-size", "100").with("alerts.filter", "severity eq 'High'");
        Instant old = our.clock.instant().minus(Duration.ofDays(90));
        for (int i = 0; i < 500; i++) {
            our.device("d" + i);
            our.tenant().add(anAlert("a" + i).device("d" + i).createdAt(old.plusSeconds(i)));
        }
        our.tick();
        for (int i = 0; i < 250; i++) {
            our.tenant().comment("a" + i, "tidying up");
        }
        our.tick().stop().tick();
        for (int i = 250; i < 500; i++) {
            our.tenant().comment("a" + i, "tidying up");
        }

        our.tick().tickAfter(Duration.ofHours(2)).stop().tickAfter(Duration.ofHours(20));

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mails()).isEmpty();
        assertThat(our.standIn.calls("get-device")).isEmpty();
    }

    @Test
    void whatTheFilterLeavesOutIsNeitherMailedNorIsolated() {
        our.with("alerts.filter", "category eq 'Malware' or severity eq 'Medium'");
        our.device("d1");
        our.tenant().add(anAlert("other").device("d1").category("Phishing"));
        our.tenant().add(anAlert("malware").device("d1").category("Malware"));
        our.tenant()
                .add(anAlert("old")
                        .severity("Medium")
                        .createdAt(our.clock.instant().minus(Duration.ofDays(2))));

        our.tick();

        assertHandledOnce(List.of("malware"));
    }

    @Test
    void aDelayedAlertThatNoLongerMeetsTheFilterIsStillHandled() {
        our.with("alerts.filter", "status eq 'New'").alertOn("d1");
        our.faults().always("get-device", Fault.status(503));
        our.tick();
        our.tenant().update("alert-d1", Map.of("status", "InProgress"));
        our.faults().clear();

        our.ticksUntilQuiet();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void aQuietTickCostsOneCall() {
        our.device("d1")
                .tenant()
                .add(anAlert("nothing-to-isolate").severity("Medium").device("d1"));
        our.tick();
        our.standIn.forgetCalls();

        our.tick().tick().tick();

        assertThat(our.standIn.calls()).hasSize(3).extracting("operation").containsOnly("list-alerts");
    }

    @Test
    void anAnswerWithoutAListLosesNothing() {
        our.alertOn("d1");
        our.faults()
                .next(
                        "list-alerts",
                        Fault.answer(200, "application/json", "{}"),
                        Fault.answer(200, "application/json", "null"),
                        Fault.answer(200, "application/json", "[]"),
                        Fault.answer(200, "application/json", ""),
                        Fault.answer(200, "text/html", "<html>sign in</html>"),
                        Fault.answer(204, "application/json", ""));

        for (int i = 0; i < 7; i++) {
            our.tick();
        }

        assertThat(our.faults().pending("list-alerts")).isZero();
        assertHandledOnce(List.of("alert-d1"));
    }

    private List<String> mediumAlerts(int count, Duration apart) {
        Instant first = our.clock.instant().minusSeconds(60);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = "m%02d".formatted(i);
            our.tenant().add(anAlert(id).severity("Medium").createdAt(first.plus(apart.multipliedBy(i))));
            ids.add(id);
        }
        return ids;
    }

    private void assertHandledOnce(List<String> ids) {
        assertThat(our.mails())
                .flatExtracting(mail -> mail.headers("X-Defender-Alert-Id"))
                .containsExactlyInAnyOrderElementsOf(ids);
    }
}
