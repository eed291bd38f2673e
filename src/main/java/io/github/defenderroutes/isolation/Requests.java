package io.github.defenderroutes.isolation;

import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Approvals;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Isolations;
import io.github.defenderroutes.ledger.Isolations.Cap;
import io.github.defenderroutes.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Writes into the ledger that a device is to be asked for now, under the caps. */
final class Requests {
    private final Isolations isolations;
    private final Approvals approvals;
    private final Settings settings;

    Requests(Isolations isolations, Approvals approvals, Settings settings) {
        this.isolations = isolations;
        this.approvals = approvals;
        this.settings = settings;
    }

    /**
     * The record of the request.
     *
     * @param earlier the open record of a request of which nothing came, or which expired
     * @param approved the case in which a person has approved it, or {@code null}
     * @return empty if another alert is deciding about the device
     */
    Optional<Isolation> request(Isolation wanted, Optional<Isolation> earlier, Approval approved, Decision decision) {
        boolean expired =
                earlier.filter(record -> record.state().equals("expired")).isPresent();
        Optional<Isolation> nothingCame = expired ? Optional.empty() : earlier;
        if (approved == null && nothingCame.isPresent()) {
            return isolations.again(nothingCame.get(), caps());
        }
        if (approved == null && expired && earlier.get().alertId().equals(wanted.alertId())) {
            return isolations.repeat(earlier.get(), caps());
        }
        if (expired && isolations.close(earlier.get(), "ended", "it expired").isEmpty()) {
            return Optional.empty();
        }
        return approved == null
                ? Optional.of(isolations.request(wanted.deviceId(), wanted.alertId(), type(decision), caps()))
                : approvals.carryOut(approved, nothingCame.orElse(null), wanted.alertId(), type(decision));
    }

    private List<Cap> caps() {
        return List.of(
                cap("isolation.cap.per-hour", Duration.ofHours(1)), cap("isolation.cap.per-day", Duration.ofDays(1)));
    }

    private Cap cap(String key, Duration span) {
        return new Cap(key, settings.limit(key), span);
    }

    /** The rule's choice comes before the setting's. */
    private String type(Decision decision) {
        return decision.type() == null ? type() : decision.type();
    }

    /** The setting's. */
    String type() {
        return settings.text("isolation.type");
    }
}
