package io.github.defenderroutes.command;

import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code deny}: a person does not want a device to be isolated. */
@Command(
        name = "deny",
        description = "Denies that devices are isolated, for the alerts there are. A newer alert asks again.",
        mixinStandardHelpOptions = true)
final class DenyCommand extends VerdictCommand {
    @Override
    String verb() {
        return "deny";
    }

    @Override
    Optional<String> whyNot(ApprovalDesk desk, Actor person) {
        return desk.whyNotDecide(person);
    }

    @Override
    List<Verdict> decide(ApprovalDesk desk, List<String> ids, Actor person, String why) {
        return desk.deny(ids, person, why);
    }
}
