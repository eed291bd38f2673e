package io.github.defenderroutes.chaos;

import io.github.defenderroutes.MovableClock;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import io.github.defenderroutes.standin.Tenant.Duplicates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One history from its seed to the verdict. */
final class Chaos {
    /** After the last trouble; each time every alert is looked for, so that what waits has its turn. */
    private static final int QUIET_HOURS = 8;

    /** How many of them there are at least, so that what happens twice has its turn too. */
    private static final int HOURS_TO_SEE_DOUBLES = 2;

    /** What was accepted in the last moments is noted in one commit: 20 mails at most, and the one on its way. */
    private static final int REPEATED_AFTER_A_KILL = 21;

    private Chaos() {}

    /**
     * What came of it.
     *
     * @param broken the guarantees that did not hold, and how
     */
    record Verdict(
            long seed,
            List<String> broken,
            List<String> story,
            int alerts,
            int faults,
            int kills,
            int calls,
            int actions,
            int mails) {

        String report() {
            return "Seed %d: %d alerts, %d faults, %d kills, %d calls, %d machine actions, %d mails; %s%n%s"
                    .formatted(
                            seed,
                            alerts,
                            faults,
                            kills,
                            calls,
                            actions,
                            mails,
                            broken.isEmpty() ? "all guarantees held" : String.join("\n  ", broken),
                            broken.isEmpty() ? "" : "What happened:\n  " + String.join("\n  ", story));
        }
    }

    static Verdict ticked(long seed, int steps) {
        MovableClock clock = new MovableClock();
        try (StandIn standIn = standIn(seed, clock);
                Subject subject = new TickedSubject(settings(standIn, "jdbc:h2:mem:chaos" + seed, seed), clock)) {
            return run(seed, steps, standIn, clock, subject);
        }
    }

    static Verdict killed(long seed, int steps, Path folder) {
        MovableClock clock = new MovableClock();
        try (StandIn standIn = standIn(seed, clock);
                Subject subject = new ChildSubject(
                        settings(standIn, "jdbc:h2:file:" + folder.resolve("state" + seed), seed),
                        folder.resolve("log" + seed),
                        standIn,
                        clock,
                        new Random(seed))) {
            return run(seed, steps, standIn, clock, subject);
        }
    }

    private static Verdict run(long seed, int steps, StandIn standIn, MovableClock clock, Subject subject) {
        Random random = new Random(seed);
        World world = new World(standIn, clock);
        Trouble trouble = new Trouble(standIn, world, random);
        new History(world, trouble, subject, random).run(steps);

        trouble.ends();
        int hours = 0;
        while (hours < HOURS_TO_SEE_DOUBLES
                || hours < QUIET_HOURS
                        && !judge(world, standIn, trouble, subject).isEmpty()) {
            hours++;
            subject.pass(Duration.ofMinutes(65));
            subject.workUntil(() -> judge(world, standIn, trouble, subject).isEmpty());
        }
        subject.stop();
        return new Verdict(
                seed,
                judge(world, standIn, trouble, subject),
                world.story(),
                world.alerts().size(),
                trouble.faults(),
                subject.kills(),
                standIn.calls().size(),
                standIn.tenant().actions().size(),
                standIn.mails().all().size());
    }

    private static List<String> judge(World world, StandIn standIn, Trouble trouble, Subject subject) {
        int mostRepeats = trouble.lostAnswers() + subject.kills() * REPEATED_AFTER_A_KILL;
        return Guarantees.broken(Ledger.of(world, standIn, subject.log(), mostRepeats));
    }

    private static StandIn standIn(long seed, MovableClock clock) {
        StandIn standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
        standIn.tenant().duplicates(seed % 2 == 0 ? Duplicates.RETURN_PENDING : Duplicates.REFUSE);
        return standIn;
    }

    /** As shipped but for the mode, the caps and the schedules; a small page makes walks of many pages. */
    private static Map<String, String> settings(StandIn standIn, String state, long seed) {
        Map<String, String> settings = new HashMap<>(standIn.settings());
        settings.put("state.url", state);
        settings.put("isolation.mode", "enforce");
        settings.put("isolation.cap.per-hour", "off");
        settings.put("isolation.cap.per-day", "off");
        settings.put("alerts.page-size", String.valueOf(List.of(4, 7, 20, 1_000).get(Math.floorMod(seed, 4))));
        settings.put("mail.digest.by", "off");
        for (String cron :
                List.of("alerts.poll.cron", "alerts.retry.cron", "mail.send.cron", "isolation.follow.cron")) {
            settings.put(cron, "* * * * * ?");
        }
        return settings;
    }
}
