package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.Tenant.Duplicates;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Defender may answer to the request to isolate, and that the mail never claims more than is known. */
class IsolationTest {
    private static final Duration LONG = Duration.ofMinutes(30);

    private final Installation our = new Installation();

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void anAnswerThatIsLostButCarriedOutEndsInOneActionAndAMailThatSaysRequested() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.status(504).butCarriedOut());
        our.tenant().react("d1", Reaction.succeeds().pendingFor(LONG));

        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation requested");
    }

    @Test
    void aLostAnswerIsNotFollowedByASecondRequestBeforeTheSettleTimeIsOver() {
        our.with("isolation.settle", "90s").alertOn("d1");
        our.faults().next("isolate", Fault.reset());

        our.tick().tickAfter(Duration.ofSeconds(40)).tickAfter(Duration.ofSeconds(40));
        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.mails()).isEmpty();
        our.tickAfter(Duration.ofSeconds(20)).tickAfter(Duration.ofSeconds(20));

        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.mailAbout("alert-d1");
    }

    @Test
    void anAlertResolvedWhileTheAnswerWasLostIsNotRequestedAgain() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.reset());
        our.tick();
        our.tenant().resolve("alert-d1");

        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.acceptedIsolationsOf("d1")).isZero();
        assertThat(our.mailAbout("alert-d1").text()).contains("The alert is already resolved");
    }

    @Test
    void anotherAlertOnTheDeviceWhoseAnswerWasLostDoesNotAskASecondTime() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.status(504).butCarriedOut());
        our.tick();
        our.tenant().add(anAlert("second").device("d1"));

        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).hasSize(1);
        our.mailAbout("alert-d1");
        our.mailAbout("second");
    }

    @Test
    void alreadyInProgressIsUnderWayAndNotRequestedByUs() {
        our.alertOn("d1");
        our.tenant()
                .duplicates(Duplicates.REFUSE)
                .react("d1", Reaction.succeeds().pendingFor(LONG).hiddenFor(LONG));
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");

        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation already under way");
    }

    @Test
    void anAcceptedRequestThatIsSomebodyElsesActionIsUnderWayAndNotRequestedByUs() {
        our.alertOn("d1");
        our.tenant().react("d1", Reaction.succeeds().pendingFor(LONG).hiddenFor(LONG));
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");

        our.tick();

        assertThat(our.requestsToIsolate()).singleElement().satisfies(call -> assertThat(call.status())
                .isEqualTo(201));
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation already under way");
    }

    @Test
    void anIsolationBySomebodyElseThatIsRunningIsNotAskedForAgain() {
        our.alertOn("d1");
        our.tenant().react("d1", Reaction.staysPending());
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation already under way");
    }

    @Test
    void aDeviceThatIsIsolatedAlreadyIsNotAskedForAgain() {
        our.alertOn("d1");
        finish(our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand"), "Succeeded");

        our.tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: already isolated");
    }

    @Test
    void aDeviceThatAPersonReleasedAMomentAgoIsLeftToThatPerson() {
        our.alertOn("d1");
        our.tick();
        our.clock.advance(Duration.ofMinutes(5));
        finish(our.tenant().startAction("Unisolate", "d1", "analyst@corp.example", "false alarm"), "Succeeded");
        our.clock.advance(Duration.ofMinutes(5));
        our.tenant().add(anAlert("next").device("d1"));

        our.tick();

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.mailAbout("next").subject()).startsWith("High: isolation stopped");
        assertThat(our.mailAbout("next").text()).contains("isolation.hold-after-release = 8h");
    }

    @Test
    void anIsolationThatFailedIsRequestedAgainForTheNextAlert() {
        our.tenant().react("d1", Reaction.fails());
        our.alertOn("d1");
        our.tick();
        our.clock.advance(Duration.ofMinutes(5));
        our.tenant().react("d1", Reaction.succeeds());
        our.tenant().add(anAlert("next").device("d1"));

        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isEqualTo(2);
        assertThat(our.mailAbout("next").subject()).startsWith("High: isolation requested");
    }

    @Test
    void aDeviceThatCannotBeIsolatedIsToldAsRefused() {
        our.tenant().react("d1", Reaction.refusesPlatform("Windows11"));
        our.alertOn("d1");

        our.tick().tick();

        ReceivedMail mail = our.mailAbout("alert-d1");
        assertThat(mail.subject()).startsWith("High: isolation REFUSED");
        assertThat(mail.text()).contains("OsPlatformNotSupported");
        assertThat(our.requestsToIsolate()).hasSize(1);
    }

    @Test
    void aDeviceThatDisappearedAfterWeReadItIsToldAsRefused() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.status(404));

        our.tick();

        assertThat(our.acceptedIsolationsOf("d1")).isZero();
        assertThat(our.mailAbout("alert-d1").subject()).startsWith("High: isolation REFUSED");
    }

    @Test
    void anAlertThatDisappearedBeforeTheRequestIsolatesNothingAndIsMailed() {
        our.with("isolation.fresh", "0s").alertOn("d1");
        our.faults().next("get-alert", Fault.status(404));

        our.tick().tick();

        assertThat(our.requestsToIsolate()).isEmpty();
        our.mailAbout("alert-d1");
    }

    @Test
    void aThrottledRequestIsSentAgainAsSoonAsDefenderSaysAndNotOnlyAfterSettling() {
        our.with("isolation.settle", "10m").alertOn("d1");
        our.faults().next("isolate", Fault.throttled("2"));

        our.tick().tickAfter(Duration.ofMinutes(1));

        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("alert-d1").subject()).contains("isolation requested");
    }

    @Test
    void anAnswerWithNothingInItIsNotTakenForAnIsolationAndWeAskAgain() {
        our.alertOn("d1");
        our.faults().next("isolate", Fault.answer(201, "application/json", "{}"));

        our.ticksUntilQuiet();

        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.mailAbout("alert-d1").subject()).contains("isolation requested");
    }

    private void finish(Map<String, Object> action, String status) {
        our.tenant().finish(action.get("id").toString(), status);
    }
}
