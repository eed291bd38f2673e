package io.github.defenderroutes.explain;

import io.github.defenderroutes.judge.Decision;
import io.github.defenderroutes.rehearsal.Leaving.Letter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why an alert is decided as it is.
 *
 * @param alert in Defender's form, as the routes had it
 * @param device as the routes had it; empty if they did not know it
 * @param now the time that the routes believed it to be
 * @param mode the value of {@code isolation.mode}
 * @param way what happened, in order
 * @param decision empty if none was made
 * @param result in a word: how far an isolation would go, else what was decided, else how the run ended; {@code not taken}
 *     if it never began
 * @param detail one line more; empty if there is nothing to add
 * @param letters the mails that would go out
 */
public record Explanation(
        Map<String, Object> alert,
        Optional<Map<String, Object>> device,
        Instant now,
        String mode,
        List<Entry> way,
        Optional<Decision> decision,
        String result,
        Optional<String> detail,
        List<Letter> letters) {
    static final String NOT_TAKEN = "not taken";

    /** Whether the routes took it in hand; not if it could not be read. */
    public boolean wasTaken() {
        return !result.equals(NOT_TAKEN);
    }
}
