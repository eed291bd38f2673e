package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a mail about several alerts says. */
class MailDigestTest {
    private final MailText mailText = MailExamples.mailText();

    @Test
    void itSaysHowManyAlertsOnWhichDeviceAndWhatMattersMost() {
        RenderedMail mail = mailText.render(
                List.of(on("pc-1", "a", "under-way"), on("pc-1", "b", "requested"), on("pc-1", "c", "under-way")));

        assertThat(mail.subject()).isEqualTo("High: 3 alerts on pc-1.corp.example – isolation requested");
        assertThat(mail.text())
                .startsWith("3 alerts on pc-1.corp.example: isolation REQUESTED, not yet confirmed. High")
                .contains("PC-1.CORP.EXAMPLE (3): isolation REQUESTED, not yet confirmed")
                .contains("1. High: Title of a (isolation already under way)\n   2026-11-20 ")
                .contains("2. High: Title of b\n")
                .containsSubsequence("\n   a\n", "\n   b\n", "\n   c\n");
    }

    @Test
    void ofSeveralDevicesEachSaysItsOwnAndARefusalComesFirstInTheSubject() {
        RenderedMail mail = mailText.render(
                List.of(on("pc-1", "a", "requested"), on("pc-2", "b", "refused"), on("pc-3", "c", "isolated")));

        assertThat(mail.subject()).isEqualTo("High: 3 alerts on 3 devices – isolation REFUSED");
        assertThat(mail.text())
                .contains("PC-1.CORP.EXAMPLE (1): isolation REQUESTED, not yet confirmed")
                .contains("PC-2.CORP.EXAMPLE (1): isolation REFUSED by Defender")
                .contains("PC-3.CORP.EXAMPLE (1): ALREADY ISOLATED before this alert");
        assertThat(mail.html()).contains("isolation REFUSED by Defender", "pc-3.corp.example");
    }

    @Test
    void fiveHundredAlertsAreAllListedInAMailThatServersTake() {
        List<MailModel> models = IntStream.range(0, 500)
                .mapToObj(i -> on("pc-" + i % 7, "da63899900011122%04d_-1200345678".formatted(i), "under-way"))
                .toList();

        RenderedMail mail = mailText.render(models);

        for (MailModel model : models) {
            String id = (String) model.alert().get("id");
            assertThat(mail.text()).contains(id);
            assertThat(mail.html()).contains(id);
        }
        assertThat(mail.html().length() + mail.text().length()).isLessThan(1_000_000);
    }

    @Test
    void foreignTextIsHarmless() {
        var alert = MailExamples.alertWith("title", "<script>alert(1)</script>\u202E\r\nBcc: thief@evil.example");
        alert.put("computerDnsName", "<b>pc</b>");
        var model = MailExamples.model("alert", alert, null, MailExamples.decision("never"), null, "enforce");

        RenderedMail mail = mailText.render(List.of(model, model));

        assertThat(mail.html()).contains("&lt;script&gt;").doesNotContain("<script>", "<b>pc", "\u202E");
        assertThat(mail.subject()).doesNotContain("\n", "\r");
    }

    @Test
    void alertsWithoutAnythingAreListedToo() {
        MailModel nothing = MailExamples.model("alert", Map.of("id", "a"), null, null, null, null);

        assertThat(mailText.render(List.of(nothing, nothing)).text())
                .contains("NO DEVICE (2)", "Alert without a title", "\n   a\n");
    }

    @Test
    void aMistakeInItsTemplatesIsToldAtStart(@TempDir Path folder) throws Exception {
        try (Stream<Path> files = Files.list(Path.of("config/mail"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path broken = folder.resolve("digest.text.ftl");
        Files.writeString(broken, "one\n${devices[0].nmae}");
        Files.setLastModifiedTime(broken, FileTime.from(Instant.now().plusSeconds(5)));

        assertThatThrownBy(() -> MailExamples.mailText(folder).check())
                .isInstanceOf(MailTemplateException.class)
                .hasMessageContaining(broken + " line 2: ")
                .hasMessageContaining("nmae");
        Files.delete(broken);
        assertThatThrownBy(() -> MailExamples.mailText(folder).check()).hasMessage(broken + ": is missing");
    }

    private static MailModel on(String device, String alertId, String state) {
        var alert = MailExamples.alertWith("id", alertId);
        alert.put("title", "Title of " + alertId);
        alert.put("machineId", device);
        alert.put("computerDnsName", device + ".corp.example");
        return MailExamples.model(
                "alert",
                alert,
                null,
                MailExamples.decision("isolate"),
                new MailModel.Isolation(state, "Full", "action-1", MailExamples.NOW, null, "a reason", null, null),
                "enforce");
    }
}
