package io.github.defenderroutes.chaos;

import io.github.defenderroutes.standin.Reaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws from a seed what happens. The draws depend on nothing that the application does, so a seed is a history. */
final class History {
    private static final Duration BACKFILL = Duration.ofHours(1);

    private final World world;
    private final Trouble trouble;
    private final Subject subject;
    private final Random random;
    private final List<String> devices = new ArrayList<>();
    private Instant lastCreated;

    History(World world, Trouble trouble, Subject subject, Random random) {
        this.world = world;
        this.trouble = trouble;
        this.subject = subject;
        this.random = random;
    }

    void run(int steps) {
        whatWasThereBeforeUs();
        subject.work();
        for (int step = 0; step < steps; step++) {
            for (int things = random.nextInt(7); things > 0; things--) {
                something();
            }
            if (random.nextInt(5) == 0) {
                subject.pass(aWhile());
            }
            subject.work();
            if (random.nextInt(3) == 0) {
                world.tell(random.nextInt(6) == 0 ? stopped() : killed());
            }
            if (random.nextInt(3) > 0) {
                subject.pass(aWhile());
            }
        }
    }

    private String killed() {
        subject.kill();
        return "killed";
    }

    private String stopped() {
        subject.stop();
        return "stopped";
    }

    /** Alerts on both sides of the line from which on we are responsible, at a safe distance from it. */
    private void whatWasThereBeforeUs() {
        for (int i = 2 + random.nextInt(6); i > 0; i--) {
            devices.add(newDevice());
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            long age = BACKFILL.plusMinutes(20 + random.nextInt(3_000)).toSeconds();
            world.raise(severity(), device(), world.now().minusSeconds(age), Duration.ZERO, true);
        }
        for (int i = random.nextInt(8); i > 0; i--) {
            long age = random.nextInt((int) BACKFILL.minusMinutes(10).toSeconds());
            world.raise(severity(), device(), world.now().minusSeconds(age), Duration.ZERO, false);
        }
    }

    private void something() {
        int what = random.nextInt(100);
        if (what < 30) {
            newAlert();
        } else if (what < 36) {
            manyAtTheSameInstant();
        } else if (what < 60) {
            somethingWithAnAlert(what);
        } else if (what < 63) {
            world.byHand(random.nextBoolean() ? "Isolate" : "Unisolate", anyOf(devices));
        } else if (what < 67) {
            anIsolationSeemsLost();
        } else if (what < 88) {
            trouble.aCallFails();
        } else {
            somethingWithMailOrOutage(what);
        }
    }

    private void somethingWithAnAlert(int what) {
        List<KnownAlert> all = world.alerts();
        if (all.isEmpty()) {
            return;
        }
        KnownAlert alert = all.get(random.nextInt(all.size()));
        String severity = severity();
        if (what < 45) {
            if (!alert.now().severity().equals("Critical") && !severity.equals("Critical")) {
                world.severity(alert, severity);
            }
        } else if (what < 50) {
            world.resolve(alert);
        } else if (what < 56) {
            world.touch(alert);
        } else {
            world.comment(alert);
        }
    }

    private void somethingWithMailOrOutage(int what) {
        if (what < 90) {
            trouble.anOutage();
        } else if (what < 91) {
            trouble.everyTokenIsRevoked();
        } else if (what < 94) {
            trouble.aMailIsRefused();
        } else if (what < 96) {
            trouble.anAnswerToAMailIsLost();
        } else if (what < 97) {
            trouble.theMailServerGoesAway();
        } else {
            trouble.theMailServerComesBack();
        }
    }

    private void newAlert() {
        boolean sameInstant = random.nextInt(5) == 0
                && lastCreated != null
                && lastCreated.plus(Duration.ofHours(12)).isAfter(world.now());
        Duration delay = random.nextInt(4) == 0 ? Duration.ofSeconds(random.nextInt(3 * 3600)) : Duration.ZERO;
        String severity = severity();
        String device = device();
        lastCreated = sameInstant ? lastCreated : world.now();
        if (random.nextInt(10) == 0) {
            world.raiseResolved(severity, device);
        } else {
            world.raise(severity, device, lastCreated, delay, false);
        }
    }

    /** It is carried out, its answer is lost, and Defender lists it late: who asks again now asks twice. */
    private void anIsolationSeemsLost() {
        String device = world.device(
                DeviceKind.MAY_BE_ISOLATED, Reaction.succeeds().hiddenFor(Duration.ofSeconds(20 + random.nextInt(35))));
        devices.add(device);
        world.raise("High", device, world.now(), Duration.ZERO, false);
        trouble.answersToIsolationsAreLost();
    }

    private void manyAtTheSameInstant() {
        lastCreated = world.now();
        for (int i = 3 + random.nextInt(12); i > 0; i--) {
            world.raise(severity(), device(), lastCreated, Duration.ZERO, false);
        }
    }

    private String severity() {
        int what = random.nextInt(20);
        return what < 8 ? "High" : what < 12 ? "Medium" : what < 17 ? "Low" : what < 19 ? "Informational" : "Critical";
    }

    /** A new one, one that had alerts before, or none. */
    private String device() {
        int what = random.nextInt(12);
        if (what < 4) {
            devices.add(newDevice());
            return devices.get(devices.size() - 1);
        }
        return what == 11 ? null : anyOf(devices);
    }

    private String newDevice() {
        DeviceKind kind = random.nextInt(3) > 0
                ? DeviceKind.MAY_BE_ISOLATED
                : DeviceKind.values()[random.nextInt(DeviceKind.values().length)];
        return world.device(kind, reaction());
    }

    private Reaction reaction() {
        return switch (random.nextInt(14)) {
            case 0 -> Reaction.fails();
            case 1 -> Reaction.timesOut();
            case 2 -> Reaction.isCancelled();
            case 3 -> Reaction.staysPending();
            case 4 -> Reaction.refusesPlatform("Windows11");
            case 5, 6, 7 -> Reaction.succeeds().hiddenFor(Duration.ofSeconds(5 + random.nextInt(50)));
            case 8 -> Reaction.succeeds().pendingFor(Duration.ofSeconds(random.nextInt(3_600)));
            default -> Reaction.succeeds();
        };
    }

    private Duration aWhile() {
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> Duration.ofSeconds(1 + random.nextInt(60));
            case 3 -> Duration.ofSeconds(1 + random.nextInt(600));
            case 4 -> Duration.ofSeconds(1 + random.nextInt(1_800));
            default -> Duration.ofSeconds(1 + random.nextInt(5_000));
        };
    }

    private String anyOf(List<String> ids) {
        return ids.get(random.nextInt(ids.size()));
    }
}
