package io.github.defenderroutes.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Figures.WouldIsolate;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.mail.MailModel;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What the routes report and send-report ask, as the bean {@code reports}. */
public final class Reports {
    private static final String ROUTE = "send-report";
    private static final String KIND = "report";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** So many decisions are compared, and of so many alerts we ask how they stand: 25 calls. */
    private static final int MOST_DECISIONS = 20_000;

    private static final int MOST_ALERTS = 500;

    private final Ledger ledger;
    private final Settings settings;
    private final Clock clock;

    public Reports(Ledger ledger, Settings settings, Clock clock) {
        this.ledger = ledger;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Begins a report.
     *
     * @param since from when on, or {@code null} for as long as {@code report.since}
     */
    public Gathering begin(Instant since) {
        Instant until = clock.instant();
        Instant from = since == null ? until.minus(settings.duration("report.since")) : since;
        List<WouldIsolate> decisions = new ArrayList<>(
                ledger.figures().wouldIsolate(from.toEpochMilli(), until.toEpochMilli() + 1, MOST_DECISIONS));
        Collections.reverse(decisions);
        List<String> alerts =
                decisions.stream().map(WouldIsolate::alertId).distinct().toList();
        int first = Math.max(0, alerts.size() - MOST_ALERTS); // the newest of them
        Gathering begun = new Gathering(from, until, decisions, alerts.subList(first, alerts.size()));
        if (decisions.size() == MOST_DECISIONS) {
            begun.notes()
                    .add("Only the last %d decisions are compared. To fix: report on a shorter time."
                            .formatted(MOST_DECISIONS));
        }
        return begun;
    }

    /** Takes in how some alerts stand. */
    public void alerts(Gathering gathering, Map<String, ?> answer) {
        gathering.alerts(answer);
    }

    /** Notes that Defender does not say how the alerts stand. */
    public void alertsUnknown(Gathering gathering, Exception problem) {
        gathering.alertsUnknown(problem);
    }

    /** Takes in a page of machine actions. */
    public void actions(Gathering gathering, Map<String, ?> answer) {
        gathering.actions(answer);
    }

    /** Notes that Defender does not list the machine actions. */
    public void actionsUnknown(Gathering gathering, Exception problem) {
        gathering.actionsUnknown(problem);
    }

    /** The report, when everything was asked. */
    public Report finish(Gathering gathering) {
        return new Comparison(ledger, settings).of(gathering);
    }

    /** Whether this process mails a report now: {@code report.mail} wants it, and no other process does it. */
    public boolean isDue() {
        boolean wanted =
                switch (settings.text("report.mail")) {
                    case "always" -> true;
                    case "dry-run" -> settings.text("isolation.mode").equals("dry-run");
                    default -> false;
                };
        return wanted && ledger.leads(ROUTE);
    }

    /** Lets the report be mailed, once a day at most; {@code null} is none. */
    public void tell(Report report) {
        if (report == null) {
            return;
        }
        String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        var model = MailModel.of(KIND)
                .facts(Map.of(KIND, JSON.convertValue(report, new TypeReference<Map<String, Object>>() {})))
                .mode(report.mode())
                .handledAt(clock.instant())
                .build();
        String id = KIND + "-" + day;
        ledger.mails().tell(new Notice(KIND, id, "", Severity.UNKNOWN, null, null, model.json(), true));
    }
}
