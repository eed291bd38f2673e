package io.github.defenderroutes.mail;

import static io.github.defenderroutes.mail.MailExamples.alert;
import static io.github.defenderroutes.mail.MailExamples.alertWith;
import static io.github.defenderroutes.mail.MailExamples.mailText;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Attackers choose file names and command lines, and with them what stands in an alert. */
class HostileMailTest {

    private final MailText mailText = mailText();

    @Test
    void lineBreaksInATitleMakeNoLinesInSubjectOrText() {
        RenderedMail mail = render("title", "Harmless\r\nBcc: thief@evil.example\r\n\r\nISOLATION\u2028done\u0085x");

        assertThat(mail.subject()).contains("Harmless Bcc: thief@evil.example ISOLATION done x");
        assertThat(mail.subject().chars()).noneMatch(Character::isISOControl);
        assertThat(mail.text().lines()).contains("Harmless Bcc: thief@evil.example ISOLATION done x");
    }

    @Test
    void aTitleOf100KilobytesIsCut() {
        RenderedMail mail = render("title", "x".repeat(100_000));

        assertThat(mail.subject()).hasSize(150).endsWith("…");
        assertThat(mail.text().lines()).contains("x".repeat(299) + "…");
        assertThat(mail.html()).hasSizeLessThan(40_000);
    }

    @Test
    void aCutDoesNotSplitACharacter() {
        assertThat(Plain.line("🔥".repeat(200), 150)).isEqualTo("🔥".repeat(74) + "…");
        assertThat(Plain.line("a\uD800b", 150)).isEqualTo("a\uFFFDb");
    }

    @Test
    void invisibleCharactersBecomeVisible() {
        RenderedMail mail = render("title", "invoice\u202Efdp.exe\u0000\u200B");

        assertThat(mail.text()).contains("invoice[U+202E]fdp.exe[U+200B]\n");
        assertThat(mail.subject()).endsWith("invoice[U+202E]fdp.exe[U+200B]");
        assertThat(mail.html()).contains("invoice[U+202E]fdp.exe").doesNotContain("\u202E", "\u0000");
    }

    @Test
    void htmlInAnyFieldIsText() {
        String script = "<script>alert('x')</script>\"><img src=x onerror=y>";
        var alert = alert();
        for (String field :
                List.of("title", "description", "category", "severity", "computerDnsName", "id", "machineId")) {
            alert.put(field, script);
        }
        alert.put("mitreTechniques", List.of(script));
        alert.put("evidence", List.of(Map.of("entityType", script, "fileName", script, "processCommandLine", script)));
        var decision = new MailModel.Decision("never", script, script, Map.of(script, script));

        var model = MailModel.of("alert")
                .alert(alert)
                .alertIds(List.of(script))
                .deviceProblem(script)
                .mergedInto(Map.of("id", script))
                .facts(Map.of(script, script))
                .decision(decision)
                .isolation(new MailModel.Isolation("refused", script, script, null, script, script, script, null))
                .mode(script)
                .problem(script)
                .build();

        assertThat(mailText.render(model).html())
                .doesNotContain("<script", "<img", "\">&lt;img", "'x'")
                .contains("&lt;script&gt;");
    }

    @Test
    void templateSyntaxInDataIsNotExecuted() {
        assertThat(render("title", "${1+1} <#assign x=1> ?new").text()).contains("${1+1} <#assign x=1> ?new\n");
    }

    @Test
    void idsInLinksAreEncoded() {
        assertThat(render("id", "a/../b?c#d e\"f").html())
                .contains("href=\"https://security.microsoft.com/alerts/a%2F..%2Fb%3Fc%23d%20e%22f\"");
    }

    @Test
    void attackersAddressesAreNotLinks() {
        assertThat(render("title", "see https://evil.example/x").text()).contains("see hxxps://evil.example/x\n");
    }

    @Test
    void aDescriptionKeepsItsLinesButCannotPushTheRestOutOfSight() {
        assertThat(render("description", "one\r\n" + "\n".repeat(900) + "two").text())
                .contains("WHAT DEFENDER SAYS\n  one\n  \n  two\n");
    }

    @Test
    void aCommandLineIsCutAt500() {
        var evidence = List.of(Map.of("entityType", "Process", "processCommandLine", "y".repeat(10_000)));

        assertThat(render("evidence", evidence).text().lines()).contains("   > " + "y".repeat(499) + "…");
    }

    @ParameterizedTest
    @MethodSource("surprises")
    void noTypeIsSurprisingEnoughToLoseAMail(Object surprise) {
        var alert = new HashMap<String, Object>();
        var device = new HashMap<String, Object>();
        MailExamples.alert().keySet().forEach(key -> alert.put(key, surprise));
        MailExamples.device().keySet().forEach(key -> device.put(key, surprise));

        RenderedMail mail = mailText.render(MailModel.of("alert")
                .alert(alert)
                .device(device)
                .mergedInto(device)
                .facts(alert)
                .build());

        assertThat(mail.subject()).isNotBlank();
        assertThat(mail.html()).endsWith("</html>\n").hasSizeLessThan(300_000);
    }

    static Stream<Object> surprises() {
        Object deep = "end";
        for (int i = 0; i < 500; i++) {
            deep = Map.of("in", deep);
        }
        var holes = new ArrayList<Object>(Arrays.asList(null, 1, Map.of("fileName", List.of(1))));
        return Stream.of(42, true, "", "   ", 1.5, List.of(), holes, Map.of("a", 1), deep, List.of(List.of("x")));
    }

    private RenderedMail render(String field, Object value) {
        return mailText.render(MailExamples.withAlert(alertWith(field, value)));
    }
}
