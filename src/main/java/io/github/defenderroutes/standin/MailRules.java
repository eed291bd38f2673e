package io.github.defenderroutes.standin;

import com.icegreen.greenmail.Managers;
import com.icegreen.greenmail.mail.MailAddress;
import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.smtp.SmtpManager;
import com.icegreen.greenmail.smtp.SmtpState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the mail server accepts; hands each accepted mail on once, however many recipients it has. */
final class MailRules extends SmtpManager {

    private static final Pattern XOAUTH2 = Pattern.compile("user=([^\\x01]*)\\x01auth=(Bearer [^\\x01]*)\\x01\\x01");

    private final Consumer<ReceivedMail> accepted;
    private final Set<String> rejected = ConcurrentHashMap.newKeySet();
    private final Deque<String> refusals = new ArrayDeque<>();
    private volatile boolean passwordRequired;
    private volatile BiPredicate<String, String> tokens;
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

    /** @param admits mailbox, and what would be the header Authorization */
    void requireToken(BiPredicate<String, String> admits) {
        tokens = admits;
        passwordRequired = true;
    }

    boolean takesTokens() {
        return tokens != null;
    }

    /** @param words what a client says after AUTH XOAUTH2 */
    boolean admits(String words) {
        try {
            String said = new String(Base64.getDecoder().decode(words), StandardCharsets.UTF_8);
            Matcher asked = XOAUTH2.matcher(said);
            return takesTokens() && asked.matches() && tokens.test(asked.group(1), asked.group(2));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    boolean passwordRequired() {
        return passwordRequired;
    }
}
