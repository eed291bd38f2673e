package io.github.defenderroutes.web;

import io.github.defenderroutes.Desk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.web.Reply.Done;
import io.github.defenderroutes.web.Reply.Refused;
import io.github.defenderroutes.web.Reply.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The kill switch and the breaker. */
final class SwitchPages {
    private static final String PAGE = "/switches";

    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");

    private final AtomicBoolean cancels = new AtomicBoolean();
    private final Desk desk;

    SwitchPages(Desk desk) {
        this.desk = desk;
    }

    Reply show(Visit visit) {
        Optional<Position> breaker = desk.breaker().open();
        Map<String, Object> model = new HashMap<>();
        model.put("killSwitch", desk.killSwitch().standing());
        model.put("killPosition", desk.killSwitch().standing().position().orElse(null));
        model.put("killFile", desk.killSwitch().standing().file().orElse(null));
        model.put("pending", desk.pendingIsolations().list());
        model.put("breaker", breaker.orElse(null));
        model.put("counted", breaker.map(desk.breaker()::counted).orElse(List.of()));
        return new Shown("switches", model);
    }

    Reply turnOn(Visit visit) {
        return because(
                visit,
                reason -> desk.killSwitch().turnOn(visit.person().actor(), reason)
                        ? new Done(PAGE, "The kill switch is on: nothing is changed any more.")
                        : new Refused(PAGE, "It was on already."));
    }

    Reply turnOff(Visit visit) {
        return because(visit, reason -> {
            boolean turned = desk.killSwitch().turnOff(visit.person().actor(), reason);
            Optional<String> stillOn = desk.killSwitch().standing().file();
            if (stillOn.isPresent()) {
                return new Refused(PAGE, "But " + stillOn.get() + ". Somebody has to remove that file.");
            }
            return turned ? new Done(PAGE, "The kill switch is off.") : new Refused(PAGE, "It was off already.");
        });
    }

    /** On the worst day they are so many that no browser would wait for the end of it. */
    Reply cancelPending(Visit visit) {
        return because(visit, reason -> {
            int pending = desk.pendingIsolations().list().size();
            if (pending == 0) {
                return new Refused(PAGE, "There is none that could still be cancelled.");
            }
            if (!cancels.compareAndSet(false, true)) {
                return new Refused(PAGE, "They are being cancelled already. What is still listed below is not yet.");
            }
            Actor actor = visit.person().actor();
            Thread thread = new Thread(() -> cancelAll(actor, reason), "cancel-pending");
            thread.setDaemon(true);
            thread.start();
            return new Done(
                    PAGE,
                    "%d being cancelled, one after the other. What is still listed below is not; the audit says what came of each."
                            .formatted(pending));
        });
    }

    private void cancelAll(Actor actor, String reason) {
        try {
            desk.pendingIsolations().cancel(actor, reason);
        } catch (RuntimeException e) {
            LOG.error("Not all pending isolations were cancelled. To fix: cancel again what /switches lists.", e);
        } finally {
            cancels.set(false);
        }
    }

    Reply closeBreaker(Visit visit) {
        return because(
                visit,
                reason -> desk.breaker().close(visit.person().actor(), reason)
                        ? new Done(PAGE, "The breaker is closed: devices are isolated by themselves again.")
                        : new Refused(PAGE, "It is not open."));
    }

    private static Reply because(Visit visit, Function<String, Reply> act) {
        return visit.field("reason")
                .map(act)
                .orElseGet(() ->
                        new Refused(PAGE, "That needs a reason, for the audit and the SOC. Nothing was changed."));
    }
}
