package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Mails.Waiting;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails to Exchange Online, which lets in whoever has a token for it. */
class MailByTokenTest {
    private final Installation our = new Installation().with("mail.auth", "oauth");

    @BeforeEach
    void letInOnlyByToken() {
        our.standIn.mails().requireToken("defender-routes@corp.example");
    }

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void theAppSignsInForTheMailboxOfMailFromUnlessAnotherIsNamed() {
        our.standIn.login().grant("SMTP.SendAsApp");
        our.alertOn("d1");

        our.tick();

        assertThat(our.mailAbout("alert-d1").to()).containsExactly("soc@corp.example");
    }

    @Test
    void aMailboxThatTheAppMayNotUseIsRefused() {
        our.standIn.login().grant("SMTP.SendAsApp");
        our.with("mail.username", "boss@corp.example").alertOn("d1");

        our.tick();

        assertThat(theProblem()).contains("refused user boss@corp.example (535 5.7.3");
    }

    @Test
    void aPermissionGrantedLaterCountsFromTheNextTryOn() {
        our.alertOn("d1");
        our.tick();
        assertThat(our.mails()).isEmpty();
        assertThat(theProblem()).contains("To fix: grant the app SMTP.SendAsApp", "New-ServicePrincipal -AppId");

        our.standIn.login().grant("SMTP.SendAsApp"); // the token we have is without it
        our.tickAfter(Duration.ofMinutes(1));

        assertThat(our.mails()).hasSize(1);
    }

    @Test
    void aScopeThatIsNotExchangesIsToldAsSuch() {
        our.with("mail.oauth.scope", "https://outlook.example/.default").alertOn("d1");

        our.tick();

        assertThat(theProblem()).contains("we have no token for it (mail.oauth.scope). Entra ID", "invalid_resource");
    }

    /** Of the mail that was tried; on a slow machine the end of the isolation waits for its turn too. */
    private String theProblem() {
        return our.app().ledger().mails().waiting(10).stream()
                .map(Waiting::problem)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
