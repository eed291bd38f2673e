package io.github.defenderroutes.handover;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.ledger.TestLedger;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often Defender is asked about ids that somebody brings and that nobody has offered. */
class StrangersTest {
    private final HandClock clock = new HandClock();
    private final TestLedger database = new TestLedger();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HandOver handOver = new HandOver(database.start(clock).offered(), settings(), new Problems(), clock);

    @AfterEach
    void close() {
        database.close();
        camel.stop();
    }

    @Test
    void whileOneIsAskedForItIsNotAskedForAgain() {
        assertThat(asked(message("a"))).containsExactly("a");

        assertThat(asked(message("a"))).isEmpty();
    }

    @Test
    void whatWasNotTakenMayComeAgainAtOnce() {
        Exchange message = message("a");
        assertThat(asked(message)).containsExactly("a");

        end(message); // and its claim had failed

        assertThat(asked(message("a"))).containsExactly("a");
    }

    @Test
    void whatDefenderDoesNotShowIsAskedForAgainAfterAMinute() {
        Exchange message = message("a");
        Received received = handOver.receive(message);
        handOver.strangers(received).next();
        handOver.isNone(received, new DefenderRefusedException("not found", 404, "ResourceNotFound"));
        end(message);

        assertThat(asked(message("a"))).isEmpty();
        clock.pass(Duration.ofSeconds(61));

        assertThat(asked(message("a"))).containsExactly("a");
    }

    @Test
    void inAMinuteNoMoreAreAskedForThanATenthOfWhatIsNotHeldInReserve() {
        String twenty = IntStream.range(0, 20).mapToObj(i -> "a" + i).collect(Collectors.joining("\n"));
        Exchange message = message(twenty);
        assertThat(asked(message)).hasSize(8);
        end(message);
        assertThat(asked(message("other"))).isEmpty();

        clock.pass(Duration.ofSeconds(61));

        assertThat(asked(message("other"))).containsExactly("other");
    }

    private Exchange message(String text) {
        Exchange message = new DefaultExchange(camel);
        message.getMessage().setBody(text);
        return message;
    }

    private List<Object> asked(Exchange message) {
        List<Object> ids = new ArrayList<>();
        Iterator<Map<String, Object>> strangers = handOver.strangers(handOver.receive(message));
        strangers.forEachRemaining(alert -> ids.add(alert.get("id")));
        return ids;
    }

    private static void end(Exchange message) {
        message.getExchangeExtension().handoverCompletions().forEach(done -> done.onComplete(message));
    }

    private static Settings settings() {
        return Settings.of(Map.of(
                "defender.tenant-id", "11111111-2222-3333-4444-555555555555",
                "defender.client-id", "66666666-7777-8888-9999-000000000000",
                "defender.client-secret", "secret",
                "mail.host", "smtp.example.org",
                "mail.from", "defender@example.org",
                "mail.to", "soc@example.org"));
    }
}
