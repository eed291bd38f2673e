package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmtpOptionsTest {

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(options("mail.corp.example", 587, "s3cret"))
                .hasToString("mail.corp.example:587, security STARTTLS, auth PASSWORD, time limit PT5S");
    }

    @Test
    void whatIsMissingOrOutOfRangeIsNamed() {
        assertThatThrownBy(() -> options(" ", 587, "s3cret")).hasMessage("mail.host is required.");
        assertThatThrownBy(() -> options("mail", 70_000, "s3cret"))
                .hasMessage("mail.port = 70000 is not between 1 and 65535.");
        assertThatThrownBy(() -> options("mail", 587, null))
                .hasMessage("mail.auth = password needs mail.username and mail.password.");
    }

    private static SmtpOptions options(String host, int port, String password) {
        return new SmtpOptions(
                host,
                port,
                SmtpOptions.Security.STARTTLS,
                SmtpOptions.Auth.PASSWORD,
                "routes",
                password,
                Duration.ofSeconds(5),
                null);
    }
}
