package io.github.defenderroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.check.Finding.State;
import io.github.defenderroutes.defender.Api;
import io.github.defenderroutes.defender.UsedKamelet;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each check by itself makes of what can be wrong at its link. */
class ChecksTest {
    private static final Used USED = new Used(List.of(
            kamelet("list-alerts", "Alert.Read.All", false),
            kamelet("get-device", "Machine.Read.All", false),
            kamelet("isolate-device", "Machine.Isolate", true)));

    private final StandIn standIn = StandIn.start();
    private final Map<String, String> own = new HashMap<>();
    private DefenderRoutes app;

    @AfterEach
    void close() {
        if (app != null) {
            app.close();
        }
        standIn.close();
    }

    // ---- Permissions

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dry-run | Alert.Read.All Machine.Read.All                 | OK      | all that is needed now is granted; needed before isolation.mode = enforce: Machine.Isolate",
                "dry-run | Alert.Read.All Machine.Read.All Machine.Isolate | OK      | all that is needed now is granted",
                "enforce | Alert.Read.All Machine.Read.All Machine.Isolate | OK      | all that is needed now is granted",
                "enforce | Alert.Read.All Machine.Read.All                 | PROBLEM | missing: Machine.Isolate.",
                "dry-run | Machine.Read.All                                | PROBLEM | missing: Alert.Read.All; needed before isolation.mode = enforce: Machine.Isolate.",
                "enforce | Machine.Scan                                    | PROBLEM | missing: Alert.Read.All, Machine.Isolate, Machine.Read.All.",
                "enforce | Alert.ReadWrite.All Machine.Read.All Machine.Isolate | WARNING | all that is needed now is granted; more than the routes need: Alert.ReadWrite.All (Alert.Read.All would do).",
                "dry-run | Alert.Read.All Machine.Read.All Machine.LiveResponse | WARNING | all that is needed now is granted; needed before isolation.mode = enforce: Machine.Isolate; more than the routes need: Machine.LiveResponse.",
            })
    void grantedIsHeldAgainstNeeded(String mode, String roles, State state, String found) {
        own.put("isolation.mode", mode);
        standIn.login().roles(Set.of(roles.split(" ")));

        assertThat(permissions(USED)).returns(state, Finding::state).returns(found, Finding::found);
    }

    @Test
    void whatIsMissingIsNamedWithTheApiWhereAnAdministratorFindsIt() {
        standIn.login().roles(Set.of("Machine.Read.All"));

        assertThat(permissions(USED).fix())
                .isEqualTo(
                        "add it of WindowsDefenderATP, as application permission, and grant admin consent (README.md, Go live).");
    }

    @Test
    void ofAlternativesOneSuffices() {
        standIn.login().roles(Set.of("Ti.ReadWrite"));
        Used used = new Used(List.of(new UsedKamelet(
                "defender-list-indicators-action",
                "list-indicators",
                Api.DEFENDER,
                List.of("Ti.ReadWrite.All", "Ti.ReadWrite"),
                false,
                Optional.empty(),
                Optional.empty())));

        assertThat(permissions(used).state()).isEqualTo(State.OK);
    }

    // ---- Servers

    @Test
    void aServerThatAnswersIsFineWhateverItAnswers() {
        assertThat(server("defender.api-url"))
                .returns(State.OK, Finding::state)
                .satisfies(finding -> assertThat(finding.found()).startsWith("localhost answers, TLSv1"));
        assertThat(standIn.calls()).noneMatch(call -> call.operation().equals("token"));
    }

    @Test
    void aNameThatDoesNotExistIsToldWithItsSetting() {
        own.put("defender.api-url", "https://nowhere.invalid");

        assertThat(server("defender.api-url"))
                .returns(State.PROBLEM, Finding::state)
                .satisfies(finding -> assertThat(finding.found()).startsWith("No such name: nowhere.invalid"))
                .satisfies(finding -> assertThat(finding.fix()).startsWith("check defender.api-url"));
    }

    @Test
    void aCertificateThatWeDoNotTrustIsTold() {
        own.put("defender.ca-certificate", "");

        assertThat(server("defender.login-url"))
                .returns(State.PROBLEM, Finding::state)
                .satisfies(
                        finding -> assertThat(finding.found()).startsWith("No connection to localhost that we trust"))
                .satisfies(finding -> assertThat(finding.fix()).contains("defender.ca-certificate"));
    }

    @Test
    void aPortWhereNobodyListensIsTold() {
        own.put("defender.login-url", "https://localhost:1");

        assertThat(server("defender.login-url"))
                .returns(State.PROBLEM, Finding::state)
                .satisfies(finding -> assertThat(finding.fix()).startsWith("check firewall"));
    }

    @ParameterizedTest
    @CsvSource({
        "403 Forbidden, let it allow CONNECT to the hosts of Microsoft",
        "407 Proxy Authentication Required, it asks who we are: set defender.proxy.username",
        "502 Bad Gateway, let it allow CONNECT to the hosts of Microsoft"
    })
    void aProxyThatLetsNobodyThroughIsTold(String answer, String fix) throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            own.put("defender.proxy", "http://localhost:" + proxy.getLocalPort());
            CompletableFuture<Void> refused = CompletableFuture.runAsync(() -> answerOnce(proxy, answer));

            assertThat(server("defender.login-url"))
                    .returns(State.PROBLEM, Finding::state)
                    .satisfies(
                            finding -> assertThat(finding.found()).endsWith("does not let us through: " + answer + "."))
                    .satisfies(finding -> assertThat(finding.fix()).startsWith(fix));
            refused.join();
        }
    }

    @Test
    void theHeartbeatsServerIsReachedAndItsAddressNotCalled() throws IOException {
        AtomicInteger calls = new AtomicInteger();
        HttpServer watch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        watch.createContext("/", exchange -> calls.incrementAndGet());
        watch.start();
        try {
            URI url = URI.create("http://localhost:" + watch.getAddress().getPort() + "/ping");

            assertThat(heartbeat(url).state()).isEqualTo(State.OK);
            assertThat(calls).hasValue(0);
        } finally {
            watch.stop(0);
        }
    }

    @Test
    void aHeartbeatOverTlsMustBeTrusted() {
        URI url = standIn.url().resolve("/ping");
        assertThat(heartbeat(url).found()).contains("can be reached, TLSv1");

        own.put("defender.ca-certificate", "");
        assertThat(heartbeat(url)).returns(State.PROBLEM, Finding::state).satisfies(finding -> assertThat(
                        finding.found())
                .startsWith("No connection to localhost that we trust"));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://nowhere.invalid/defender, No such name: nowhere.invalid",
        "jdbc:postgresql://localhost:1/defender?ssl=true, No connection to localhost:1: "
    })
    void aDatabaseServerThatCannotBeReachedIsTold(String url, String found) {
        own.put("state.url", url);

        assertThat(SocketCheck.ofDatabase(settings()).orElseThrow().prove().found())
                .startsWith(found.strip());
    }

    @Test
    void aDatabaseInAFileHasNoServer() {
        assertThat(SocketCheck.ofDatabase(settings())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, OK", "60, WARNING", "-60, WARNING", "600, PROBLEM", "-600, PROBLEM"})
    void aClockThatIsOffIsTold(long seconds, State state) {
        standIn.faults().clockSkew(Duration.ofSeconds(seconds));
        WebServers servers = servers(settings());
        new WebServerCheck("server", "defender.api-url", settings(), servers).prove();

        assertThat(new ClockCheck(servers).prove().state()).isEqualTo(state);
    }

    // ---- Mail

    @Test
    void aMailServerThatIsAwayIsTold() {
        standIn.mails().makeUnavailable();

        assertThat(SocketCheck.ofMailServer(settings()).prove())
                .returns(State.PROBLEM, Finding::state)
                .satisfies(finding -> assertThat(finding.fix()).startsWith("check mail.host and mail.port"));
    }

    @Test
    void aWrongPasswordForMailIsToldAndNeverShown() {
        standIn.mails().requirePassword("sender", "right");
        own.put("mail.auth", "password");
        own.put("mail.username", "sender");
        own.put("mail.password", "Wr0ng~password");

        Finding found = tried(new MailSignInCheck(app().links(), settings()));

        assertThat(found)
                .returns(State.PROBLEM, Finding::state)
                .returns("check mail.username and mail.password.", Finding::fix);
        assertThat(found.toString()).doesNotContain("Wr0ng");
    }

    @Test
    void theRightOneIsFineAndNoMailIsSent() {
        standIn.mails().requirePassword("sender", "right");
        own.put("mail.auth", "password");
        own.put("mail.username", "sender");
        own.put("mail.password", "right");

        assertThat(tried(new MailSignInCheck(app().links(), settings())).found())
                .isEqualTo("it takes us as sender; mail.security = none");
        assertThat(standIn.mails().all()).isEmpty();
    }

    @Test
    void aTestMailGoesToTheReaders() {
        assertThat(tried(testMail()))
                .returns(State.OK, Finding::state)
                .returns("accepted for soc@corp.example; look whether it arrives", Finding::found);
        assertThat(standIn.mails().all()).singleElement().satisfies(mail -> assertThat(mail.subject())
                .isEqualTo("[TEST] Defender Routes can send you mail"));
    }

    @Test
    void aReaderWhomTheServerRefusesIsTold() {
        own.put("mail.to", "soc@corp.example, gone@corp.example");
        standIn.mails().rejectRecipient("gone@corp.example");

        assertThat(tried(testMail())).returns(State.PROBLEM, Finding::state).satisfies(finding -> assertThat(
                        finding.found())
                .startsWith("Not accepted for gone@corp.example: 550 5.1.1 ")
                .endsWith("The others have it: soc@corp.example."));
    }

    // ---- Quota

    @Test
    void aQuotaThatPollingAloneUsesUpIsAProblem() throws InterruptedException {
        own.put("defender.quota.per-hour", "130");
        DatabaseCheck database = new DatabaseCheck(app(), settings(), "tester");
        database.prove();

        assertThat(new QuotaCheck(Api.DEFENDER, database, settings(), Clock.systemUTC()).prove())
                .returns(State.PROBLEM, Finding::state)
                .returns("a rarer alerts.poll.cron.", Finding::fix)
                .satisfies(finding -> assertThat(finding.found()).contains("polling alone takes 120 an hour"));
    }

    @Test
    void graphHasNoLimitByTheHour() throws InterruptedException {
        DatabaseCheck database = new DatabaseCheck(app(), settings(), "tester");
        database.prove();

        assertThat(new QuotaCheck(Api.GRAPH, database, settings(), Clock.systemUTC()).prove())
                .returns(State.OK, Finding::state)
                .returns("0 of 150 calls used in the last minute", Finding::found);
    }

    // ---- Settings

    @Test
    void wrongSettingsAreAllToldAndNothingElseIsTried() {
        List<Finding> found = SetUp.withoutSettings("Cannot start: 2 problems.\n  a  To fix: b.\n  c  To fix: d.");

        assertThat(found.get(0).found()).contains("a  To fix: b.", "c  To fix: d.");
        assertThat(found.stream().skip(1)).isNotEmpty().allMatch(finding -> finding.state() == State.SKIPPED);
    }

    private Finding permissions(Used used) {
        SignInCheck signIn = new SignInCheck(Api.DEFENDER, app().links());
        signIn.prove();
        return new PermissionsCheck(Api.DEFENDER, used, settings(), signIn).prove();
    }

    private Finding server(String key) {
        return tried(new WebServerCheck("server", key, settings(), servers(settings())));
    }

    private WebServers servers(Settings settings) {
        return new WebServers(settings, app().links().trusted(), Clock.systemUTC());
    }

    private Finding heartbeat(URI url) {
        try (DefenderRoutes fresh = newApp()) {
            return SocketCheck.ofHeartbeat(url, fresh.links().trusted(), settings())
                    .prove();
        }
    }

    private TestMailCheck testMail() {
        return new TestMailCheck(app().links(), settings(), Clock.systemUTC());
    }

    private static Finding tried(Check check) {
        return SetUp.tried(check);
    }

    private DefenderRoutes app() {
        if (app == null) {
            app = newApp();
        }
        return app;
    }

    private DefenderRoutes newApp() {
        return new DefenderRoutes(settings(), Path.of("routes"), Clock.systemUTC());
    }

    private Settings settings() {
        Map<String, String> values = new HashMap<>(standIn.settings());
        values.put("state.url", "jdbc:h2:mem:" + UUID.randomUUID());
        values.putAll(own);
        return Settings.load(Path.of("config"), Map.of(), values);
    }

    private static UsedKamelet kamelet(String operation, String permission, boolean acts) {
        return new UsedKamelet(
                "defender-" + operation + "-action",
                operation,
                Api.DEFENDER,
                List.of(permission),
                acts,
                Optional.empty(),
                Optional.empty());
    }

    private static void answerOnce(ServerSocket proxy, String answer) {
        try (Socket client = proxy.accept()) {
            client.getInputStream().read(new byte[4096]);
            client.getOutputStream()
                    .write(("HTTP/1.1 " + answer + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
