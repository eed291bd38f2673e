package io.github.defenderroutes.ledger;

import io.github.defenderroutes.alert.Severity;
import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import java.util.List;

/**
 * What became of one handling of an alert, ready to be written.
 *
 * @param claim the claim it worked under; if another took the alert meanwhile, nothing of this run is written
 * @param outcome where the claim goes from here
 * @param tried whether there was a try that can count against the alert
 * @param detail one line for people, or {@code null}
 * @param decision the decision as JSON, or {@code null}
 * @param steps the steps as JSON
 * @param alert the alert as JSON when it is worth keeping, or {@code null}
 * @param notices what the SOC should learn
 * @param dueAt when a postponed alert is due again; milliseconds since 1970
 * @param particulars what history is searched by, and how it came about
 * @param attached the isolations that the alert stands behind since this run
 */
public record FinishedRun(
        Claim claim,
        Outcome outcome,
        boolean tried,
        Severity severity,
        String detail,
        String decision,
        String steps,
        String alert,
        List<Notice> notices,
        long dueAt,
        long startedAt,
        long finishedAt,
        Particulars particulars,
        List<Attached> attached) {

    /** A run of which no particulars are known, and that met no isolation. */
    public FinishedRun(
            Claim claim,
            Outcome outcome,
            boolean tried,
            Severity severity,
            String detail,
            String decision,
            String steps,
            String alert,
            List<Notice> notices,
            long dueAt,
            long startedAt,
            long finishedAt) {
        this(
                claim,
                outcome,
                tried,
                severity,
                detail,
                decision,
                steps,
                alert,
                notices,
                dueAt,
                startedAt,
                finishedAt,
                Particulars.NONE,
                List.of());
    }

    /**
     * What history is searched by, and how it came about. Each may be {@code null}.
     *
     * @param deviceId the device that most was done about
     * @param title the alert's
     * @param decided the decision's outcome: never, dry-run, approve or isolate
     * @param rule the rule that decided
     * @param isolation how far the isolation went in this run
     * @param others what was decided about the other devices of the alert, as JSON
     * @param calls the calls it took, as JSON
     * @param version by what it was decided; see {@link Versions}
     */
    public record Particulars(
            String deviceId,
            String deviceName,
            String title,
            String decided,
            String rule,
            String isolation,
            String others,
            String calls,
            String version) {
        static final Particulars NONE = new Particulars(null, null, null, null, null, null, null, null, null);
    }

    /** The same run without anything that a database might refuse, and the alert parked. */
    FinishedRun unwritable(String problem) {
        return new FinishedRun(
                claim,
                Outcome.PARKED,
                tried,
                severity,
                problem,
                null,
                null,
                null,
                List.of(),
                dueAt,
                startedAt,
                finishedAt);
    }

    boolean countsAgainstTheAlert() {
        return tried && (outcome == Outcome.FAILED || outcome == Outcome.PARKED);
    }

    /** Where a claim goes when its run ends. */
    public enum Outcome {
        /** Handled to the end; taken again only when it comes back more severe. */
        DONE("done"),
        /** The world failed; due again, without counting against the alert. */
        DELAYED("due"),
        /** The alert failed; due again, and it counts. */
        FAILED("due"),
        /** Set aside where a person sees it. */
        PARKED("parked"),
        /** Given back untouched, because we are stopping; due at once. */
        RETURNED("due");

        final String state;

        Outcome(String state) {
            this.state = state;
        }
    }
}
