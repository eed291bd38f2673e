package io.github.defenderroutes.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Mails.Mail;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which notices go into which mail, and when. A model here is just the name of its alert. */
class MailSealingTest {
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final Mails mails = ledger.mails();
    private final List<Mail> sent = new ArrayList<>();
    private Digests digests = new Digests(Digests.By.DEVICE, 3, WINDOW);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aFewNoticesAreAMailEach() {
        alerts("d1", "a", "b", "c");

        assertThat(send()).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(sent).noneMatch(Mail::isDigest);
    }

    @Test
    void whatAnOlderReleaseLeftToTellIsTold() {
        alerts("d1", "a", "b");
        database.update("UPDATE defender_notices SET model = alert_id, packed = NULL WHERE alert_id = 'a'");

        assertThat(send()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void moreThanThatAreOneMailForEachDevice() {
        alerts("d1", "a", "b", "c");
        alerts("d2", "d", "e");
        alerts("d3", "f");

        assertThat(send()).containsExactlyInAnyOrder("a b c", "d e", "f");
        assertThat(sent).extracting(Mail::isDigest).containsExactlyInAnyOrder(true, true, false);
    }

    @Test
    void byIncidentItIsOneForEachIncident() {
        digests = new Digests(Digests.By.INCIDENT, 1, WINDOW);
        tell(alert("a", "d1", "7"), alert("b", "d2", "7"), alert("c", "d1", "8"));

        assertThat(send()).containsExactlyInAnyOrder("a b", "c");
    }

    @Test
    void byTimeItIsOneForAllOfAKind() {
        digests = new Digests(Digests.By.TIME, 1, WINDOW);
        tell(alert("a", "d1", "7"), alert("b", "d2", "8"), of("parked", "c", "", "d1", false));

        assertThat(send()).containsExactlyInAnyOrder("a b", "c");
    }

    @Test
    void aDigestHoldsOnlyWhatItsReadersAreToRead() {
        digests = new Digests(Digests.By.DEVICE, 1, WINDOW, severity -> severity == Severity.HIGH ? "High" : "");
        tell(of("alert", "a", Severity.HIGH), of("alert", "c", Severity.LOW));
        tell(of("alert", "b", Severity.HIGH), of("alert", "d", Severity.MEDIUM));

        assertThat(send()).containsExactly("a b", "d c");
        assertThat(sent).extracting(Mail::severity).containsExactly(Severity.HIGH, Severity.MEDIUM);
    }

    @Test
    void digestsAreGivenTogetherUpToAHundredNotices() {
        for (String device : List.of("d1", "d2", "d3")) {
            alerts(device, IntStream.range(0, 40).mapToObj(i -> device + i).toArray(String[]::new));
        }
        seal();

        assertThat(mails.due(100)).hasSize(2).allMatch(Mail::isDigest);
        mails.sent(mails.due(100));
        assertThat(mails.due(100)).hasSize(1);
    }

    @Test
    void offMeansOneByOneHoweverMany() {
        digests = Digests.OFF;
        alerts("d1", names(120));

        assertThat(send()).containsExactlyInAnyOrder(names(120));
    }

    @Test
    void kindsAreNotMixedAndCountForThemselves() {
        tell(
                alert("a", "d1", null),
                alert("b", "d1", null),
                alert("c", "d1", null),
                of("raised", "d", "", "d1", false),
                of("raised", "e", "", "d1", false));

        assertThat(send()).containsExactlyInAnyOrder("a", "b", "c", "d", "e");
    }

    @Test
    void afterADigestTheNextOfItsGroupCollectsForTheWindow() {
        alerts("d1", "a", "b", "c", "d");
        assertThat(send()).containsExactly("a b c d");

        clock.pass(Duration.ofMinutes(1));
        alerts("d1", "e");
        assertThat(send()).isEmpty();
        clock.pass(Duration.ofMinutes(1));
        alerts("d1", "f", "g");
        assertThat(send()).isEmpty();
        assertThat(mails.waiting(10)).hasSize(1);

        clock.pass(Duration.ofMinutes(3));
        assertThat(send()).containsExactly("e f g");
        assertThat(sent.get(1).createdAt())
                .as("dated when it was closed")
                .isEqualTo(sent.get(0).createdAt() + WINDOW.toMillis());
    }

    @Test
    void oneThatIsAloneAtTheEndOfTheWindowIsAMailLikeAnyOther() {
        alerts("d1", "a", "b", "c", "d");
        send();
        alerts("d1", "e");
        send();

        clock.pass(WINDOW);

        assertThat(send()).containsExactly("e");
    }

    @Test
    void otherDevicesAreToldAtOnceMeanwhile() {
        alerts("d1", "a", "b", "c", "d");
        send();

        alerts("d2", "e");
        alerts("d3", "f", "g");

        assertThat(send()).containsExactlyInAnyOrder("e", "f g");
    }

    @Test
    void afterTheWindowAFewAreAMailEachAgain() {
        alerts("d1", "a", "b", "c", "d");
        send();
        clock.pass(WINDOW.plusMillis(1));

        alerts("d1", "e", "f");

        assertThat(send()).containsExactlyInAnyOrder("e", "f");
    }

    @Test
    void somethingUrgentWaitsForNoWindowAndTakesWithItWhatHasCollected() {
        alerts("d1", "a", "b", "c", "d");
        send();
        alerts("d1", "e", "f");
        assertThat(send()).isEmpty();

        clock.pass(Duration.ofSeconds(10));
        tell(of("alert", "urgent", "", "d1", true));

        assertThat(send()).containsExactly("e f urgent");
        alerts("d1", "g");
        clock.pass(WINDOW.minusSeconds(1));
        assertThat(send()).as("the window begins anew").isEmpty();
        clock.pass(Duration.ofSeconds(1));
        assertThat(send()).containsExactly("g");
    }

    @Test
    void somethingUrgentIsAMailOfItsOwnWhenNothingHasCollected() {
        alerts("d1", "a", "b", "c", "d");
        send();

        tell(of("alert", "urgent", "", "d1", true));

        assertThat(send()).containsExactly("urgent");
        assertThat(sent.get(1).isDigest()).isFalse();
    }

    @Test
    void aDigestThatIsTriedAlreadyIsNotJoined() {
        alerts("d1", "a", "b", "c", "d");
        send();
        alerts("d1", "e", "f");
        seal();
        clock.pass(WINDOW);
        mails.postpone(mails.due().orElseThrow(), List.of(), "451", Duration.ofDays(3));

        alerts("d1", "g");
        seal();
        clock.pass(WINDOW);

        assertThat(send()).containsExactlyInAnyOrder("e f", "g");
    }

    @Test
    void aDigestHoldsNoMoreThanItsHeadersCan() {
        alerts("d1", names(Sealing.MOST_TOGETHER + 10));
        assertThat(send()).extracting(text -> text.split(" ").length).containsExactlyInAnyOrder(500, 10);

        alerts("d1", names(Sealing.MOST_TOGETHER + 20));
        seal();
        clock.pass(WINDOW);

        assertThat(send())
                .as("the same ones are told once")
                .containsExactly("n510 n511 n512 n513 n514 n515 n516 n517 n518 n519");
    }

    @Test
    void aDigestIsAsSevereAsItsMostSevereAndNamesThatFirst() {
        tell(
                of("alert", "low", Severity.LOW),
                of("alert", "high", Severity.HIGH),
                of("alert", "medium", Severity.MEDIUM),
                of("alert", "other", Severity.LOW));

        assertThat(send()).containsExactly("high medium low other");
        assertThat(database.rows("SELECT id FROM defender_mails WHERE severity = ?", Severity.HIGH.ordinal()))
                .hasSize(1);
    }

    @Test
    void theCourseOfAnIsolationAnswersTheMailThatToldTheAlert() {
        alerts("d1", "a", "b");
        send();

        tell(of("isolated", "a", "isolation-1", "d1", true));

        assertThat(send()).containsExactly("a");
        assertThat(sent.get(2).replyTo()).isEqualTo(teller("a"));
    }

    @Test
    void itAnswersTheDigestIfThatToldTheAlert() {
        alerts("d1", "a", "b", "c", "d");
        send();

        tell(of("isolated", "c", "isolation-1", "d1", true));
        send();

        assertThat(sent.get(1).replyTo()).isEqualTo(sent.get(0).messageId());
    }

    @Test
    void itAnswersAMailThatIsSealedAtTheSameTime() {
        tell(of("isolated", "a", "isolation-1", "d1", true), alert("a", "d1", null));

        send();

        assertThat(sent).hasSize(2).anySatisfy(mail -> {
            assertThat(mail.kind()).isEqualTo("isolated");
            assertThat(mail.replyTo()).isEqualTo(teller("a"));
        });
    }

    @Test
    void whatNeverWasToldIsAnsweredToNobody() {
        tell(of("isolated", "a", "isolation-1", "d1", true), of("parked", "a", "", "d1", false));

        send();

        assertThat(sent).hasSize(2).extracting(Mail::replyTo).containsOnlyNulls();
    }

    @Test
    void tenThousandNoticesAreSealedTogether() {
        List<Notice> notices = IntStream.range(0, 10_500)
                .mapToObj(i -> alert("n" + i, "d" + i % 500, null))
                .toList();
        ledger.delayedAlerts().tell(notices);

        seal();

        assertThat(database.rows("SELECT id FROM defender_mails")).hasSize(500);
        assertThat(database.rows("SELECT id FROM defender_notices WHERE mail_id IS NULL"))
                .isEmpty();
        assertThat(mails.waiting(1_000)).hasSize(500);
        assertThat(mails.due(100)).as("what came in one go is due at once").hasSize(4);
    }

    // ---- helpers

    private String teller(String alertId) {
        return sent.stream()
                .filter(mail -> mail.kind().equals("alert") && mail.models().contains(alertId))
                .map(Mail::messageId)
                .findFirst()
                .orElseThrow();
    }

    private static String[] names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n%03d".formatted(i)).toArray(String[]::new);
    }

    private void alerts(String device, String... names) {
        for (String name : names) {
            tell(alert(name, device, null));
        }
    }

    private static Notice alert(String name, String device, String incident) {
        return new Notice("alert", name, "", Severity.MEDIUM, device, incident, name, false);
    }

    private static Notice of(String kind, String name, String about, String device, boolean urgent) {
        return new Notice(kind, name, about, Severity.MEDIUM, device, null, name, urgent);
    }

    private static Notice of(String kind, String name, Severity severity) {
        return new Notice(kind, name, "", severity, "d1", null, name, false);
    }

    private void tell(Notice... notices) {
        ledger.delayedAlerts().tell(List.of(notices));
        clock.pass(Duration.ofMillis(1));
    }

    private void seal() {
        mails.seal("corp.example", digests);
    }

    /** Seals and sends what is due; the names in each mail. */
    private List<String> send() {
        seal();
        List<String> texts = new ArrayList<>();
        for (List<Mail> due = mails.due(100); !due.isEmpty(); due = mails.due(100)) {
            due.forEach(mail -> texts.add(String.join(" ", mail.models())));
            sent.addAll(due);
            mails.sent(due);
        }
        return texts;
    }
}
