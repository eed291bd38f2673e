package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.defenderroutes.cases.CaseResult;
import io.github.defenderroutes.cases.CaseRunner;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples for Teams and tickets, put in place as they tell their reader to, against a server that plays the other end. */
class ExampleEndsTest {
    private static final Path EXAMPLES = Path.of("src/docs/examples");
    private static final String HOSTILE =
            "a','text','b\"}]} ${camelId} [click](https://evil.example) {{mail.from}} \r\nX: y";
    private static final String SECRET_QUERY = "api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sig=s3cr3t-aB%2Bc_";
    private static final String PASSWORD = "p&w%4+/=#5";

    @TempDir
    private Path folder;

    private final Map<String, String> tickets = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Installation our = new Installation();
    private HttpServer other;
    private volatile int status = 202;
    private volatile boolean answerIsLost;

    private record Asked(String method, String query, String authorization, String body) {}

    @BeforeEach
    void theOtherEnd() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/teams", exchange -> {
            note(exchange);
            answer(exchange, "");
        });
        other.createContext("/api/now/table/incident", this::incidents);
        other.start();
        copy(Application.ROUTES);
        copy(Application.CONFIG);
        our.withRoutes(folder.resolve("routes")).withConfig(folder.resolve("config"));
    }

    @AfterEach
    void close() {
        our.close();
        other.stop(0);
    }

    // ---- Teams

    @Test
    void teamsGetsACardWithTheTitleAsText() throws IOException {
        installTeams(url("/teams"));
        our.device("ws-1").tenant().add(anAlert("alert-ws-1").device("ws-1").title(HOSTILE));

        our.tick().tick();

        assertThat(asked).singleElement().satisfies(post -> {
            assertThat(post.method()).isEqualTo("POST");
            assertThat(post.query()).isEqualTo(SECRET_QUERY);
            JsonNode card = json(post.body()).at("/attachments/0/content");
            assertThat(json(post.body()).at("/type").textValue()).isEqualTo("message");
            assertThat(json(post.body()).at("/attachments/0/contentType").textValue())
                    .isEqualTo("application/vnd.microsoft.card.adaptive");
            assertThat(card.at("/type").textValue()).isEqualTo("AdaptiveCard");
            assertThat(card.at("/body/0/type").textValue()).isEqualTo("RichTextBlock");
            assertThat(card.at("/body/0/inlines/0/text").textValue()).isEqualTo(HOSTILE);
            assertThat(card.at("/body/1/inlines/0/text").textValue())
                    .startsWith("High on ws-1.corp.example: isolate requested");
        });
        assertTheAlertIsDoneOnce();
    }

    @Test
    void whateverTeamsDoesTheIsolationAndTheMailAreThereOnce() throws IOException {
        installTeams(url("/teams"));
        status = 500;
        our.alertOn("ws-1");
        try (LogProbe log = new LogProbe()) {
            our.tick().tick();

            assertThat(log.lines()).anyMatch(line -> line.contains("Teams refused a message with status 500"));
            assertThat(log.lines()).noneMatch(line -> line.contains("s3cr3t") || line.contains("/teams"));
        }
        assertThat(asked).as("not sent again").hasSize(1);
        assertTheAlertIsDoneOnce();
    }

    @Test
    void whileTeamsIsAwayTheIsolationAndTheMailAreThereOnce() throws IOException {
        installTeams("http://127.0.0.1:1/teams");
        our.alertOn("ws-1");
        try (LogProbe log = new LogProbe()) {
            our.tick().tick();

            assertThat(log.lines()).anyMatch(line -> line.contains("Teams did not take a message ("));
            assertThat(log.lines()).noneMatch(line -> line.contains("s3cr3t"));
        }
        assertTheAlertIsDoneOnce();
    }

    private void assertTheAlertIsDoneOnce() {
        assertThat(our.isQuiet()).isTrue();
        assertThat(our.acceptedIsolationsOf("ws-1")).isOne();
        assertThat(our.mailsAbout("alert-ws-1")).hasSize(1);
    }

    // ---- Tickets

    @Test
    void eachHighAlertGetsOneTicketAlsoAfterARestart() throws Exception {
        installTickets();
        try (StandIn standIn = StandIn.start()) {
            standIn.tenant()
                    .add(anAlert("high").title(HOSTILE))
                    .add(anAlert("medium").severity("Medium"));
            String memory = Application.memory(UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
            during(standIn, memory, () -> await().until(() -> tickets.containsKey("high")));
            standIn.tenant().add(anAlert("next"));
            during(standIn, memory, () -> await().until(() -> tickets.containsKey("next")));
        }

        assertThat(calls("POST")).hasSize(2).allSatisfy(post -> assertThat(post.authorization())
                .isEqualTo("Basic "
                        + Base64.getEncoder()
                                .encodeToString(("defender-routes:" + PASSWORD).getBytes(StandardCharsets.UTF_8))));
        JsonNode ticket = json(tickets.get("high"));
        assertThat(ticket.path("short_description").textValue()).isEqualTo(HOSTILE);
        assertThat(ticket.path("correlation_id").textValue()).isEqualTo("high");
        assertThat(ticket.path("description").textValue()).startsWith("High alert high on ");
        assertThat(ticket.size()).as("the title has added no field").isEqualTo(6);
    }

    @Test
    void aTicketWhoseAnswerWasLostIsNotOpenedTwice() throws Exception {
        installTickets();
        answerIsLost = true;
        try (StandIn standIn = StandIn.start()) {
            standIn.tenant().add(anAlert("high"));
            during(standIn, Application.memory(UUID.randomUUID().toString()), () -> {
                await().until(() -> calls("GET").size() >= 2);
                standIn.tenant().add(anAlert("next"));
                await().until(() -> tickets.containsKey("next"));
            });
        }
        assertThat(calls("POST")).hasSize(2);
    }

    @Test
    void whileTheTicketSystemFailsIsolationAndMailGoOnAndTheTicketComesLater() throws Exception {
        installTickets();
        status = 503;
        try (StandIn standIn = StandIn.start()) {
            standIn.tenant().add(aMachine("ws-1"));
            standIn.tenant().add(anAlert("high").device("ws-1"));
            during(standIn, Application.memory(UUID.randomUUID().toString()), () -> {
                await().until(() -> asked.size() >= 2 && !standIn.mails().all().isEmpty());
                status = 201;
                await().until(() -> tickets.containsKey("high"));
            });
            assertThat(standIn.calls("isolate")).hasSize(1);
            assertThat(standIn.tenant().acceptedIsolations("ws-1")).hasSize(1);
        }
        assertThat(tickets).hasSize(1);
    }

    // ---- Both

    @Test
    void theirCasesPass() throws IOException {
        installTeams(url("/teams"));
        installTickets();
        CaseRunner runner = new CaseRunner(folder.resolve("routes"), folder.resolve("config"));

        assertThat(runner.run(List.of("tell-teams", "open-ticket")).results())
                .hasSize(4)
                .allMatch(CaseResult::passed, "passes");
    }

    @Test
    void lintFindsNoMistakeInThem() throws IOException {
        installTeams(url("/teams"));
        installTickets();

        for (String example : List.of("tell-teams", "open-ticket", "alert-pipeline")) {
            assertThat(Application.lint(
                            folder.resolve("config"), folder.resolve("routes"), Path.of(example + ".camel.yaml")))
                    .isEmpty();
        }
    }

    private void installTeams(String address) throws IOException {
        install("tell-teams");
        append("config/secrets.properties", "teams.webhook-url = " + address + "?" + SECRET_QUERY + "\n");
        append("routes/alert-pipeline.camel.yaml", """
                              - to:
                                  id: call-tell-teams
                                  uri: direct:tell-teams
                """);
    }

    private void installTickets() throws IOException {
        status = 201;
        install("open-ticket");
        Path route = folder.resolve("routes/open-ticket.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("20 0/2 * * * ?", "* * * * * ?"));
        append(
                "config/application.properties",
                "\nservicenow.url = " + url("") + "\nservicenow.user = defender-routes\n");
        append("config/secrets.properties", "servicenow.password = " + PASSWORD + "\n");
    }

    private void install(String example) throws IOException {
        for (String ending : List.of(".camel.yaml", ".case.yaml")) {
            Files.copy(
                    EXAMPLES.resolve(example + ending), folder.resolve("routes").resolve(example + ending));
        }
    }

    private void during(StandIn standIn, String memory, Runnable work) {
        DefenderRoutes app = new DefenderRoutes(
                Application.settings(folder.resolve("config"), standIn.settings(), memory, new HashMap<>()),
                folder.resolve("routes"),
                Clock.systemUTC());
        try (app) {
            app.start();
            work.run();
        }
    }

    /** The Table API, as far as the example needs it: a query by correlation_id, and a new incident. */
    private void incidents(HttpExchange exchange) throws IOException {
        Asked call = note(exchange);
        if (status >= 400) {
            answer(exchange, "");
        } else if (call.method().equals("GET")) {
            String id = call.query().replaceFirst(".*correlation_id%3D([^&]*).*", "$1");
            answer(exchange, tickets.containsKey(id) ? "{\"result\": [{\"sys_id\": \"1\"}]}" : "{\"result\": []}");
        } else {
            tickets.put(json(call.body()).path("correlation_id").textValue(), call.body());
            if (answerIsLost) {
                answerIsLost = false;
                exchange.close();
            } else {
                answer(exchange, "{\"result\": {\"sys_id\": \"1\"}}");
            }
        }
    }

    private List<Asked> calls(String method) {
        return asked.stream().filter(one -> one.method().equals(method)).toList();
    }

    private Asked note(HttpExchange exchange) throws IOException {
        Asked call = new Asked(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawQuery(),
                exchange.getRequestHeaders().getFirst("Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        asked.add(call);
        return call;
    }

    private void answer(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                exchange.getRequestMethod().equals("GET") && status < 400 ? 200 : status,
                bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + other.getAddress().getPort() + path;
    }

    private void append(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file));
            }
        }
    }
}
