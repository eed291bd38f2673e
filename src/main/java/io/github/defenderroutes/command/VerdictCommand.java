package io.github.defenderroutes.command;

import io.github.defenderroutes.approval.ApprovalDesk;
import io.github.defenderroutes.ledger.Actor;
import io.github.defenderroutes.ledger.Approval;
import io.github.defenderroutes.ledger.Verdicts.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Deciding about devices that wait: one by one, or about all that a limit holds up, after they were listed. */
abstract class VerdictCommand extends OperatorCommand {
    private static final int MOST = 1_000;

    @ArgGroup(multiplicity = "1")
    private Which which;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; stands in the audit and the mail.")
    private String reason;

    @Option(
            names = "--listed",
            paramLabel = "CODE",
            description = "With --all: the code that stood below the list, which shows that you have seen it.")
    private String listed;

    private static final class Which {
        @Parameters(paramLabel = "ID", arity = "1..*", description = "Cases, as approvals lists them.")
        private List<String> ids;

        @Option(
                names = "--all",
                description =
                        "All devices that wait because a limit on isolations is reached. The first time they are listed.")
        private boolean all;
    }

    /** The command's name, for what it says. */
    abstract String verb();

    abstract Optional<String> whyNot(ApprovalDesk desk, Actor person);

    abstract List<Verdict> decide(ApprovalDesk desk, List<String> ids, Actor person, String why);

    @Override
    final int perform(Session session) {
        session.app().openLedger();
        ApprovalDesk desk = session.app().desk().approvals();
        Actor person = Actor.command(session.user());
        Optional<String> whyNot = whyNot(desk, person);
        if (whyNot.isPresent()) {
            session.problems().println(whyNot.get());
            return 1;
        }
        return which.all ? all(session, desk, person) : these(session, desk, which.ids, person);
    }

    private int all(Session session, ApprovalDesk desk, Actor person) {
        List<Approval> held = desk.list(true, MOST).stream()
                .filter(approval -> approval.isWaiting() && approval.capped())
                .toList();
        if (held.isEmpty()) {
            session.problems()
                    .println("No device waits because a limit is reached. To fix: decide by case, see approvals.");
            return 1;
        }
        if (code(held).equals(listed)) {
            return these(session, desk, held.stream().map(Approval::id).toList(), person);
        }
        if (listed != null) {
            session.problems().println("Since the list with that code the cases have changed. Nothing was decided.");
        }
        ApprovalsCommand.table(session.out(), held);
        session.out().printf("To %s these %d: %s --all --listed %s%n", verb(), held.size(), verb(), code(held));
        return listed == null ? 0 : 1;
    }

    private int these(Session session, ApprovalDesk desk, List<String> ids, Actor person) {
        List<Verdict> verdicts = decide(desk, ids.stream().distinct().toList(), person, reason);
        boolean allDone = true;
        for (Verdict verdict : verdicts) {
            boolean done = verdict.effect().isDone();
            allDone &= done;
            (done ? session.out() : session.problems())
                    .println(Printable.line(verdict.id()) + ": " + Printable.line(ApprovalDesk.said(verdict)));
            if (done) {
                session.audit(verdict.effect() + " case " + verdict.id());
            }
        }
        boolean approved = verdicts.stream()
                .anyMatch(verdict -> verdict.approval() != null
                        && verdict.effect().isDone()
                        && verdict.approval().isApproved());
        if (approved && session.app().ledger().overview().processes() == 0) {
            session.out().println("Nothing is running here: it is carried out by the next run.");
        }
        return allDone ? 0 : 1;
    }

    /** Names this list of cases, and no other. */
    private static String code(List<Approval> cases) {
        String ids = cases.stream().map(Approval::id).sorted().collect(Collectors.joining());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ids.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
