package io.github.defenderroutes.mail;

import io.github.defenderroutes.defender.DefenderRefusedException;
import java.util.Locale;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/**
 * What a server means that refuses us, in words an administrator can act on.
 *
 * <p>The texts that tell cases apart are Exchange Online's and Google's as they are seen in the field; no document lists
 * them. An unknown text gets the general advice.
 */
final class Refusals {
    private Refusals() {}

    /** Whether Microsoft Graph refuses us or our mailbox, and not just one mail. */
    static boolean isOfOurMailbox(DefenderRefusedException refused) {
        return refused.getStatus() == 403 || refused.getStatus() == 404;
    }

    /** The failure's message; of Microsoft Graph's refusals with what it leaves open. */
    static String ofGraph(Throwable failure) {
        String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        if (!(failure instanceof DefenderRefusedException refused)) {
            return said;
        }
        return switch (refused.getStatus()) {
            case 403 -> said + ". If it has that, it may be limited to other mailboxes than mail.from.";
            case 404 -> said + ". To fix: mail.from must be a mailbox of the tenant with an Exchange Online license.";
            default -> said;
        };
    }

    /** Whether it is our sender address that is refused, after the mail itself was handed over. */
    static boolean isOfOurSender(SMTPSendFailedException refused) {
        String said = String.valueOf(refused.getMessage());
        return said.contains("SendAsDenied") || said.contains(" 5.7.60 ");
    }

    /** What to do when the server does not let us send under the address {@code mail.from}. */
    static String ofOurSender() {
        return "set mail.from to the mailbox that signs in (mail.username), or let that one send as mail.from: Add-RecipientPermission -AccessRights SendAs in Exchange Online PowerShell.";
    }

    /** What a server said, in case it repeats what it was told: without the secret and without what may hold it encoded. */
    static String withoutSecret(String said, String secret) {
        String shown = secret == null || secret.isEmpty() ? said : said.replace(secret, "…");
        return shown.replaceAll("[A-Za-z0-9+/=_-]{60,}", "…");
    }

    /** What to do when the server does not accept who we say we are. */
    static String ofSignIn(SmtpOptions options, String said) {
        String lower = said.toLowerCase(Locale.ROOT);
        if (lower.contains("smtpclientauthentication is disabled")) {
            return "allow it for the mailbox, in Exchange Online PowerShell: Set-CASMailbox -Identity %s -SmtpClientAuthenticationDisabled $false. Or set mail.send-by = graph."
                    .formatted(user(options));
        }
        if (lower.contains("no authentication mechanisms supported by both")) {
            return "the server offers none of our ways to sign in; choose another mail.auth.";
        }
        if (options.signIn() instanceof SmtpSignIn.OAuth oauth) {
            return ofToken(oauth);
        }
        if (lower.contains("basic authentication is disabled")) {
            return "Exchange Online takes no passwords any more; set mail.auth = oauth or mail.send-by = graph.";
        }
        if (options.isGoogle()) {
            return "Google wants an app password: turn on 2-Step Verification, make one at myaccount.google.com/apppasswords, put it into MAIL_PASSWORD, and the whole address into mail.username.";
        }
        return "check mail.username and mail.password.";
    }

    private static String ofToken(SmtpSignIn.OAuth oauth) {
        return "grant the app SMTP.SendAsApp with admin consent, then in Exchange Online PowerShell: New-ServicePrincipal -AppId %s -ObjectId ID; Add-MailboxPermission -Identity %s -User ID -AccessRights FullAccess. ID is its Object ID under Enterprise applications, not under App registrations."
                .formatted(oauth.clientId().orElse("CLIENT-ID"), user(oauth));
    }

    private static String user(SmtpOptions options) {
        return user(options.signIn());
    }

    private static String user(SmtpSignIn signIn) {
        return Plain.line(String.valueOf(signIn.user()), 100);
    }
}
