package io.github.defenderroutes.defender;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One access token, fetched by one thread for all and renewed before it expires.
 *
 * <p>It stands in front of msal4j, whose own cache neither coalesces parallel requests nor works for authorities on
 * another port than 443 (both observed with 1.26.0).
 */
public final class AccessTokens {
    private static final Logger LOG = LoggerFactory.getLogger(AccessTokens.class);
    private static final Duration RENEW_AHEAD = Duration.ofMinutes(5);
    private static final Duration FAILURE_SHARED = Duration.ofSeconds(5);

    /** Where tokens come from. */
    public interface Source {
        /**
         * Fetches a new token, never a cached one.
         *
         * @throws DefenderUnavailableException saying which step failed and how to fix it
         */
        Token fetch();
    }

    /** A token and the time in which it is good. */
    public record Token(String value, Instant fetchedAt, Instant expiresAt) {
        private Instant renewAt() {
            Duration half = Duration.between(fetchedAt, expiresAt).dividedBy(2);
            return expiresAt.minus(half.compareTo(RENEW_AHEAD) < 0 ? half : RENEW_AHEAD);
        }

        @Override
        public String toString() {
            return "Token[expires " + expiresAt + "]";
        }
    }

    private final Source source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Token token;
    private volatile DefenderUnavailableException failure;
    private volatile Instant failedAt = Instant.MIN;

    public AccessTokens(Source source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /**
     * A token that is good now.
     *
     * @throws DefenderUnavailableException if there is none and none can be had
     */
    public String get() {
        Token current = token;
        Instant now = clock.instant();
        if (current == null || !now.isBefore(current.expiresAt())) {
            return fetch(current, false);
        }
        if (!now.isBefore(current.renewAt()) && fetching.tryLock()) {
            try {
                return fetch(current, false);
            } catch (DefenderUnavailableException e) {
                LOG.debug("The present token is good until {}.", current.expiresAt());
            } finally {
                fetching.unlock();
            }
        }
        return current.value();
    }

    /** Another token than the one that was rejected; fetched unless another thread just did. */
    public String replace(String rejected) {
        Token current = token;
        return current != null && !current.value().equals(rejected) ? current.value() : fetch(current, true);
    }

    /** Why there is no token that is good now, without asking for one; empty if there is one, or nobody needed one since. */
    public Optional<String> problem() {
        Token current = token;
        boolean good = current != null && clock.instant().isBefore(current.expiresAt());
        if (good || current != null && failedAt.equals(Instant.MIN)) {
            return Optional.empty();
        }
        DefenderUnavailableException last = failure;
        return Optional.of(last == null ? "no token has been fetched yet" : last.getMessage());
    }

    private String fetch(Token known, boolean rejected) {
        fetching.lock();
        try {
            if (token != known) {
                return token.value();
            }
            if (clock.instant().isBefore(failedAt.plus(FAILURE_SHARED))) {
                throw failure;
            }
            try {
                token = source.fetch();
            } catch (DefenderUnavailableException e) {
                failure = e;
                failedAt = clock.instant();
                if (known != null && !rejected) {
                    LOG.warn("The token cannot be renewed: {}", e.getMessage()); // once per attempt, not per call
                }
                throw e;
            }
            failedAt = Instant.MIN;
            return token.value();
        } finally {
            fetching.unlock();
        }
    }
}
