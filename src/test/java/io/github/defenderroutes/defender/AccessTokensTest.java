package io.github.defenderroutes.defender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.AccessTokens.Token;
import io.github.defenderroutes.ledger.Together;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AccessTokensTest {
    private final HandClock clock = new HandClock();
    private final AtomicInteger fetched = new AtomicInteger();
    private final CountDownLatch mayAnswer = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile Duration lifetime = Duration.ofHours(1);
    private volatile boolean slow;
    private volatile boolean down;
    private final AccessTokens tokens = new AccessTokens(this::fetch, clock);

    @Test
    void sixteenThreadsFetchOneToken() throws Exception {
        assertThat(Together.run(16, tokens::get)).containsOnly("token-1");
        assertThat(fetched).hasValue(1);
    }

    @Test
    void aTokenIsKeptUntilFiveMinutesBeforeItsEnd() {
        tokens.get();
        clock.pass(Duration.ofMinutes(55).minusMillis(1));
        assertThat(tokens.get()).isEqualTo("token-1");
        clock.pass(Duration.ofMillis(1));

        assertThat(tokens.get()).isEqualTo("token-2");
    }

    @Test
    void whileOneThreadRenewsTheOthersUseTheOldToken() throws Exception {
        tokens.get();
        clock.pass(Duration.ofMinutes(56));
        slow = true;
        var renewing = CompletableFuture.supplyAsync(tokens::get);
        asked.await();

        assertThat(tokens.get()).isEqualTo("token-1");
        mayAnswer.countDown();
        assertThat(renewing.get()).isEqualTo("token-2");
        assertThat(tokens.get()).isEqualTo("token-2");
    }

    @Test
    void whenRenewalFailsTheOldTokenServesToItsEnd() {
        tokens.get();
        clock.pass(Duration.ofMinutes(59));
        down = true;

        assertThat(tokens.get()).isEqualTo("token-1");
        assertThat(tokens.get()).isEqualTo("token-1");
        assertThat(fetched).hasValue(2); // the failure is shared for five seconds
        clock.pass(Duration.ofMinutes(1));
        assertThatThrownBy(tokens::get).isInstanceOf(DefenderUnavailableException.class);
    }

    @Test
    void aFailureIsSharedForFiveSeconds() throws Exception {
        down = true;

        List<Boolean> failed = Together.run(16, () -> {
            try {
                tokens.get();
                return false;
            } catch (DefenderUnavailableException e) {
                return true;
            }
        });

        assertThat(failed).containsOnly(true);
        assertThat(fetched).hasValue(1);
        down = false;
        clock.pass(Duration.ofSeconds(5));
        assertThat(tokens.get()).isEqualTo("token-2");
    }

    @Test
    void aRejectedTokenIsReplacedOnceForAllThreads() throws Exception {
        String rejected = tokens.get();

        assertThat(Together.run(16, () -> tokens.replace(rejected))).containsOnly("token-2");
        assertThat(fetched).hasValue(2);
        assertThat(tokens.get()).isEqualTo("token-2");
    }

    @Test
    void aShortTokenIsRenewedAtHalfItsTime() {
        lifetime = Duration.ofSeconds(60);
        tokens.get();
        clock.pass(Duration.ofSeconds(29));
        assertThat(tokens.get()).isEqualTo("token-1");
        clock.pass(Duration.ofSeconds(1));

        assertThat(tokens.get()).isEqualTo("token-2");
    }

    @Test
    void aTokenNeverShowsItself() {
        assertThat(new Token("secret-token", clock.instant(), clock.instant().plusSeconds(1)))
                .asString()
                .doesNotContain("secret-token");
    }

    private Token fetch() {
        int number = fetched.incrementAndGet();
        if (slow) {
            asked.countDown();
            try {
                mayAnswer.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (down) {
            throw new DefenderUnavailableException("Entra ID is down");
        }
        return new Token("token-" + number, clock.instant(), clock.instant().plus(lifetime));
    }
}
