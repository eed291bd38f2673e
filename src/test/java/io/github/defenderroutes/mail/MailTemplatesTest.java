package io.github.defenderroutes.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Templates are edited by people; what they break is told at start. */
class MailTemplatesTest {

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheTemplatesWeShip() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config/mail"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void anEditIsInNoMailBeforeItWasReadAndTriedOut() throws IOException {
        MailText mailText = MailExamples.mailText(folder);
        String before = mailText.render(MailExamples.requested()).subject();
        write("alert.subject.ftl", "Edited: ${severity!}");
        assertThat(mailText.render(MailExamples.requested()).subject()).isEqualTo(before);
        Runnable keep = mailText.keep();

        mailText.prepare().run();

        assertThat(mailText.render(MailExamples.requested()).subject()).isEqualTo("Edited: High");
        keep.run();
        assertThat(mailText.render(MailExamples.requested()).subject()).isEqualTo(before);
    }

    @Test
    void aBrokenEditIsInNoMail() throws IOException {
        MailText mailText = MailExamples.mailText(folder);
        String before = mailText.render(MailExamples.requested()).subject();
        write("alert.subject.ftl", "Edited: ${severity");

        assertThatThrownBy(mailText::prepare)
                .isInstanceOf(MailTemplateException.class)
                .hasMessageContaining("alert.subject.ftl");

        assertThat(mailText.render(MailExamples.requested()).subject()).isEqualTo(before);
    }

    /** Why a start does not try them out once more. */
    @Test
    void thoseWeShipAreGood() {
        MailExamples.mailText(folder).check();
    }

    @Test
    void itIsKnownWhetherTheyAreThoseWeShip() throws IOException {
        Map<String, String> shipped = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                shipped.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        MailText asShipped = MailExamples.mailText(folder);

        assertThat(asShipped.isWrittenWith(shipped)).isTrue();
        assertThat(asShipped.isWrittenWith(Map.of())).isFalse();
        write("denied.text.ftl", "one more");
        assertThat(MailExamples.mailText(folder).isWrittenWith(shipped)).isFalse();
        Files.delete(folder.resolve("denied.text.ftl"));
        write("words.ftl", Files.readString(folder.resolve("words.ftl")) + "\n");
        assertThat(MailExamples.mailText(folder).isWrittenWith(shipped)).isFalse();
        Files.delete(folder.resolve("words.ftl"));
        assertThat(MailExamples.mailText(folder).isWrittenWith(shipped)).isFalse();
    }

    @Test
    void aKindMayHaveItsOwnTemplate() throws IOException {
        write("parked.subject.ftl", "Parked after ${parked.attempts}");
        MailText mailText = MailExamples.mailText(folder);

        assertThat(mailText.render(MailExamples.ofKind("parked")).subject()).isEqualTo("Parked after 8");
        assertThat(mailText.render(MailExamples.ofKind("raised")).subject()).startsWith("Raised to High");
    }

    @Test
    void aKindThatIsAPathStaysInTheFolder() {
        assertThat(MailExamples.mailText(folder)
                        .render(MailExamples.ofKind("../../etc/passwd"))
                        .subject())
                .startsWith("High: not isolated");
    }

    @Test
    void aTemplateReachesEveryFieldOfTheApi() throws IOException {
        write("alert.subject.ftl", "${raw.alert.detectionSource!} ${raw.device.osArchitecture!}");

        assertThat(MailExamples.mailText(folder)
                        .render(MailExamples.requested())
                        .subject())
                .isEqualTo("WindowsDefenderAtp 64-bit");
    }

    @Test
    void allBrokenTemplatesAreToldAtStartWithFileAndLine() throws IOException {
        write("alert.subject.ftl", "one\n${alert.title");
        write("alert.text.ftl", "one\ntwo\n${device.nam}");

        assertThatThrownBy(() -> MailExamples.mailText(folder).check())
                .isInstanceOf(MailTemplateException.class)
                .hasMessageContaining(folder.resolve("alert.subject.ftl") + " line 2: ")
                .hasMessageContaining(folder.resolve("alert.text.ftl") + " line 3: ")
                .hasMessageContaining("device.nam");
    }

    @Test
    void aMistakeInAWordThatIsRarelyUsedIsToldAtStart() throws IOException {
        String words = Files.readString(folder.resolve("words.ftl"));
        write("words.ftl", words.replace("\"Defender refused our request: \" + why", "isolation.porblem"));

        assertThatThrownBy(() -> MailExamples.mailText(folder).check()).hasMessageContaining("isolation.porblem");
    }

    @Test
    void aMissingTemplateIsTold() throws IOException {
        Files.delete(folder.resolve("alert.text.ftl"));

        assertThatThrownBy(() -> MailExamples.mailText(folder).check())
                .hasMessage(folder.resolve("alert.text.ftl") + ": is missing");
    }

    @Test
    void templatesReachNoJavaObjects() throws IOException {
        write("alert.subject.ftl", "${\"freemarker.template.utility.Execute\"?new()(\"id\")}");
        assertThatThrownBy(() -> MailExamples.mailText(folder).check()).isInstanceOf(MailTemplateException.class);

        write("alert.subject.ftl", "${severity?api.class!}");
        assertThatThrownBy(() -> MailExamples.mailText(folder).check()).isInstanceOf(MailTemplateException.class);
    }

    @Test
    void thePortalMustBeAWebAddress() {
        assertThatThrownBy(() -> new MailText(folder, ZoneOffset.UTC, Clock.systemUTC(), "javascript:alert(1)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no web address");
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
        Files.setLastModifiedTime(
                folder.resolve(file), FileTime.from(Instant.now().plusSeconds(5)));
    }
}
