package io.github.defenderroutes.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.control.ControlClient;
import io.github.defenderroutes.control.Reply;
import io.github.defenderroutes.defender.Permits;
import io.github.defenderroutes.ledger.Inspection;
import java.util.List;
import java.util.Optional;

/**
 * The ledger in the hands of a running process, which is asked through its control port: {@code inspect} says how it
 * stands.
 */
final class HeldLedger implements LedgerAtHand {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INSPECT = "inspect";
    private static final int UNKNOWN_COMMAND = 2;

    private final ControlClient holder;
    private final String user;

    HeldLedger(ControlClient holder, String user) {
        this.holder = holder;
        this.user = user;
    }

    @Override
    public Inspection inspect() throws InterruptedException {
        Reply reply = holder.ask(user, List.of(INSPECT));
        if (reply.exitCode() != 0) {
            throw new IllegalStateException(
                    reply.exitCode() == UNKNOWN_COMMAND
                            ? "It is held by a process of another release, which cannot be asked. To fix: restart it with this release."
                            : reply.problems().strip());
        }
        try {
            return JSON.readValue(reply.out(), Inspection.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The process that holds it answers nonsense: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public Optional<String> stopped() throws InterruptedException {
        Reply reply = holder.ask(user, List.of("kill-switch", "status", "--json"));
        try {
            return Optional.ofNullable(
                    JSON.readTree(reply.out()).path("because").textValue());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The process that holds it answers nonsense: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public Permits permits() {
        return new PermitsOfHolder(holder, user);
    }
}
