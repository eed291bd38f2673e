package io.github.defenderroutes.generation;

import io.github.defenderroutes.StartException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of routes takes over from another. What the old one has in hand it finishes itself; each of its routes
 * begins in the new one as soon as it has come to rest in the old one, so that nothing is done by both at once. If a route
 * cannot begin in the new one, everything is given back to the old one.
 */
final class Changeover {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    /** How often it is looked whether something has come to rest that does not say so. */
    private static final long LOOK_AGAIN_MILLIS = 20;

    private static final Duration LATE_CALLERS = Duration.ofSeconds(10);

    private final Generation old;
    private final Generation fresh;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Set<String> begun = new TreeSet<>();
    private volatile boolean abandoned;
    private volatile RuntimeException failure;

    Changeover(Generation old, Generation fresh) {
        this.old = old;
        this.fresh = fresh;
    }

    /**
     * Carries it out.
     *
     * @param goingBack called with the reason if it fails, before everything is given back to the old one
     */
    void carryOut(Consumer<RuntimeException> goingBack) throws InterruptedException {
        try {
            takeOver();
            if (failure != null) {
                tell(goingBack);
                giveBack();
            }
            drain(ending());
        } finally {
            over.countDown();
        }
    }

    private void tell(Consumer<RuntimeException> goingBack) {
        try {
            goingBack.accept(failure);
        } catch (RuntimeException e) {
            LOG.error("Going back to the old routes all the same.", e);
        }
    }

    /** A class that is missing shows when a route begins, and is no exception but an error. */
    private void takeOver() throws InterruptedException {
        try {
            old.outside().ids().forEach(old.outside()::callOff);
            passOn();
            for (String id : fresh.outside().ids()) {
                if (!abandoned && !begun.contains(id)) {
                    begin(id, Optional.empty());
                }
            }
        } catch (RuntimeException | Error e) {
            if (!abandoned) {
                failure = e instanceof StartException why
                        ? why
                        : new StartException(
                                "The fresh routes cannot take over: %s. To fix: reload again.".formatted(e), e);
            }
        }
    }

    /** Each route as soon as it is idle. */
    private void passOn() throws InterruptedException {
        Set<String> successors = fresh.outside().named();
        successors.retainAll(old.outside().named());
        Set<String> busy = old.outside().ids();
        while (!abandoned && !busy.isEmpty()) {
            for (String id : Set.copyOf(busy)) {
                if (!abandoned && old.outside().isIdle(id)) {
                    old.outside().free(id);
                    if (successors.contains(id)) {
                        begin(id, old.outside().due(id));
                    }
                    busy.remove(id);
                }
            }
            if (!busy.isEmpty()) {
                old.atWork().await(LOOK_AGAIN_MILLIS);
            }
        }
    }

    private void begin(String id, Optional<Instant> due) {
        begun.add(id);
        try {
            fresh.outside().begin(id, due);
        } catch (Exception e) {
            throw cannotBegin(id, RouteProblem.cause(e), e);
        } catch (Error e) {
            throw cannotBegin(id, e.toString(), e);
        }
    }

    private static StartException cannotBegin(String id, String why, Throwable cause) {
        return new StartException(
                "The route %s cannot begin: %s. To fix: correct its file, or what it listens at.".formatted(id, why),
                cause);
    }

    private void giveBack() throws InterruptedException {
        begun.forEach(id -> tryTo("call off", id, fresh.outside()::callOff));
        for (String id : begun) {
            while (!abandoned && !fresh.outside().isIdle(id)) {
                fresh.atWork().await(LOOK_AGAIN_MILLIS);
            }
            tryTo("free", id, fresh.outside()::free);
        }
        for (String id : old.outside().ids()) {
            if (!abandoned) {
                tryTo("call back", id, old.outside()::callBack);
            }
        }
    }

    /** One route that cannot must not keep the others from going on. */
    private static void tryTo(String what, String id, Consumer<String> step) {
        try {
            step.accept(id);
        } catch (RuntimeException | Error e) {
            LOG.error("Cannot {} the route {}. To fix: restart.", what, id, e);
        }
    }

    /** Closes it when nobody has it in use any more. */
    private void drain(Generation ending) throws InterruptedException {
        while (!abandoned && !ending.isUncalled()) {
            ending.atWork().await(LOOK_AGAIN_MILLIS);
        }
        if (!abandoned) {
            ending.close(LATE_CALLERS);
        }
    }

    /** Ends it where it stands; whoever says so closes both generations. */
    void abandon() {
        abandoned = true;
    }

    private Generation ending() {
        return failure == null ? old : fresh;
    }

    /** Waits for its end; {@code false} if that much time is not enough. */
    boolean await(Duration atMost) throws InterruptedException {
        return over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Why the old generation goes on; empty if it does not, or not yet. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** What the generation that ends still has in hand: the names of routes that began by themselves. */
    Set<String> inHand() {
        return ending().atWork().routes();
    }

    Generation old() {
        return old;
    }

    Generation fresh() {
        return fresh;
    }
}
