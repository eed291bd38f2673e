package io.github.defenderroutes.recorded;

import io.github.defenderroutes.defender.DefenderRefusedException;
import io.github.defenderroutes.defender.PreparedRequest;
import io.github.defenderroutes.rehearsal.Answers;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Answers the questions of routes from what is recorded: devices, machine actions, and the alert in hand. What is not
 * recorded is refused, never guessed; but where no machine action is, there was none. Not safe for threads.
 */
public final class RecordedAnswers implements Answers {
    private final KnownDevices known;
    private RecordedAlert inHand;

    public RecordedAnswers(KnownDevices known) {
        this.known = known;
    }

    /** The alert about which questions will be asked now. */
    public void inHand(RecordedAlert alert) {
        inHand = alert;
    }

    @Override
    public Given to(PreparedRequest question) {
        String[] path = decoded(question.path()).split("/"); // "", "api", "machines", id
        if (path.length == 4 && path[2].equals("machines")) {
            return device(path[3]);
        }
        if (path.length == 4 && path[2].equals("alerts") && inHand.id().equals(path[3])) {
            return new Given(inHand.alert(), "the recorded alert");
        }
        if (path.length == 3 && path[2].equals("machineactions")) {
            return known.actions(decoded(question.query()).toLowerCase(Locale.ROOT));
        }
        throw notRecorded("%s has no answer: it is not recorded".formatted(question.operation()));
    }

    private Given device(String id) {
        if (inHand.device() != null
                && id.equalsIgnoreCase(String.valueOf(inHand.device().get("id")))) {
            return new Given(inHand.device(), "the record of the run");
        }
        return known.device(id).orElseThrow(() -> notRecorded("it is not recorded beside the alert"));
    }

    private static DefenderRefusedException notRecorded(String problem) {
        return new DefenderRefusedException(problem, 0, "NotRecorded");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
