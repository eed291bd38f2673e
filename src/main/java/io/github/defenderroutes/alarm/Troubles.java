package io.github.defenderroutes.alarm;

import io.github.defenderroutes.alarm.Trouble.Symptom;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.poll.GoodPolls;
import io.github.defenderroutes.run.Problems;
import io.github.defenderroutes.settings.Settings;
import java.util.List;
import java.util.Optional;

/** The kinds of trouble that we watch for. */
final class Troubles {
    private Troubles() {}

    static List<Trouble> all(Ledger ledger, GoodPolls polls, Problems problems, Settings settings) {
        return List.of(databaseLost(ledger), nothingPolled(ledger, polls, problems, settings));
    }

    private static Trouble databaseLost(Ledger ledger) {
        return new Trouble(
                "database-lost",
                "Our database cannot be used",
                "No alert is taken in hand, no device is isolated, and no other mail is sent. Nothing is lost: the alerts"
                        + " stay in Defender, and what was finished is kept and written when the database is back.",
                "See that the database of state.url runs, can be reached from here and has room on its disk. We notice by"
                        + " ourselves when it is back; a restart is not needed.",
                () -> ledger.away().map(away -> new Symptom(away.since(), away.reason())));
    }

    private static Trouble nothingPolled(Ledger ledger, GoodPolls polls, Problems problems, Settings settings) {
        return new Trouble(
                "nothing-polled",
                "Defender could not be polled",
                "New alerts are not seen, so nobody is told of them and no device is isolated for them. Nothing is lost:"
                        + " the alerts stay in Defender and are handled when polling works again.",
                "Do what the last failure says. If none stands here, the process hangs or is still busy with many alerts:"
                        + " see in its log, and restart it if it does nothing.",
                () -> Optional.of(new Symptom(
                        polls.last(), problems.standing("poll-alerts").orElse(null))),
                since -> new CatchUp(ledger, settings).since(since));
    }
}
