package io.github.defenderroutes.check;

import io.github.defenderroutes.Links;
import io.github.defenderroutes.mail.MailServerException;
import io.github.defenderroutes.settings.Settings;
import java.util.List;

/** Connects to the mail server as a mail would, and sends none. */
final class MailSignInCheck implements Check {
    static final String LINK = "mail sign-in";

    private final Links links;
    private final Settings settings;

    MailSignInCheck(Links links, Settings settings) {
        this.links = links;
        this.settings = settings;
    }

    @Override
    public String link() {
        return LINK;
    }

    @Override
    public List<String> needs() {
        return List.of(SetUp.MAIL_SERVER);
    }

    @Override
    public Finding prove() throws MailServerException {
        links.mailServer().signIn();
        return Finding.ok(
                link(),
                "it takes us%s; mail.security = %s"
                        .formatted(
                                settings.text("mail.auth").equals("none")
                                        ? " without a sign-in"
                                        : settings.optionalText("mail.username")
                                                .map(" as "::concat)
                                                .orElse(""),
                                settings.text("mail.security")));
    }
}
