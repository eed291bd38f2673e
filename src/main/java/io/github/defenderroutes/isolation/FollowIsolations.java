package io.github.defenderroutes.isolation;

import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.alert.Finding;
import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.isolation.Course.Turn;
import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.ledger.Courses;
import io.github.defenderroutes.ledger.Courses.Step;
import io.github.defenderroutes.ledger.Isolation;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Notice;
import io.github.defenderroutes.ledger.ReleaseWish;
import io.github.defenderroutes.logging.LogContext;
import io.github.defenderroutes.metrics.Meters;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the routes follow-isolations and repeat-isolation ask, as the bean {@code followIsolations}. */
public final class FollowIsolations {
    private static final Logger LOG = LoggerFactory.getLogger("io.github.defenderroutes");
    private static final String ROUTE = "follow-isolations";

    /** A release of a device that is simply isolated may be noticed so much later. */
    private static final Duration SETTLED_EVERY = Duration.ofMinutes(5);

    /** The mail about the alert comes first; an alert that is not handled for so long has to wait with it no longer. */
    private static final Duration ALERT_FIRST = Duration.ofMinutes(10);

    private final Ledger ledger;
    private final Courses courses;
    private final Course course;
    private final CourseNotice notices;
    private final ReleaseCourse releases;
    private final Settling settling;
    private final Problems problems;
    private final Meters meters;
    private final Clock clock;
    private final Asking asking = new Asking();

    private volatile long lookedAt;

    public FollowIsolations(Ledger ledger, Settings settings, Problems problems, Meters meters, Clock clock) {
        this.ledger = ledger;
        this.courses = ledger.courses();
        this.course = new Course(settings, clock);
        this.notices = new CourseNotice(settings, clock);
        this.releases = new ReleaseCourse(ledger, notices, clock);
        this.settling = new Settling(settings, clock);
        this.problems = problems;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Tells what others noticed, and begins a look. There is nothing to ask while no isolation is open, or while all are
     * settled and were looked at a moment ago.
     */
    public FollowRound begin() {
        LogContext.end(); // of a repeat that something cut short
        FollowRound round = new FollowRound(clock.millis());
        if (!ledger.leads(ROUTE)) {
            return round;
        }
        courses.untold().forEach(this::tellEnd);
        List<Isolation> open = courses.open().stream()
                .filter(record -> !record.state().equals("requesting"))
                .toList();
        boolean due = open.stream().anyMatch(FollowIsolations::isMoving)
                || !open.isEmpty() && clock.millis() - lookedAt >= SETTLED_EVERY.toMillis();
        if (due) {
            asking.ask(round, open);
        }
        return round;
    }

    private static boolean isMoving(Isolation record) {
        return switch (record.state()) {
            case "sent", "requested", "under-way", "releasing" -> true;
            case "isolated" -> !record.isTold("isolated");
            default -> false;
        };
    }

    /** Takes in a page of machine actions. */
    public void take(FollowRound round, Map<String, ?> answer) {
        round.page(answer);
    }

    /**
     * Defender refused the question: asks more simply.
     *
     * @throws DefenderRefusedException the given one, if it is about something else or nothing simpler is left
     */
    public void refused(FollowRound round, DefenderRefusedException refusal) {
        asking.refused(round, refusal);
    }

    /**
     * Notes what became of each isolation, and tells it.
     *
     * @return what has to be asked for again: maps with the {@code id} of the alert and the {@code machineId}
     */
    public List<Map<String, Object>> conclude(FollowRound round) {
        List<Isolation> unchanged = new ArrayList<>();
        for (Isolation record : round.records()) {
            MachineActions listed = round.about(record);
            Optional<Turn> turn = course.of(record, listed);
            turn.ifPresent(next -> take(record, next));
            if (turn.isEmpty()) {
                releases.failed(record, listed).ifPresent(why -> note(record, "release-failed", why));
            }
            if (turn.isEmpty() && isConfirmed(record, listed)) {
                unchanged.add(record);
            }
        }
        if (!round.records().isEmpty()) {
            courses.confirmed(unchanged, round.beganAt());
            lookedAt = round.beganAt();
        }
        problems.solved(ROUTE);
        return repeats();
    }

    /** Whether the list shows what the record says; then whoever asks about the device in a moment need not look again. */
    private static boolean isConfirmed(Isolation record, MachineActions listed) {
        return switch (record.state()) {
            case "requested", "under-way" -> listed.any(action -> Settling.isOurs(record, action));
            case "isolated" -> true;
            default -> false;
        };
    }

    private void take(Isolation record, Turn turn) {
        if (turn.tells() == null) {
            courses.step(record, turn.step(), null);
            return;
        }
        Optional<ReleaseWish> wish = releases.fulfilled(record, turn.tells(), turn.action());
        String problem = wish.map(one -> ReleaseCourse.reason(one, turn.step().problem()))
                .orElse(turn.step().problem());
        notice(record, turn.tells(), problem, turn.action(), wish)
                .filter(notice -> courses.step(record, turn.step(), notice).isPresent())
                .ifPresent(notice -> note(record, notice.kind(), turn.step().problem()));
    }

    /** Somebody else closed the record: an alert that looked at the device meanwhile, or a repeat that came to its end. */
    private void tellEnd(Isolation closed) {
        String kind =
                switch (closed.state()) {
                    case "released" -> Release.CANCELLED.equals(closed.problem()) ? "cancelled" : "released";
                    case "repeated" -> "repeated";
                    default -> "not-isolated";
                };
        Optional<ReleaseWish> wish = releases.fulfilled(closed, kind, null);
        String problem = wish.map(one -> ReleaseCourse.reason(one, null)).orElse(closed.problem());
        notice(closed, kind, problem, null, wish)
                .filter(notice -> courses.tell(closed, notice))
                .ifPresent(notice -> note(closed, kind, closed.problem()));
    }

    /** Empty while the alert itself has not been told: the mail about it comes first, and the next look is near. */
    private Optional<Notice> notice(
            Isolation record, String kind, String problem, Map<String, ?> action, Optional<ReleaseWish> wish) {
        Optional<Notice> alert = courses.noticeOf(record.alertId());
        if (alert.isEmpty()
                && clock.millis() - record.decidedAt() < ALERT_FIRST.toMillis()
                && isInHand(record.alertId())) {
            return Optional.empty();
        }
        return Optional.of(notices.of(record, kind, problem, action, alert, wish));
    }

    /** Whether what it was asked for is still being handled. A finding is, until it is told. */
    private boolean isInHand(String alertId) {
        return Finding.isId(alertId)
                || ledger.claims()
                        .state(alertId)
                        .filter(state -> state.equals("claimed") || state.equals("due"))
                        .isPresent();
    }

    private void note(Isolation record, String kind, String problem) {
        meters.isolation(kind);
        if (kind.equals("isolated") && record.sentAt() > 0) {
            meters.confirmedAfter(Duration.ofMillis(clock.millis() - record.sentAt()));
        }
        LogContext.about(
                record.alertId(),
                record.deviceId(),
                () -> LOG.info(
                        "Isolation of {}: {}{}. alertId={}",
                        record.deviceId(),
                        kind,
                        problem == null ? "" : ", " + problem,
                        record.alertId()));
    }

    private List<Map<String, Object>> repeats() {
        return courses.open().stream()
                .filter(record -> Repeat.isDue(record, settling))
                .filter(record -> ledger.releases().open(record.id()).isEmpty())
                .map(record -> Map.<String, Object>of("id", record.alertId(), "machineId", record.deviceId()))
                .toList();
    }

    /** From when isolation.max-age counts for what is asked for again; see {@code Judge}. */
    public Instant agedFrom(Map<String, ?> repeat) {
        return open(repeat).flatMap(Repeat::agedFrom).orElseGet(clock::instant);
    }

    /**
     * The end of a repeat. If the isolation is still only expired, it is not asked for again, and the SOC is told why.
     *
     * @param problem why it could not even be decided, or {@code null}
     * @param decision what was decided, or {@code null}
     * @param isolation what isolate-device made of it, or {@code null} if it was not called
     */
    public void repeated(Map<String, ?> repeat, String problem, Decision decision, Isolation isolation) {
        open(repeat).filter(record -> record.state().equals("expired")).ifPresent(record -> {
            String why = problem != null
                    ? problem
                    : isolation != null
                            ? isolation.problem()
                            : decision == null ? "nothing was decided" : decision.because();
            Step ended = new Step("ended", true, record.actionId(), null, why, record.endedAt());
            take(record, new Turn(ended, "expired", null));
        });
        courses.untold().forEach(this::tellEnd);
        LogContext.end();
    }

    private Optional<Isolation> open(Map<String, ?> repeat) {
        return Alerts.text(repeat, "machineId")
                .flatMap(device -> ledger.isolations().open(device))
                .filter(record -> record.alertId().equals(repeat.get("id")));
    }
}
