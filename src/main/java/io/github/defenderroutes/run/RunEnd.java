package io.github.defenderroutes.run;

import io.github.defenderroutes.ledger.IsolationAlerts.Attached;
import org.apache.camel.Exchange;

/** What is written in one transaction with the end of a run, and as surely: if the process dies before, the run is made anew. */
public final class RunEnd {
    private RunEnd() {}

    /**
     * Has the end of the run in hand say that its alert stands behind an isolation.
     *
     * @return false if no run is in hand here, and nothing will be written
     */
    public static boolean says(Attached attached, Exchange exchange) {
        Run run = Run.of(exchange);
        return run != null && run.attached.add(attached);
    }
}
