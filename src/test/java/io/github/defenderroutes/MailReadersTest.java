package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.ReceivedMail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reads what: mail.to, or the readers of one severity. */
class MailReadersTest {
    private static final String ALL = "soc@corp.example";
    private static final String DUTY = "duty@corp.example";

    private final Installation our = new Installation().with("mail.to.high", DUTY);

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void aSeverityWithReadersOfItsOwnIsMailedToThemAndTheRestToMailTo() {
        our.alertOn("d1");
        our.device("d2").tenant().add(anAlert("medium").severity("Medium").device("d2"));

        our.tick();

        assertThat(our.mailAbout("alert-d1").to()).containsExactly(DUTY);
        assertThat(our.mailAbout("medium").to()).containsExactly(ALL);
    }

    @Test
    void howTheIsolationEndsIsToldInTheThreadOfThoseWhoReadOfTheAlert() {
        our.alertOn("d1");

        our.ticksUntilQuiet();

        List<ReceivedMail> course = our.courseOf("alert-d1");
        assertThat(course).hasSize(1);
        assertThat(course.get(0).to()).containsExactly(DUTY);
        assertThat(course.get(0).headers("In-Reply-To"))
                .containsExactly(our.mailAbout("alert-d1").messageId());
    }

    @Test
    void aRaisedAlertIsToldToTheReadersOfItsNewSeverity() {
        our.device("d1").tenant().add(anAlert("a").severity("Medium").device("d1"));
        our.tick();
        our.tenant().raiseSeverity("a", "High");

        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.mailsAbout("a")).extracting(ReceivedMail::to).containsExactly(List.of(ALL), List.of(DUTY));
    }

    @Test
    void aDigestIsOnlyOfWhatItsReadersAreToRead() {
        our.with("mail.digest.above", "5").device("d1");
        List<String> high = new ArrayList<>();
        List<String> medium = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            our.tenant().add(anAlert("h" + i).severity("High").device("d1"));
            our.tenant().add(anAlert("m" + i).severity("Medium").device("d1"));
            high.add("h" + i);
            medium.add("m" + i);
        }

        our.ticksUntilQuiet();

        assertThat(alertsToldTo(DUTY)).containsExactlyInAnyOrderElementsOf(high);
        assertThat(alertsToldTo(ALL)).containsExactlyInAnyOrderElementsOf(medium);
        assertThat(our.mails()).as("they are digests").hasSizeLessThan(12);
    }

    @Test
    void thatAnAlertWaitsIsToldToTheReadersOfItsSeverity() {
        our.alertOn("d1");
        our.faults().always("get-device", Fault.status(503));
        our.faults().always("list-devices", Fault.status(503));

        our.tick().tickAfter(Duration.ofMinutes(11)).tickAfter(Duration.ofMinutes(6));

        assertThat(our.mailsAbout("alert-d1")).hasSize(1).allSatisfy(mail -> {
            assertThat(mail.headers("X-Defender-Routes-Kind")).containsExactly("delayed");
            assertThat(mail.to()).containsExactly(DUTY);
        });
    }

    @Test
    void aMailThatWaitsGoesToWhoReadsItNow() {
        our.standIn.mails().makeUnavailable();
        our.alertOn("d1");
        our.tick().stop();
        our.standIn.mails().makeAvailable();

        our.with("mail.to.high", "night@corp.example").ticksUntilQuiet();

        assertThat(our.mailAbout("alert-d1").to()).containsExactly("night@corp.example");
    }

    private List<String> alertsToldTo(String reader) {
        return our.mails().stream()
                .filter(mail -> mail.to().contains(reader))
                .flatMap(mail -> mail.headers("X-Defender-Alert-Id").stream())
                .toList();
    }
}
