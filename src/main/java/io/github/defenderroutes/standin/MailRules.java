package io.github.defenderroutes.standin;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What the mail server accepts; hands each accepted mail on once, however many recipients it has. */
final class MailRules extends SmtpManager {

    private final Consumer<ReceivedMail> accepted;
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private final Deque<String> refusals = new ArrayDeque<>();
    private volatile boolean passwordRequired;
    private int answersToLose;

    MailRules(Managers managers, Consumer<ReceivedMail> accepted) {
        super(managers.getImapHostManager(), managers.getUserManager());
        this.accepted = accepted;
    }

    @Override
    public String checkRecipient(SmtpState state, MailAddress recipient) {
        return rejected.contains(recipient.getEmail().toLowerCase(Locale.ROOT))
                ? "550 5.1.1 Mailbox unavailable: " + recipient.getEmail()
                : null;
    }

    @Override
    public synchronized String checkData(SmtpState state) {
        return refusals.poll();
    }

    @Override
    public synchronized void send(SmtpState state) {
        MovingMessage mail = state.getMessage();
        accepted.accept(ReceivedMail.of(
                mail.getMessage(),
                mail.getToAddresses().stream().map(MailAddress::getEmail).toList()));
    }

    void reject(String address) {
        rejected.add(address.toLowerCase(Locale.ROOT));
    }

    void acceptAll() {
        rejected.clear();
    }

    synchronized void refuseNext(String answer) {
        refusals.add(answer);
    }

    synchronized void loseNextAnswer() {
        answersToLose++;
    }

    synchronized boolean losesAnswer() {
        boolean loses = answersToLose > 0;
        answersToLose -= loses ? 1 : 0;
        return loses;
    }

    void requirePassword() {
        passwordRequired = true;
    }

    boolean passwordRequired() {
        return passwordRequired;
    }
}
