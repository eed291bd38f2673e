package io.github.defenderroutes.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.defender.Answer;
import io.github.defenderroutes.defender.DefenderUnavailableException;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock stands at 2026-11-20T09:00:00Z. */
class AlertPollTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final Ledger ledger = database.start(clock);
    private final AlertPoll poll = poll(ledger);
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whileAWalkIsOnItsWayHereAnotherHasNoPagesAndTakesNothingOutOfItsHands() {
        var walk = poll.begin(exchange);
        poll.claim(walk, Map.of("value", List.of(alert("a", minutesAgo(1), minutesAgo(1)))), exchange);

        assertThat(poll.begin(new DefaultExchange(exchange.getContext())).isMore())
                .isFalse();
        assertThat(ledger.claims().begin("a")).isPresent();
    }

    @Test
    void whenTheExchangeOfAWalkEndsTheNextMayBegin() {
        poll.begin(exchange);
        exchange.getExchangeExtension().handoverCompletions().forEach(done -> done.onComplete(exchange));

        assertThat(poll.begin(new DefaultExchange(exchange.getContext())).isMore())
                .isTrue();
    }

    @Test
    void theFirstWalkBeginsABackfillBeforeTheFirstStart() {
        assertThat(poll.begin().getFrom()).isEqualTo("2026-11-20T08:00:00Z");
        clock.pass(Duration.ofDays(2));
        assertThat(poll.begin().getFrom()).isEqualTo("2026-11-20T08:00:00Z");
    }

    @Test
    void alertsFromBeforeTheBackfillAreKnownAndLeftAloneThoughTheyChange() {
        var old = alert("old", "2026-11-20T07:59:59.9999999Z", minutesAgo(1));
        var recent = alert("recent", "2026-11-20T08:00:00Z", minutesAgo(1));

        assertThat(claim(poll.begin(), old, recent)).containsExactly("recent");
        assertThat(ledger.claims().state("old")).contains("known");
    }

    @Test
    void anOrdinaryTickGoesBackByTheLookBack() {
        clock.pass(Duration.ofHours(10));
        claim(poll.begin(), alert("a", minutesAgo(1), minutesAgo(1)));
        clock.pass(Duration.ofSeconds(30));

        assertThat(poll.begin().getFrom()).isEqualTo("2026-11-20T18:44:00Z");
    }

    @Test
    void theSweepIsWalkedOnceAnHourAndCountsOnlyWhenAWalkThatSweptHasEnded() {
        ledger.cursors().firstStart();
        clock.pass(Duration.ofHours(30));
        claim(poll.begin(), alert("a", minutesAgo(0), minutesAgo(0)));
        String position = minutesAgo(0);
        String lookBack = Ticks.format(Ticks.parse(position).getAsLong() - Ticks.ofMillis(15 * 60_000));
        String sweep = Ticks.format(Ticks.parse(position).getAsLong() - Ticks.ofMillis(24 * 3_600_000));
        clock.pass(Duration.ofSeconds(3_599));
        SevereFirst ordinary = poll.begin();
        assertThat(ordinary.getFrom()).isEqualTo(lookBack);
        clock.pass(Duration.ofSeconds(2));
        claim(ordinary); // ends when a sweep would be due: it was none

        SevereFirst failing = poll.begin();
        assertThat(failing.getFrom()).isEqualTo(sweep);
        SevereFirst whatIsNew = poll.begin();
        assertThat(whatIsNew.getFrom()).isEqualTo(lookBack);
        claim(whatIsNew);
        SevereFirst again = poll.begin();
        assertThat(again.getFrom()).isEqualTo(sweep);
        claim(again);
        assertThat(poll.begin().getFrom()).isEqualTo(lookBack);
    }

    @Test
    void aSweepThatIsCutShortGoesOnWhereItWasAlsoInAnotherProcessAndWhatIsNewIsNotKeptWaitingByIt() {
        ledger.cursors().firstStart();
        clock.pass(Duration.ofHours(30));
        claim(poll.begin(), alert("newest", minutesAgo(0), minutesAgo(0)));
        clock.pass(Duration.ofHours(2));
        var fullPage = new Map<?, ?>[1_000];
        Arrays.setAll(fullPage, i -> alert("a" + i, minutesAgo(24 * 60), minutesAgo(24 * 60)));
        claim(poll.begin(), fullPage); // and then the budget is used up

        assertThat(poll.begin().getFrom()).isEqualTo(minutesAgo(2 * 60 + 15));
        AlertPoll next = poll(database.start(clock));
        clock.pass(Duration.ofSeconds(61));
        SevereFirst goesOn = next.begin();
        clock.pass(Duration.ofSeconds(-61));
        assertThat(goesOn.getFrom()).isEqualTo(minutesAgo(24 * 60));

        claim(next, goesOn);
        assertThat(next.begin().getFrom()).isEqualTo(minutesAgo(2 * 60 + 15));
    }

    @Test
    void anotherProcessWalksOnlyWhenTheFirstHasLeft() {
        AlertPoll other = poll(database.start(clock));
        assertThat(poll.begin().isMore()).isTrue();
        assertThat(other.begin().isMore()).isFalse();
        clock.pass(Duration.ofSeconds(61));

        assertThat(other.begin().isMore()).isTrue();
    }

    @Test
    void theMostSevereComeFirst() {
        var low = alert("low", minutesAgo(3), minutesAgo(3));
        low.put("severity", "Low");
        var odd = alert("odd", minutesAgo(2), minutesAgo(2));
        odd.put("severity", 7);

        assertThat(claim(poll.begin(), low, odd, alert("high", minutesAgo(1), minutesAgo(1))))
                .containsExactly("high", "low", "odd");
    }

    @Test
    void anEntryThatIsNoAlertIsClaimedUnderAnIdOfOurOwn() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("value", Arrays.asList("text", null, 7, Map.of("title", "no id"), Map.of("id", "a\0b")));

        List<Map<String, Object>> claimed = poll.claim(poll.begin(), answer, exchange);

        assertThat(claimed).hasSize(5).allSatisfy(alert -> assertThat((String) alert.get("id"))
                .startsWith("unreadable-"));
    }

    @Test
    void anAnswerWithoutAListIsAFailureOfTheWorld() {
        assertThatThrownBy(() -> poll.claim(poll.begin(), Map.of(), exchange))
                .isInstanceOf(DefenderUnavailableException.class);
    }

    @Test
    void theCursorNeverPassesTheTimeOfTheAnswer() {
        exchange.setProperty(Answer.DATE, Instant.parse("2026-11-20T08:50:00Z"));

        claim(poll.begin(), alert("a", minutesAgo(5), "2099-01-01T00:00:00Z"));

        assertThat(Ticks.format(ledger.cursors().read("alerts").orElseThrow().positionTicks()))
                .isEqualTo("2026-11-20T08:50:00Z");
    }

    @Test
    void whatAFailedWalkClaimedIsHandedOutByTheNext() {
        var alert = alert("a", minutesAgo(1), minutesAgo(1));
        assertThat(claim(poll.begin(), alert)).containsExactly("a"); // and then the route failed

        assertThat(claim(poll.begin(), alert)).containsExactly("a");
        assertThat(ledger.claims().begin("a")).isPresent();
        assertThat(claim(poll.begin(), alert)).isEmpty();
    }

    @Test
    void whatIsDueAndOutOfThePollsSightIsAskedForById() {
        claim(poll.begin(), alert("a", minutesAgo(50), minutesAgo(50)));
        ledger.claims().letGo();
        assertThat(poll.due()).isEmpty(); // the poll meets it

        claim(poll.begin(), alert("b", minutesAgo(0), minutesAgo(0)));
        ledger.claims().begin("b");
        ledger.claims().letGo();
        assertThat(poll.due()).containsExactly(Map.of("id", "a"));
    }

    @Test
    void aProcessThatDoesNotLeadGivesBackWhatItHasLostFromItsHands() {
        poll.begin();
        poll.due(); // so this one leads
        Ledger other = database.start(clock);
        var alert = alert("a", minutesAgo(1), minutesAgo(1));
        other.claims().take(List.of(alert), Long.MIN_VALUE, null);
        AlertPoll idle = poll(other);

        idle.begin();
        assertThat(idle.due()).isEmpty();

        assertThat(claim(poll.begin(), alert)).containsExactly("a");
    }

    @Test
    void whatProcessesDiedWithIsHandedOutAfterTheWalkThatWithTheFewestDeathsFirst() {
        var often = alert("often", minutesAgo(4), minutesAgo(4));
        var low = alert("low", minutesAgo(3), minutesAgo(3));
        low.put("severity", "Low");
        var high = alert("high", minutesAgo(2), minutesAgo(2));
        diesWith(often, low, high);
        diesWith(often, low, high);
        database.start(clock).claims().takeOne(often);
        clock.pass(Duration.ofSeconds(61)); // and died with it
        AlertPoll next = poll(database.start(clock));
        SevereFirst walk = next.begin();

        assertThat(claim(next, walk, often, low, high, alert("new", minutesAgo(1), minutesAgo(1))))
                .containsExactly("new");
        assertThat(next.suspects(walk))
                .toIterable()
                .extracting(alert -> alert.get("id"))
                .containsExactly("high", "low", "often");
    }

    @Test
    void afterAWhileSuspectsWaitForTheNextTickSoThatNewAlertsNeedNotWait() {
        var first = alert("first", minutesAgo(4), minutesAgo(4));
        var second = alert("second", minutesAgo(3), minutesAgo(3));
        diesWith(first, second);
        diesWith(first, second);
        AlertPoll next = poll(database.start(clock));
        SevereFirst walk = next.begin();
        claim(next, walk, first, second);

        var suspects = next.suspects(walk);
        assertThat(suspects.next()).containsEntry("id", "first");
        clock.pass(Duration.ofSeconds(21));

        assertThat(suspects.hasNext()).isFalse();
    }

    @Test
    void aTickLooksBackForWhatADeadProcessHadInHand() {
        AlertPoll one = poll(ledger);
        var page = new Map<?, ?>[800];
        for (int i = 0; i < page.length; i++) {
            page[i] = alert("a" + i, minutesAgo(10), minutesAgo(10));
        }
        claim(one, one.begin(), page); // half a page is enough to look back to
        assertThat(one.begin().getFrom()).isEqualTo("2026-11-20T08:50:00Z");
        diesWith(alert("left-behind", minutesAgo(12), minutesAgo(12)));

        assertThat(poll(database.start(clock)).begin().getFrom()).isEqualTo("2026-11-20T08:35:00Z");
    }

    private void diesWith(Map<?, ?>... alerts) {
        AlertPoll dies = poll(database.start(clock));
        claim(dies, dies.begin(), alerts);
        clock.pass(Duration.ofSeconds(61)); // its lease has run out too
    }

    private List<String> claim(SevereFirst walk, Map<?, ?>... rows) {
        return claim(poll, walk, rows);
    }

    private List<String> claim(AlertPoll by, SevereFirst walk, Map<?, ?>... rows) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("value", List.of(rows));
        return by.claim(walk, answer, exchange).stream()
                .map(alert -> (String) alert.get("id"))
                .toList();
    }

    private static Map<String, Object> alert(String id, String created, String updated) {
        Map<String, Object> alert = new LinkedHashMap<>();
        alert.put("id", id);
        alert.put("severity", "High");
        alert.put("alertCreationTime", created);
        alert.put("lastUpdateTime", updated);
        return alert;
    }

    private String minutesAgo(long minutes) {
        return Ticks.format(Ticks.of(clock.instant().minus(Duration.ofMinutes(minutes))));
    }

    private AlertPoll poll(Ledger of) {
        Settings settings = Settings.of(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org"));
        return new AlertPoll(of, settings, new Problems(), clock);
    }
}
