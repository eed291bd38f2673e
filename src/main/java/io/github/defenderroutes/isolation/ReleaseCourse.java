package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Ticks;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.ledger.ReleaseWish;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of releases that we asked for, going by what Defender lists for the device. */
final class ReleaseCourse {
    /** As an isolation: what is still pending so much later is stuck. */
    private static final Duration STUCK = Settling.STILL_FIRES.plusHours(12);

    private final Ledger ledger;
    private final CourseNotice notices;
    private final Clock clock;

    ReleaseCourse(Ledger ledger, CourseNotice notices, Clock clock) {
        this.ledger = ledger;
        this.notices = notices;
        this.clock = clock;
    }

    /** @param action the machine action that shows it, or {@code null} if none does */
    private record Failure(String problem, Map<String, Object> action) {}

    /**
     * Notes and tells that a release which Defender accepted came to nothing.
     *
     * @return why, if this call told it
     */
    Optional<String> failed(Isolation record, MachineActions listed) {
        // another alert that met the device after the failure has turned the record back to isolated
        if (!List.of("releasing", "isolated").contains(record.state())) {
            return Optional.empty();
        }
        Optional<ReleaseWish> accepted = ledger.releases().open(record.id()).filter(wish -> wish.state()
                .equals("accepted")); // what has no answer is looked at by release-device
        return accepted.flatMap(wish -> failure(wish, listed)
                .filter(failure -> tell(record, wish, failure))
                .map(Failure::problem));
    }

    private Optional<Failure> failure(ReleaseWish wish, MachineActions listed) {
        Optional<Map<String, Object>> release = listed.newest(action -> isOf(wish, action));
        if (release.isPresent()) {
            return failure(release.get(), listed);
        }
        boolean lost = listed.isComplete() && clock.millis() - wish.sentAt() >= STUCK.toMillis();
        return lost
                ? Optional.of(new Failure("Defender accepted it and has not listed it for days", null))
                : Optional.empty();
    }

    private boolean tell(Isolation record, ReleaseWish wish, Failure failure) {
        Notice notice = notices.of(
                record,
                "release-failed",
                failure.problem(),
                failure.action(),
                ledger.courses().noticeOf(record.alertId()),
                Optional.of(wish));
        return ledger.releaseSteps().failed(wish, "isolated", failure.problem(), notice);
    }

    /**
     * The wish that this end of an isolation fulfils; empty if a person released or cancelled in the portal.
     *
     * @param action the machine action that shows the end, or {@code null} if only the record does
     */
    Optional<ReleaseWish> fulfilled(Isolation record, String end, Map<String, ?> action) {
        return switch (end) {
            case "released" ->
                ledger.releases()
                        .last(record.id())
                        .filter(wish -> action == null ? wish.actionId() != null : isOf(wish, action));
            case "cancelled" ->
                ledger.releases().last(record.id()).filter(wish -> List.of("cancelling", "done")
                        .contains(wish.state()));
            default -> Optional.empty();
        };
    }

    /** Why it was wanted, and the warning if the device may be cut off again. */
    static String reason(ReleaseWish wish, String problem) {
        boolean pending = problem != null && problem.endsWith(Course.STILL_PENDING);
        return pending ? wish.reason() + "; " + Course.STILL_PENDING : wish.reason();
    }

    private static boolean isOf(ReleaseWish wish, Map<String, ?> action) {
        return MachineActions.isType(action, "Unisolate")
                && (Alerts.id(action).orElse("").equalsIgnoreCase(wish.actionId())
                        || Alerts.text(action, "requestorComment").orElse("").contains(wish.id()));
    }

    /** Empty while it may still succeed, and if it did. */
    private Optional<Failure> failure(Map<String, Object> release, MachineActions listed) {
        return switch (MachineActions.status(release)) {
            case "succeeded" ->
                listed.lastSucceeded()
                        .filter(last -> MachineActions.isType(last, "Isolate"))
                        .map(last -> new Failure(
                                "Defender let it in, and then carried out another request to isolate it", last));
            case "failed" ->
                Optional.of(new Failure("Defender reports that it failed: " + Course.reason(release), release));
            case "timeout" -> Optional.of(new Failure("Defender gave up before the device could be reached", release));
            case "cancelled" -> Optional.of(new Failure("it was cancelled in the portal" + comment(release), release));
            default ->
                age(release).compareTo(STUCK) >= 0
                        ? Optional.of(new Failure("Defender has listed it as pending for days", release))
                        : Optional.empty();
        };
    }

    private static String comment(Map<String, ?> action) {
        return Alerts.text(action, "cancellationComment").map(": "::concat).orElse("");
    }

    private Duration age(Map<String, ?> action) {
        long created = MachineActions.created(action);
        return created == 0 ? Duration.ZERO : Duration.between(Ticks.instant(created), clock.instant());
    }
}
