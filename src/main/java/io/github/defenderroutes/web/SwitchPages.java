package io.github.defenderroutes.web;

import io.github.defenderroutes.Desk;
import io.github.defenderroutes.ledger.Switches.Position;
import io.github.defenderroutes.stops.PendingIsolations.Cancellation;
import io.github.defenderroutes.web.Reply.Done;
import io.github.defenderroutes.web.Reply.Refused;
import io.github.defenderroutes.web.Reply.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The kill switch and the breaker. */
final class SwitchPages {
    private static final String PAGE = "/switches";

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

    Reply cancelPending(Visit visit) {
        return because(visit, reason -> {
            List<Cancellation> all =
                    desk.pendingIsolations().cancel(visit.person().actor(), reason);
            List<Cancellation> standing =
                    all.stream().filter(one -> !one.cancelled()).toList();
            return standing.isEmpty()
                    ? new Done(PAGE, "%d isolations are cancelled.".formatted(all.size()))
                    : new Refused(
                            PAGE,
                            "%d of %d isolations could not be cancelled: %s"
                                    .formatted(
                                            standing.size(),
                                            all.size(),
                                            standing.get(0).said()));
        });
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
