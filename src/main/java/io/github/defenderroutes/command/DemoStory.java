package io.github.defenderroutes.command;

import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.ledger.Runs.Ended;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.ReceivedMail;
import io.github.defenderroutes.standin.StandIn;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells what happens while the demo plays: what was decided, what Defender was asked, which mails arrived. */
final class DemoStory {
    private static final long LOOK_MILLIS = 200;

    private final StandIn standIn;
    private final Ledger ledger;
    private final PrintWriter out;
    private final Set<String> toldRuns = new HashSet<>();
    private final Set<String> toldIsolated = new HashSet<>();
    private int toldCalls;
    private int toldMails;

    DemoStory(StandIn standIn, Ledger ledger, PrintWriter out) {
        this.standIn = standIn;
        this.ledger = ledger;
        this.out = out;
    }

    /** Tells until so many alerts are handled and everything about them is told. */
    boolean untilQuiet(int alerts, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            tell();
            if (toldRuns.size() >= alerts && isQuiet()) {
                return true;
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return false;
    }

    /** Tells for that long, so that a person can follow. */
    boolean forAWhile(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            tell();
            Thread.sleep(LOOK_MILLIS);
        }
        return true;
    }

    private boolean isQuiet() {
        return ledger.claims().open().isEmpty()
                && ledger.mails().waiting(1).isEmpty()
                && standIn.mails().all().size() == toldMails
                && standIn.tenant().isolatedDevices().size() == toldIsolated.size()
                && standIn.tenant().actions().stream()
                        .allMatch(action -> action.get("status").equals("Succeeded"));
    }

    private void tell() {
        for (Ended run : ledger.runs().since(0)) {
            if (toldRuns.add(run.id())) {
                out.println("decided   " + Report.line(run));
            }
        }
        List<Call> answered = standIn.calls("isolate").stream()
                .skip(toldCalls)
                .takeWhile(call -> call.status() != 0) // 0: the answer is not out yet
                .toList();
        answered.forEach(call -> out.printf(
                "asked     isolate %s: Defender answers %d %s%n", device(call), call.status(), accepted(call)));
        toldCalls += answered.size();
        standIn.tenant().isolatedDevices().stream()
                .filter(toldIsolated::add)
                .forEach(device -> out.printf(
                        "isolated  %s is off the network, says the tenant%n",
                        standIn.tenant().machine(device).get("computerDnsName")));
        List<ReceivedMail> mails = standIn.mails().all();
        mails.stream().skip(toldMails).forEach(mail -> out.println("mailed    " + mail.subject()));
        toldMails = mails.size();
        out.flush();
    }

    private Object device(Call call) {
        String id = call.path().replaceAll(".*/machines/([^/]+)/isolate", "$1");
        return standIn.tenant().machine(id).get("computerDnsName");
    }

    private static String accepted(Call call) {
        return call.status() == 201 ? "(accepted, no more than that yet)" : "(refused)";
    }

    /** The mail about the first isolation, as it would be read. */
    void oneMailInFull() {
        standIn.mails().all().stream()
                .filter(mail -> mail.subject().contains("isolation requested"))
                .findFirst()
                .ifPresent(mail -> {
                    out.printf("%nOne of the mails in full, to %s%n", String.join(", ", mail.to()));
                    out.println("  | Subject: " + mail.subject());
                    out.println("  |");
                    mail.text().lines().forEach(line -> out.println("  | " + line));
                });
        out.flush();
    }

    void summary() {
        out.printf(
                "%nIn the end: %d times an alert was handled, %d isolations accepted by Defender, %d devices off the network, %d mails, %d API calls.%n",
                toldRuns.size(),
                standIn.tenant().actions().size(),
                standIn.tenant().isolatedDevices().size(),
                standIn.mails().all().size(),
                standIn.calls().size());
        out.println("These were your routes/ and config/. Change a rule there and play it again.");
        out.flush();
    }
}
