package io.github.defenderroutes.web;

import io.github.defenderroutes.Desk;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Usage;
import io.github.defenderroutes.operations.Health;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.web.Reply.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How it stands now; the page asks again by itself. */
final class NowPage {
    private static final int SHOWN = 10;
    private static final Usage UNUSED = new Usage(0, 0, List.of());

    private final Ledger ledger;
    private final Desk desk;
    private final Settings settings;

    NowPage(Ledger ledger, Desk desk, Settings settings) {
        this.ledger = ledger;
        this.desk = desk;
        this.settings = settings;
    }

    /**
     * How much of a quota is left. Public for the templates.
     *
     * @param share of the quota, from 0 to 100
     */
    public record Left(String name, int left, int of, int share) {
        static Left of(String name, int quota, int used) {
            int left = Math.max(0, quota - used);
            return new Left(name, left, quota, quota == 0 ? 0 : left * 100 / quota);
        }
    }

    Reply show(Visit visit) {
        Map<String, Object> model = new HashMap<>();
        model.put("overview", ledger.overview());
        model.put("lastPoll", ledger.overview().lastPoll().orElse(null));
        model.put("oldestMail", ledger.overview().oldestWaitingMail().orElse(null));
        model.put("cutOff", desk.releases().list());
        model.put("waiting", desk.approvals().list(true, SHOWN));
        model.put("waitingCount", ledger.approvals().waiting());
        model.put("parked", ledger.parked().alerts(SHOWN));
        model.put("killSwitch", desk.killSwitch().objection().orElse(null));
        model.put("breaker", desk.breaker().open().orElse(null));
        model.put(
                "troubles",
                desk.health().ready().checks().stream()
                        .filter(check -> !check.up())
                        .map(Health.Check::detail)
                        .toList());
        model.put("budget", budget());
        return new Shown(visit.isRefresh() ? "now-live" : "now", model);
    }

    private List<Left> budget() {
        Usage defender = ledger.usage().getOrDefault("defender", UNUSED);
        return List.of(
                Left.of("calls left this minute", settings.number("defender.quota.per-minute"), defender.lastMinute()),
                Left.of("calls left this hour", settings.number("defender.quota.per-hour"), defender.lastHour()));
    }
}
