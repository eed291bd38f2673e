package io.github.defenderroutes.history;

import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Audit;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.ReleaseWish;
import io.github.defenderroutes.ledger.RunFilter;
import io.github.defenderroutes.ledger.Runs.Summary;
import io.github.defenderroutes.ledger.Traces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What happened on and to one device.
 *
 * @param deviceName the name it was last seen under, or {@code null}
 * @param events the newest first; of the last runs and isolations
 */
public record DeviceStory(String deviceId, String deviceName, List<Event> events) {
    private static final int MOST = 200;

    /**
     * One thing that happened.
     *
     * @param at when, in milliseconds since 1970
     * @param kind {@code run}, {@code isolation}, {@code release}, {@code approval}, {@code mail} or {@code act} (of a person)
     * @param what in a few words
     * @param detail more about it, or {@code null}
     * @param reference the id of the run, the isolation (also of a release) or the approval; of a mail, of its alert; of an act, what it was done
     *     to
     */
    public record Event(long at, String kind, String what, String detail, String reference) {}

    static DeviceStory of(String deviceId, Ledger ledger) {
        List<Summary> runs = ledger.runs().page(RunFilter.onDevice(deviceId), null, MOST);
        List<Traces.Isolated> isolations = ledger.traces().isolations(deviceId, MOST);
        Set<String> alerts = new LinkedHashSet<>();
        List<Event> events = new ArrayList<>();
        runs.forEach(run -> {
            alerts.add(run.alertId());
            events.add(event(run));
        });
        isolations.forEach(isolated -> {
            alerts.add(isolated.record().alertId());
            addCourse(isolated, events);
            ledger.releases().last(isolated.record().id()).ifPresent(wish -> addRelease(wish, events));
        });
        ledger.traces().approvals(deviceId, MOST).forEach(approval -> {
            alerts.add(approval.alertId());
            addApproval(approval, events);
        });
        ledger.traces().mails(alerts).forEach(mail -> events.add(event(mail)));
        ledger.traces().acts(deviceId, MOST).forEach(act -> events.add(event(act)));
        events.sort(Comparator.comparingLong(Event::at).reversed());
        String name = runs.stream()
                .map(Summary::deviceName)
                .filter(known -> known != null)
                .findFirst()
                .orElse(null);
        return new DeviceStory(deviceId, name, List.copyOf(events));
    }

    private static Event event(Summary run) {
        String what = "%s alert %s: %s".formatted(run.severity(), run.alertId(), run.result());
        String why = run.rule() == null ? run.detail() : run.rule();
        return new Event(run.finishedAt(), "run", what, run.title() == null ? why : run.title(), run.id());
    }

    private static void addCourse(Traces.Isolated isolated, List<Event> events) {
        Isolation record = isolated.record();
        String whose = record.ours() ? "" : ", not by us";
        add(
                events,
                record.decidedAt(),
                record.ours() ? "isolation decided" : "isolation noticed" + whose,
                record,
                null);
        add(events, record.sentAt(), "isolation requested", record, null);
        add(events, isolated.acceptedAt(), "isolation accepted by Defender", record, record.actionId());
        add(events, isolated.verifiedAt(), "isolated, Defender reports" + whose, record, record.actionId());
        add(events, record.endedAt(), "isolation " + record.state() + whose, record, record.problem());
    }

    private static void add(List<Event> events, long at, String what, Isolation record, String detail) {
        if (at > 0) {
            events.add(new Event(at, "isolation", what, detail, record.id()));
        }
    }

    private static void addRelease(ReleaseWish wish, List<Event> events) {
        String why = wish.reason() == null ? wish.cause() : wish.reason();
        add(events, wish.wantedAt(), "release wanted by " + wish.who(), why, wish);
        add(
                events,
                wish.sentAt(),
                "release requested" + (wish.state().equals("failed") ? ", and failed" : ""),
                wish.problem(),
                wish);
    }

    private static void add(List<Event> events, long at, String what, String detail, ReleaseWish wish) {
        if (at > 0) {
            events.add(new Event(at, "release", what, detail, wish.isolationId()));
        }
    }

    private static void addApproval(Approval approval, List<Event> events) {
        add(events, approval.askedAt(), "a person was asked", approval.because(), approval);
        if (approval.first() != null) {
            add(
                    events,
                    approval.firstAt(),
                    "approved by " + approval.first().name() + ", the first of two",
                    null,
                    approval);
        }
        if (approval.decided() != null) {
            String verdict = approval.state().equals("denied") ? "denied" : "approved";
            add(
                    events,
                    approval.decidedAt(),
                    verdict + " by " + approval.decided().name(),
                    approval.reason(),
                    approval);
        }
        if (!approval.state().equals("denied")) {
            add(
                    events,
                    approval.closedAt(),
                    "the question to a person ended: " + approval.state(),
                    approval.outcome(),
                    approval);
        }
    }

    private static void add(List<Event> events, long at, String what, String detail, Approval approval) {
        if (at > 0) {
            events.add(new Event(at, "approval", what, detail, approval.id()));
        }
    }

    private static Event event(Traces.Mail mail) {
        String state =
                switch (mail.state()) {
                    case "sent" -> "sent";
                    case "parked" -> "set aside";
                    default -> "waiting";
                };
        return new Event(
                mail.sentAt().orElse(mail.toldAt()),
                "mail",
                "mail %s: %s".formatted(mail.kind(), state),
                mail.problem(),
                mail.alertId());
    }

    private static Event event(Audit.Entry act) {
        return new Event(
                act.at(),
                "act",
                "%s by %s (%s)".formatted(act.action(), act.who(), act.via()),
                act.detail(),
                act.subject());
    }
}
