package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What expired is asked for again, as often as allowed, as long as everything still stands. */
class RepeatIsolationTest extends Following {
    private static final Duration THREE_DAYS = Duration.ofDays(3);

    @Test
    void anIsolationThatExpiredIsAskedForAgainAtOnceAsOftenAsAllowedAndThenTold() {
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");

        our.tickAfter(A_MINUTE);
        assertThat(our.requestsToIsolate()).hasSize(2);
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.acceptedIsolationsOf("d1")).isEqualTo(2);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("repeated", "expired");
        assertThat(our.courseOf("alert-d1").get(1).text()).contains("isolation.repeat = 1 allows no more");
    }

    @Test
    void anIsolationAskedForAgainThatSucceedsIsTold() {
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");
        our.tickAfter(A_MINUTE);
        end("d1", "Succeeded");

        our.tickAfter(A_MINUTE);

        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("repeated", "isolated");
    }

    @Test
    void anIsolationThatExpiredIsNotAskedForAgainOnceTheAlertIsResolved() {
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        our.tenant().resolve("alert-d1");
        end("d1", "TimeOut");

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: isolation EXPIRED");
            assertThat(mail.text()).contains("It is not asked for again: The alert is already resolved.");
        });
    }

    @Test
    void aDeviceThatWasTaggedMeanwhileIsNotAskedForAgain() {
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        our.tenant().updateMachine("d1", Map.of("machineTags", List.of("no-isolation")));
        end("d1", "TimeOut");

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.courseOf("alert-d1").get(0).text()).contains("The device carries the tag no-isolation");
    }

    @Test
    void theAgeOfARepeatCountsFromTheEndOfWhatExpired() {
        our.with("isolation.max-age", "6h");
        isolate("d1");
        our.stop();
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");
        our.clock.advance(Duration.ofHours(7)); // nobody was there to see it

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.courseOf("alert-d1")).last().satisfies(mail -> assertThat(mail.text())
                .contains("The isolation expired longer ago than isolation.max-age = 6h"));
    }

    @Test
    void theCapHoldsForARepeatToo() {
        our.with("isolation.cap.per-hour", "1").with("isolation.cap.per-day", "1");
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        our.tenant().react("d2", Reaction.staysPending());
        our.alertOn("d2");
        our.tickAfter(A_MINUTE);
        end("d1", "TimeOut");

        our.tickAfter(A_MINUTE);

        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        assertThat(our.kindsOfCourse("alert-d1")).last().isEqualTo("expired");
        assertThat(our.courseOf("alert-d1")).last().satisfies(mail -> assertThat(mail.text())
                .contains("isolation.cap.per-hour = 1 is exhausted"));
    }

    @Test
    void whileDefenderIsAwayARepeatWaitsAndIsNotForgotten() {
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");
        our.faults().next("isolate", Fault.status(503));

        our.tickAfter(A_MINUTE);
        assertThat(our.acceptedIsolationsOf("d1")).isOne();
        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.acceptedIsolationsOf("d1")).isEqualTo(2);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactly("repeated");
    }

    @Test
    void aRepeatThatWasDecidedJustBeforeTheProcessEndedIsCarriedOut() {
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");
        our.app()
                .ledger()
                .isolations()
                .repeat(our.app().ledger().isolations().open("d1").orElseThrow(), List.of());

        our.stop().tickAfter(A_MINUTE);
        assertThat(our.acceptedIsolationsOf("d1")).isEqualTo(2);
        end("d1", "Succeeded");
        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactlyInAnyOrder("repeated", "isolated");
    }

    @Test
    void aRepeatThatDefenderRefusesIsTold() {
        isolate("d1");
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");
        our.tenant().react("d1", Reaction.refusesPlatform("Windows11"));

        our.tickAfter(A_MINUTE).tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(2);
        assertThat(our.kindsOfCourse("alert-d1")).containsExactlyInAnyOrder("repeated", "not-isolated");
        assertThat(our.courseOf("alert-d1"))
                .anySatisfy(mail -> assertThat(mail.text()).contains("OsPlatformNotSupported"));
    }

    @Test
    void outsideModeEnforceNothingIsAskedForAgain() {
        isolate("d1");
        our.stop().with("isolation.mode", "dry-run");
        our.clock.advance(THREE_DAYS);
        end("d1", "TimeOut");

        our.tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.courseOf("alert-d1")).last().satisfies(mail -> {
            assertThat(mail.subject()).startsWith("High: isolation EXPIRED");
            assertThat(mail.text()).contains("this is a dry run");
        });
    }

    @Test
    void aRequestThatIsStuckForDaysIsToldAndNotAskedForBesides() {
        isolate("d1");
        our.clock.advance(THREE_DAYS.plusHours(13));

        our.tick().tickAfter(A_MINUTE);

        assertThat(our.requestsToIsolate()).hasSize(1);
        assertThat(our.courseOf("alert-d1")).singleElement().satisfies(mail -> assertThat(mail.text())
                .contains("still lists the request as Pending"));
    }
}
