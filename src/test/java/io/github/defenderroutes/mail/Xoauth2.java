package io.github.defenderroutes.mail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.AuthenticationHandler;
import org.subethamail.smtp.AuthenticationHandlerFactory;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.RejectException;

/** SASL XOAUTH2 for SubEthaSMTP, as Exchange Online documents it: accepts one mailbox with one token. */
final class Xoauth2 implements AuthenticationHandlerFactory {
    private final String mailbox;
    private final List<String> tried = new CopyOnWriteArrayList<>();
    volatile String goodToken = "good";
    volatile String refusal = "5.7.3 Authentication unsuccessful [SN2PR00CA0018.namprd00.prod.outlook.com]";

    Xoauth2(String mailbox) {
        this.mailbox = mailbox;
    }

    /** The tokens that came, in their order. */
    List<String> tried() {
        return tried;
    }

    @Override
    public List<String> getAuthenticationMechanisms() {
        return List.of("LOGIN", "XOAUTH2");
    }

    @Override
    public AuthenticationHandler create() {
        return new AuthenticationHandler() {
            @Override
            public Optional<String> auth(String line, MessageContext context) throws RejectException {
                check(line);
                return Optional.empty();
            }

            @Override
            public Object getIdentity() {
                return mailbox;
            }
        };
    }

    private void check(String line) throws RejectException {
        if (!line.startsWith("AUTH XOAUTH2 ")) {
            throw new RejectException(504, "only XOAUTH2");
        }
        String decoded = new String(Base64.getDecoder().decode(line.substring(13)), StandardCharsets.UTF_8);
        String token = decoded.replaceFirst("^.*auth=Bearer ", "").replace("\u0001", "");
        tried.add(token);
        if (!decoded.equals("user=" + mailbox + "\u0001auth=Bearer " + goodToken + "\u0001\u0001")) {
            throw new RejectException(535, refusal);
        }
    }
}
