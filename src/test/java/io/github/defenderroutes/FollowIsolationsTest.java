package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of an isolation that Defender accepted, and that the SOC learns it: once, and truly. */
class FollowIsolationsTest extends Following {
    // ---- how it ends

    @Test
    void requestedIsTheFirstMailAndIsolatedTheSecondOnceDefenderReportsIt() {
        isolate("d1");
        our.tickAfter(A_MINUTE);
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation requested");
        assertThat(our.courseOf("alert-d1")).isEmpty();

        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE).tickAfter(Duration.ofMinutes(6));

        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: isolated – d1.corp.example – Suspicious access");
            assertThat(mail.text()).contains("Defender reports that the isolation succeeded.");
        });
        our.mailAbout("alert-d1");
    }

    @Test
    void anIsolationThatFailedIsToldWithWhatDefenderSays() {
        isolate("d1");
        end("d1", "Failed");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: NOT isolated");
            assertThat(mail.text()).contains("The device reported an error (error 0x80070002)", "Act now");
        });
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void anIsolationThatAPersonCancelledIsToldAndTheDeviceLeftToThatPerson() {
        isolate("d1");
        end("d1", "Cancelled");
        our.tickAfter(A_MINUTE);
        our.tenant().add(anAlert("next").device("d1"));

        our.tickAfter(A_MINUTE);

        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: isolation cancelled");
            assertThat(mail.text()).contains("Cancelled in the stand-in", "soc@corp.example");
        });
        assertThat(our.mailAbout("next").subject()).startsWith("High: isolation stopped");
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void anIsolationThatAPersonCancelledIsNotToldAsReleasedIfTheNextAlertMeetsItFirst() {
        isolate("d1");
        end("d1", "Cancelled");
        our.tenant().add(anAlert("second").device("d1"));
        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("cancelled");
    }

    @Test
    void anIsolationThatIsOverdueIsToldOnceAndItsSuccessAfterwards() {
        our.with("isolation.overdue", "1h");
        isolate("d1");

        our.tickAfter(Duration.ofMinutes(59));
        assertThat(our.courseOf("alert-d1")).isEmpty();
        our.tickAfter(A_MINUTE.plusSeconds(1)).tickAfter(A_MINUTE).tickAfter(Duration.ofHours(20));
        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("overdue", "isolated");
    }

    @Test
    void whatDefenderDoesNotListYetIsNoNews() {
        our.tenant().react("d1", Reaction.succeeds().hiddenFor(Duration.ofMinutes(3)));
        our.alertOn("d1");

        our.tick().tickAfter(A_MINUTE).tickAfter(A_MINUTE);
        assertThat(our.courseOf("alert-d1")).isEmpty();
        our.tickAfter(A_MINUTE.plusSeconds(10));

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
    }

    @Test
    void anAnswerThatIsLostButCarriedOutIsOneActionAndOneTruthfulEnd() {
        our.with("isolation.settle", "2m").alertOn("d1");
        our.tenant().react("d1", Reaction.staysPending());
        our.faults().next("isolate", Fault.status(504).butCarriedOut());

        our.tick();
        assertThat(our.mails()).isEmpty();
        end("d1", "Succeeded");
        our.tickAfter(Duration.ofSeconds(10));
        assertThat(our.courseOf("alert-d1"))
                .as("before the mail about the alert")
                .isEmpty();
        our.tickAfter(Duration.ofMinutes(3)).tickAfter(A_MINUTE);

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation requested");
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
    }

    @Test
    void whenAnotherAlertOnTheDeviceSawTheEndFirstItIsStillToldForTheOneThatAsked() {
        isolate("d1");
        end("d1", "Failed");
        our.tenant().add(anAlert("second").device("d1"));

        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("not-isolated");
        assertThat(our.mailAbout("second").subject()).startsWith("High: isolation requested");
    }

    // ---- somebody else

    @Test
    void aDeviceThatAPersonReleasesIsToldAndNotIsolatedAgainForOlderAlertsNorForAWhile() {
        our.with("isolation.hold-after-release", "8h");
        isolate("d1");
        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE);
        our.clock.advance(Duration.ofHours(1));
        var older = anAlert("older").device("d1").createdAt(our.clock.instant());
        our.clock.advance(A_MINUTE);
        release("d1");
        our.tickAfter(Duration.ofMinutes(6));

        our.tenant().add(older).add(anAlert("newer").device("d1"));
        our.tickAfter(A_MINUTE);
        our.clock.advance(Duration.ofHours(8));
        our.tenant()
                .react("d1", Reaction.staysPending())
                .add(anAlert("much-newer").device("d1"));
        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
        assertThat(our.courseOf("alert-d1").get(1).text()).contains("analyst@corp.example", "false alarm");
        assertThat(our.mailAbout("older").text()).contains("after this alert was raised");
        assertThat(our.mailAbout("newer").text()).contains("isolation.hold-after-release = 8h");
        assertThat(our.mailAbout("much-newer").subject()).startsWith("High: isolation requested");
        assertThat(our.requestsToIsolate()).hasSize(2);
    }

    @Test
    void anIsolationOfSomebodyElseIsFollowedAndToldAsTheirs() {
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");
        our.tick();

        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE);
        release("d1");
        our.tickAfter(Duration.ofMinutes(6));

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation already under way");
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated", "released");
        assertThat(our.courseOf("alert-d1").get(0).text())
                .contains("It is not our request but that of analyst@corp.example");
    }

    @Test
    void aDeviceThatWasIsolatedBeforeTheAlertIsNotToldTwice() {
        our.alertOn("d1");
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");
        end("d1", "Succeeded");

        our.tick().tickAfter(A_MINUTE).tickAfter(Duration.ofMinutes(6));

        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: already isolated");
        assertThat(our.courseOf("alert-d1")).isEmpty();
    }

    // ---- what it costs

    @Test
    void sixtyIsolationsAreFollowedWithOneCallATickAndNoneWithNoCall() {
        our.tick();
        assertThat(looks()).isZero();
        our.tenant().reactByDefault(Reaction.staysPending());
        for (int i = 0; i < 60; i++) {
            our.alertOn("d" + i);
        }
        our.tick();
        our.standIn.forgetCalls();

        our.tickAfter(Duration.ofSeconds(30)).tickAfter(Duration.ofSeconds(30));
        assertThat(looks()).isEqualTo(2);
        our.tenant().actions().forEach(action -> our.tenant()
                .finish(action.get("id").toString(), "Succeeded"));
        our.standIn.forgetCalls();
        our.tickAfter(Duration.ofSeconds(30));

        assertThat(looks()).isOne();
        assertThat(our.standIn.mails().all().stream().filter(Installation::isOfCourse))
                .hasSize(60);
    }

    @Test
    void whatIsSettledIsLookedAtEveryFiveMinutes() {
        isolate("d1");
        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE);
        our.standIn.forgetCalls();

        for (int minute = 0; minute < 11; minute++) {
            our.tickAfter(A_MINUTE);
        }

        assertThat(looks()).isEqualTo(2);
    }

    @Test
    void aFilterThatDefenderRefusesIsPutMoreSimplyAndNotTriedAgain() {
        our.tenant().react("d1", Reaction.staysPending());
        our.alertOn("d1");
        our.faults().always("list-machine-actions", Fault.refusesOr());
        our.tick();
        our.standIn.forgetCalls();

        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE);

        assertThat(looks()).isEqualTo(2);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
    }

    @Test
    void whileDefenderIsAwayNothingIsToldAndTheNextLookFindsIt() {
        isolate("d1");
        end("d1", "Succeeded");
        our.faults().next("list-machine-actions", Fault.status(503));

        our.tickAfter(A_MINUTE);
        assertThat(our.courseOf("alert-d1")).isEmpty();
        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
    }

    @Test
    void afterARestartNothingIsToldTwice() {
        isolate("d1");
        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE);

        our.stop().tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("isolated");
    }

    private void release(String device) {
        Map<String, Object> action =
                our.tenant().startAction("Unisolate", device, "analyst@corp.example", "false alarm");
        our.tenant().finish(action.get("id").toString(), "Succeeded");
    }

    private int looks() {
        return our.standIn.calls("list-machine-actions").size();
    }
}
