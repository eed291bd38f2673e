package io.github.defenderroutes.web;

import io.github.defenderroutes.Desk;
import io.github.defenderroutes.ledger.Parked;
import io.github.defenderroutes.ledger.Parked.NotResubmitted;
import io.github.defenderroutes.web.Reply.Done;
import io.github.defenderroutes.web.Reply.Refused;
import io.github.defenderroutes.web.Reply.Shown;
import java.util.List;
import java.util.Map;

/** What was set aside, and handing it in again. */
final class ParkedPages {
    private static final String PAGE = "/parked";
    private static final int SHOWN = 500;

    private final Parked parked;
    private final Desk desk;

    ParkedPages(Parked parked, Desk desk) {
        this.parked = parked;
        this.desk = desk;
    }

    Reply list(Visit visit) {
        return new Shown("parked", Map.of("alerts", parked.alerts(SHOWN), "mails", parked.mails(SHOWN)));
    }

    Reply resubmit(Visit visit) {
        return visit.fields("id").isEmpty()
                ? new Refused(PAGE, "Nothing was chosen, and nothing changed.")
                : resubmit(visit.fields("id"), visit, PAGE);
    }

    /** The alert of a run once more, as Defender has it now. */
    Reply resubmitRun(Visit visit) {
        return desk.history()
                .get(visit.path("id"))
                .map(details -> resubmit(List.of(details.run().alertId()), visit, "/runs/" + visit.path("id")))
                .orElseGet(() -> new Reply.Missing("There is no such run."));
    }

    private Reply resubmit(List<String> ids, Visit visit, String next) {
        List<NotResubmitted> others =
                desk.resubmission().fromNow(ids, visit.person().actor());
        return others.isEmpty()
                ? new Done(next, "Handed in again: %d. Taken up within the next minutes.".formatted(ids.size()))
                : new Refused(
                        next,
                        "%s cannot be handed in again now, so nothing was changed."
                                .formatted(others.get(0).id()));
    }
}
