package io.github.defenderroutes.hunting;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.mail.Attachment;
import io.github.defenderroutes.mail.HuntReport;
import io.github.defenderroutes.mail.MailModel;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the notices that tell a run: what it found, or why it could not run. */
final class HuntNotice {
    private final String mode;
    private final Clock clock;

    HuntNotice(String mode, Clock clock) {
        this.mode = mode;
        this.clock = clock;
    }

    /** The new rows of a run, with the CSV of them. */
    Notice found(Hunt hunt, NewRows rows) {
        var csv = new Attachment(
                hunt.query().name() + ".csv",
                "text/csv; charset=UTF-8",
                rows.csv().bytes());
        return notice("hunting", "", hunt, null, report(hunt, rows), List.of(csv));
    }

    /** The query cannot be run, or not for a long time. Each problem of a run is told once. */
    Notice problem(Hunt hunt, String problem) {
        String about =
                UUID.nameUUIDFromBytes(problem.getBytes(StandardCharsets.UTF_8)).toString();
        return notice("hunting-problem", about, hunt, problem, hunt.named(), List.of());
    }

    private static HuntReport report(Hunt hunt, NewRows rows) {
        return new HuntReport(
                hunt.query().file(),
                hunt.query().mailTo(),
                rows.names(),
                rows.shown(),
                rows.found(),
                rows.keys().size(),
                rows.csv().rows(),
                hunt.query().response(),
                hunt.outcomes(),
                hunt.notes());
    }

    private Notice notice(
            String kind, String about, Hunt hunt, String problem, HuntReport report, List<Attachment> files) {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("id", hunt.id());
        run.put("title", hunt.query().title());
        run.put("severity", hunt.query().severity());
        run.put("alertCreationTime", hunt.beganAt().toString());
        var model = MailModel.of(kind)
                .alert(run)
                .alertIds(List.of(hunt.id()))
                .mode(mode)
                .handledAt(clock.instant())
                .problem(problem)
                .attachments(files)
                .hunt(report)
                .build();
        Severity severity = Severity.of(hunt.query().severity());
        return new Notice(kind, hunt.id(), about, severity, null, null, model.json(), true);
    }
}
