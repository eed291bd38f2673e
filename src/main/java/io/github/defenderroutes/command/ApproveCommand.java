package io.github.defenderroutes.command;

import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code approve}: a person wants a device to be isolated. */
@Command(
        name = "approve",
        description = "Approves that devices are isolated. They are looked at afresh before.",
        mixinStandardHelpOptions = true)
final class ApproveCommand extends VerdictCommand {
    @Override
    String verb() {
        return "approve";
    }

    @Override
    Optional<String> whyNot(ApprovalDesk desk, Actor person) {
        return desk.whyNotApprove(person);
    }

    @Override
    List<Verdict> decide(ApprovalDesk desk, List<String> ids, Actor person, String why) {
        return desk.approve(ids, person, why);
    }
}
