package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmtpOptionsTest {

    @Test
    void thePasswordIsNotPrinted() {
        assertThat(options("mail.corp.example", 587, "s3cret"))
                .hasToString("mail.corp.example:587, security STARTTLS, password of routes, time limit PT5S");
    }

    @Test
    void whatIsMissingOrOutOfRangeIsNamed() {
        assertThatThrownBy(() -> options(" ", 587, "s3cret")).hasMessage("mail.host is required.");
        assertThatThrownBy(() -> options("mail", 70_000, "s3cret"))
                .hasMessage("mail.port = 70000 is not between 1 and 65535.");
        assertThatThrownBy(() -> options("mail", 587, null))
                .hasMessage("mail.auth = password needs mail.username and mail.password.");
    }

    @ParameterizedTest
    @CsvSource({
        "smtp.gmail.com,    abcd efgh ijkl mnop, abcdefghijklmnop",
        "SMTP.Gmail.com,    abcd\u00a0efgh\u00a0ijkl\u00a0mnop, abcdefghijklmnop",
        "smtp.gmail.com,    abcdefghijklmnop,    abcdefghijklmnop",
        "smtp.gmail.com,    two words,           two words",
        "mail.corp.example, blue corn rice tree, blue corn rice tree",
        "smtp.notgmail.com, abcd efgh ijkl mnop, abcd efgh ijkl mnop"
    })
    void anAppPasswordMayHaveTheBlanksThatGoogleShowsInIt(String host, String written, String sent) {
        assertThat(options(host, 587, written).signIn()).isEqualTo(new SmtpSignIn.Password("routes", sent));
    }

    private static SmtpOptions options(String host, int port, String password) {
        return new SmtpOptions(
                host,
                port,
                SmtpOptions.Security.STARTTLS,
                new SmtpSignIn.Password("routes", password),
                Duration.ofSeconds(5),
                null);
    }
}
