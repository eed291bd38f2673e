package io.github.defenderroutes.web;

import static io.github.defenderroutes.web.Entrance.act;
import static io.github.defenderroutes.web.Entrance.look;
import static io.github.defenderroutes.web.Role.ADMIN;
import static io.github.defenderroutes.web.Role.RESPONDER;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.Desk;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.util.List;

/** All there is to open, and who may. */
final class Site {
    private Site() {}

    static List<Entrance> of(DefenderRoutes app, Settings settings, Clock clock) {
        Desk desk = app.desk();
        Ledger ledger = app.ledger();
        NowPage now = new NowPage(ledger, desk, settings);
        RunsPages runs = new RunsPages(desk.history(), clock);
        DevicePage device = new DevicePage(desk.history(), settings.text("defender.portal-url"));
        ApprovalPages approvals = new ApprovalPages(desk.approvals());
        IsolationPages isolations = new IsolationPages(desk.releases());
        ParkedPages parked = new ParkedPages(ledger.parked(), desk);
        ChartsPage charts = new ChartsPage(desk.history());
        SwitchPages switches = new SwitchPages(desk);
        AuditPage audit = new AuditPage(desk.audit(), clock);
        return List.of(
                look("/", now::show),
                look("/runs", runs::list),
                look("/runs/:id", runs::show),
                look("/runs/:id/alert.json", runs::alert),
                act("/runs/:id/resubmit", RESPONDER, parked::resubmitRun),
                look("/devices/:id", device::show),
                look("/approvals", approvals::list),
                act("/approvals/approve", RESPONDER, approvals::approve),
                act("/approvals/deny", RESPONDER, approvals::deny),
                look("/approvals/:id", approvals::show),
                act("/approvals/:id/approve", RESPONDER, approvals::approve),
                act("/approvals/:id/deny", RESPONDER, approvals::deny),
                look("/isolations", isolations::list),
                look("/isolations/:id", isolations::show),
                act("/isolations/:id/release", RESPONDER, isolations::release),
                look("/parked", parked::list),
                act("/parked/resubmit", RESPONDER, parked::resubmit),
                look("/charts", charts::show),
                look("/switches", switches::show),
                act("/switches/kill-switch/on", RESPONDER, switches::turnOn), // to stop is anybody's who may act
                act("/switches/kill-switch/off", ADMIN, switches::turnOff),
                act("/switches/cancel-pending", RESPONDER, switches::cancelPending),
                act("/switches/breaker/close", ADMIN, switches::closeBreaker),
                look("/audit", audit::show));
    }
}
