package io.github.defenderroutes.chaos;

import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.StandIn;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What goes wrong on the way: single faults of single calls, outages, and a mail server with moods. */
final class Trouble {
    private static final List<String> CALLS = List.of(
            "token",
            "list-alerts",
            "list-alerts",
            "list-alerts",
            "get-alert",
            "list-devices",
            "get-device",
            "list-machine-actions",
            "get-machine-action",
            "isolate",
            "isolate");

    private final StandIn standIn;
    private final World world;
    private final Random random;
    private int faults;
    private int lostAnswers;

    Trouble(StandIn standIn, World world, Random random) {
        this.standIn = standIn;
        this.world = world;
        this.random = random;
    }

    int faults() {
        return faults;
    }

    /** How many mails were accepted without the sender learning it, at most. */
    int lostAnswers() {
        return lostAnswers;
    }

    /** One of the next few calls of some kind goes wrong. */
    void aCallFails() {
        String call = CALLS.get(random.nextInt(CALLS.size()));
        int passes = random.nextInt(4);
        int kind = random.nextInt(call.equals("list-alerts") ? 13 : 11);
        standIn.faults().times(call, passes, Fault.none()).next(call, fault(kind));
        faults++;
        world.tell("after %d calls of %s: fault %d", passes, call, kind);
    }

    private Fault fault(int kind) {
        return switch (kind) {
            case 0 -> Fault.throttled();
            case 1 -> Fault.throttled(String.valueOf(1 + random.nextInt(90)));
            case 2 -> Fault.status(500);
            case 3 -> Fault.status(503).header("Retry-After", "20");
            case 4 -> Fault.status(504).butCarriedOut();
            case 5 -> Fault.reset();
            case 6 -> Fault.truncated();
            case 7 -> Fault.brokenJson();
            case 8 -> Fault.html(502);
            case 9 -> Fault.status(401);
            case 10 -> Fault.slow(Duration.ofMillis(100 + random.nextInt(400)));
            case 11 -> Fault.pageCap(1 + random.nextInt(5));
            default -> Fault.unsorted();
        };
    }

    /** Isolations are carried out and their answers do not arrive. */
    void answersToIsolationsAreLost() {
        int kind = List.of(4, 6, 7).get(random.nextInt(3));
        int calls = 1 + random.nextInt(3);
        standIn.faults().times("isolate", calls, fault(kind));
        faults += calls;
        world.tell("the next %d isolations: fault %d", calls, kind);
    }

    /** Every call of some kind fails for minutes. */
    void anOutage() {
        String call = CALLS.get(random.nextInt(CALLS.size()));
        Duration time = Duration.ofSeconds(30 + random.nextInt(900));
        standIn.faults().during(call, time, Fault.status(503));
        faults++;
        world.tell("outage of %s for %s", call, time);
    }

    void everyTokenIsRevoked() {
        standIn.login().revokeAllTokens();
        faults++;
        world.tell("tokens revoked");
    }

    void aMailIsRefused() {
        String answer = random.nextBoolean() ? "452 4.2.2 Mailbox full" : "554 5.7.1 Not now";
        standIn.mails().refuseNext(answer);
        faults++;
        world.tell("next mail refused: %s", answer);
    }

    void anAnswerToAMailIsLost() {
        standIn.mails().loseNextAnswer();
        lostAnswers++;
        faults++;
        world.tell("next mail accepted, answer lost");
    }

    void theMailServerGoesAway() {
        standIn.mails().makeUnavailable();
        faults++;
        world.tell("mail server away");
    }

    void theMailServerComesBack() {
        standIn.mails().makeAvailable();
    }

    /** Nothing goes wrong any more. */
    void ends() {
        standIn.faults().clear();
        standIn.mails().makeAvailable();
        world.tell("no more trouble");
    }
}
