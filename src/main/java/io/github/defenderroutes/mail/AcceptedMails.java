package io.github.defenderroutes.mail;

import io.github.defenderroutes.ledger.LedgerException;
import io.github.defenderroutes.ledger.Mails;
import io.github.defenderroutes.ledger.Mails.Mail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mails that a server has accepted and that are not noted as sent yet. They are noted several in one commit, but soon: a
 * process that is killed in between repeats at most {@value #MOST} mails of the last {@value #MILLIS} ms, each under its
 * Message-ID. While the database is away they stay here, so that they are noted then and not sent again. Thread-safe.
 */
final class AcceptedMails {
    private static final Logger LOG = LoggerFactory.getLogger(AcceptedMails.class);
    private static final int MOST = 20;
    private static final long MILLIS = 50;

    private final Mails mails;
    private final List<Mail> accepted = new ArrayList<>();
    private final ScheduledThreadPoolExecutor soon;

    AcceptedMails(Mails mails) {
        this.mails = mails;
        this.soon = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "mails-sent");
            thread.setDaemon(true);
            return thread;
        });
        soon.setKeepAliveTime(1, TimeUnit.SECONDS);
        soon.allowCoreThreadTimeOut(true);
    }

    synchronized void add(Mail mail) {
        accepted.add(mail);
        if (accepted.size() >= MOST) {
            noteIfPossible();
        } else if (accepted.size() == 1) {
            soon.schedule(this::noteIfPossible, MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    synchronized boolean contains(String mailId) {
        return accepted.stream().anyMatch(mail -> mail.id().equals(mailId));
    }

    /** @throws LedgerException if that is not possible now; then they are still here */
    synchronized void note() {
        if (!accepted.isEmpty()) {
            mails.sent(accepted);
            accepted.clear();
        }
    }

    private synchronized void noteIfPossible() {
        try {
            note();
        } catch (LedgerException e) {
            // the round that asks for the next mails meets it again, and says so
            LOG.debug("Sent mails are not noted yet: {}", e.getMessage());
        }
    }
}
