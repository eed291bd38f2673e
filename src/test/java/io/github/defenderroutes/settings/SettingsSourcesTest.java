package io.github.defenderroutes.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourcesTest {
    private static final Path SHIPPED = Path.of("config");
    private static final Map<String, String> SECRET = Map.of("DEFENDER_CLIENT_SECRET", Given.CLIENT_SECRET);

    @TempDir
    Path folder;

    @Test
    void theShippedFileDeclaresEverySettingButTheSecretsWithItsDefault() {
        var shipped = PropertyFile.read(SHIPPED.resolve(Origin.FILE), Origin.file(SHIPPED), new Problems()).stream()
                .map(entry -> entry.key() + " = " + entry.value());

        assertThat(shipped)
                .containsExactlyElementsOf(Declarations.ALL.stream()
                        .filter(d -> !d.secret())
                        .map(d -> d.key() + " = " + (d.standard() == null ? "" : d.standard()))
                        .toList());
    }

    @Test
    void theShippedFileLacksOnlyWhatNobodyElseCanKnow() {
        assertThatThrownBy(() -> Settings.load(SHIPPED, Map.of(), Map.of()))
                .isInstanceOf(SettingsException.class)
                .message()
                .satisfies(message -> assertThat(message.replaceAll("line \\d+ +", "line N  "))
                        .isEqualTo("""
                                Cannot start: 6 problems.
                                config/application.properties
                                  line N  defender.tenant-id  is required. To fix: Entra admin center, Overview, Tenant ID.
                                  line N  defender.client-id  is required by defender.credential = secret. To fix: Entra admin center, your app, Application (client) ID.
                                  line N  mail.host           is required. To fix: the name of your mail server, such as smtp.example.org.
                                  line N  mail.from           is required. To fix: the address the mails come from, such as defender@example.org.
                                  line N  mail.to             is required. To fix: who reads the mails, such as soc@example.org.
                                environment
                                  DEFENDER_CLIENT_SECRET        is required by defender.credential = secret. To fix: Entra admin center, your app, Certificates & secrets, the Value."""));
    }

    @Test
    void whereNoNetworkIsReachedOnlyWhatNobodyHasSetIsMadeUp() {
        write(Origin.FILE, "mail.to = desk@corp.example\nmail.auth = password\nmail.username = us\nmail.from =\n");

        var offline = Settings.loadOffline(
                folder, Map.of("ISOLATION_MODE", "enforce"), Map.of("mail.host", "smtp.corp.example"));

        assertThat(offline.text("isolation.mode")).isEqualTo("enforce");
        assertThat(offline.text("mail.to")).isEqualTo("desk@corp.example");
        assertThat(offline.text("mail.host")).isEqualTo("smtp.corp.example");
        assertThat(offline.text("mail.from")).isEqualTo("defender@example.org");
    }

    @Test
    void whereNoNetworkIsReachedWhatIsWrongIsToldAllTheSame() {
        write(Origin.FILE, "mail.to = desk\n");

        assertThatThrownBy(() -> Settings.loadOffline(folder, Map.of("ISOLATION_MODE", "perhaps"), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("mail.to = desk", "ISOLATION_MODE = perhaps");
    }

    @Test
    void theLaterSourceWins() {
        write(
                Origin.FILE,
                complete()
                        + "alerts.workers = 1\nalerts.page-size = 1\nmail.port = 1\njira.url = 1\njira.project = 1\n");
        var file = load(SECRET, Map.of());
        write(Origin.SECRETS_FILE, "alerts.workers = 2\nalerts.page-size = 2\nmail.port = 2\n");
        var environment = Map.of(
                "DEFENDER_CLIENT_SECRET",
                "s",
                "ALERTS_WORKERS",
                "3",
                "ALERTS_PAGE_SIZE",
                "3",
                "JIRA_URL",
                "3",
                "JIRA_PROJECT",
                "3");

        var all = load(environment, Map.of("alerts.workers", "4", "jira.url", "4", "user.home", "x"));

        assertThat(file.number("alerts.workers")).isEqualTo(1);
        assertThat(all.number("mail.port")).isEqualTo(2);
        assertThat(all.number("alerts.page-size")).isEqualTo(3);
        assertThat(all.number("alerts.workers")).isEqualTo(4);
        assertThat(all.placeholders())
                .containsEntry("jira.url", "4")
                .containsEntry("jira.project", "3")
                .doesNotContainKey("user.home");
        assertThat(all.configFolder()).isEqualTo(folder);
    }

    @Test
    void theSecretsFileMayHoldTheSecrets() {
        write(Origin.FILE, complete());
        write(Origin.SECRETS_FILE, "defender.client-secret = abc\n");

        assertThat(load(Map.of(), Map.of()).text("defender.client-secret")).isEqualTo("abc");
    }

    @Test
    void anEmptyVariableAndAStrangerInTheEnvironmentAreIgnored() {
        write(Origin.FILE, complete());
        var environment = Map.of("DEFENDER_CLIENT_SECRET", "s", "MAIL_PORT", " ", "MAIL_DIRECTORY", "/var/mail");

        assertThat(load(environment, Map.of()).number("mail.port")).isEqualTo(587);
    }

    @Test
    void propertiesOfJakartaMailPassOnTheCommandLine() {
        write(Origin.FILE, complete());

        assertThat(load(SECRET, Map.of("mail.mime.charset", "utf-8")).placeholders())
                .doesNotContainKey("mail.mime.charset");
    }

    @Test
    void aFileIsReadAsJavaPropertiesInUtf8() {
        write(
                Origin.FILE,
                "\uFEFF! a comment\r\n" + complete()
                        + "own.list: a, \\\n   b\nown.name = Büro \\u00e9  \nown.path = C:\\\\x\n");

        assertThat(load(SECRET, Map.of()).placeholders())
                .containsEntry("own.list", "a, b")
                .containsEntry("own.name", "Büro é")
                .containsEntry("own.path", "C:\\x");
    }

    @Test
    void aMissingFolderOrFileIsOneSentence() {
        Path nowhere = folder.resolve("nowhere");

        assertThatThrownBy(() -> Settings.load(nowhere, Map.of(), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "Cannot start: %s is not a folder. To fix: start where config/ is, or name it with"
                                + " --config DIR.",
                        nowhere);
        assertThatThrownBy(() -> load(Map.of(), Map.of()))
                .hasMessage(
                        "Cannot start: %s does not exist. To fix: put it there, or name another folder with"
                                + " --config DIR.",
                        folder.resolve(Origin.FILE));
    }

    @Test
    void aFileWeCannotReadIsOneSentence() throws IOException {
        Path file = folder.resolve(Origin.FILE);
        Files.write(file, "own.name = Büro".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> load(Map.of(), Map.of()))
                .hasMessage("Cannot start: %s is not UTF-8. To fix: save it as UTF-8.", file);

        Files.delete(file);
        Files.createDirectory(file);
        assertThatThrownBy(() -> load(Map.of(), Map.of()))
                .hasMessage(
                        "Cannot start: %s cannot be read. To fix: let this process read it, and check that it is a"
                                + " file.",
                        file);
    }

    private Settings load(Map<String, String> environment, Map<String, String> system) {
        return Settings.load(folder, environment, system);
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String complete() {
        return Given.required().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("defender.client-secret"))
                .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }
}
