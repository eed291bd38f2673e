package io.github.defenderroutes.release;

import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.CutOff;
import io.github.defenderroutes.ledger.CutOffs;
import io.github.defenderroutes.ledger.IsolationAlerts.Behind;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Releases.Answer;
import java.util.List;
import java.util.Optional;

/** What people see of devices that are cut off, and how they let them back in; by command and page alike. */
public final class ReleaseDesk {
    private final Ledger ledger;
    private final CutOffs cutOffs;

    public ReleaseDesk(Ledger ledger) {
        this.ledger = ledger;
        this.cutOffs = ledger.cutOffs();
    }

    /** What is cut off now, or about to be, the oldest first. */
    public List<CutOff> list() {
        return cutOffs.open();
    }

    /** What is and was cut off, the newest first, at most so many. */
    public List<CutOff> all(int most) {
        return cutOffs.all(most);
    }

    /** One isolation, open or closed. */
    public Optional<CutOff> get(String isolationId) {
        return cutOffs.get(isolationId);
    }

    /** What a person may mean: the isolation with this id, or the open ones of the device with this id or name. */
    public List<CutOff> named(String word) {
        return cutOffs.named(word);
    }

    /** The alerts behind an isolation, the oldest first. */
    public List<Behind> alertsBehind(String isolationId) {
        return ledger.isolationAlerts().of(isolationId);
    }

    /**
     * Wants a device let back in, in every mode. It is carried out by the route release-devices, which runs within half a
     * minute; asking again changes nothing. The act is entered in the audit.
     *
     * @throws IllegalArgumentException if no reason is given
     */
    public Answer request(String isolationId, Actor actor, String reason) {
        if (reason == null || reason.isBlank()) {
            throw new IllegalArgumentException("A release needs a reason. To fix: say in a few words why.");
        }
        return ledger.releases().request(isolationId, actor, reason.strip());
    }

    /** The guardrail that would have left this isolation to a person, as YAML; empty if there is no such isolation. */
    public Optional<String> preventingRule(String isolationId) {
        return get(isolationId).map(cutOff -> {
            String alertId = cutOff.isolation().alertId();
            Optional<Behind> alert = alertsBehind(isolationId).stream()
                    .filter(behind -> behind.alertId().equals(alertId))
                    .findFirst();
            return PreventingRule.text(cutOff, alert, ledger.courses().noticeOf(alertId));
        });
    }
}
