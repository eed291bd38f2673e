package io.github.defenderroutes;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.standin.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An operator beside a process that may run, on routes that cannot handle one kind of alert. */
abstract class OperatorAtWork {
    static final Duration LIMIT = Duration.ofSeconds(90);
    static final String USER = System.getProperty("user.name");

    /** Whatever is titled so cannot be handled until its title changes. */
    static final String POISON = """

                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: "${body[title]} == 'poison'"
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: nobody can digest this
            """;

    final StandIn standIn = StandIn.start();
    final Map<String, String> own = new HashMap<>();

    @TempDir
    Path folder;

    Path routes;
    Path control;
    Path log;

    @BeforeEach
    void prepare() throws IOException {
        routes = Files.createDirectory(folder.resolve("routes"));
        try (Stream<Path> files = Files.list(Application.ROUTES)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Path enrich = routes.resolve("enrich-alert.camel.yaml");
        Files.writeString(enrich, Files.readString(enrich).stripTrailing() + "\n" + POISON);
        control = folder.resolve("control");
        log = folder.resolve("log");
        own.put("state.url", "jdbc:h2:file:" + folder.resolve("defender-routes"));
        own.put("isolation.mode", "enforce");
        own.put("alerts.max-attempts", "1");
        own.put("alerts.poll.cron", "* * * * * ?");
        own.put("alerts.retry.cron", "* * * * * ?");
        own.put("mail.send.cron", "* * * * * ?");
    }

    @AfterEach
    void stop() {
        standIn.close();
    }

    void awaitMails(String alert, int count) {
        await().atMost(LIMIT)
                .until(() -> standIn.mails().all().stream()
                                .filter(mail ->
                                        mail.headers("X-Defender-Alert-Id").contains(alert))
                                .count()
                        >= count);
    }

    ChildProcess start() {
        Map<String, String> settings = settings();
        settings.put("log.level", "INFO");
        settings.put("logback.configurationFile", "log/logback.xml");
        return new ChildProcess(log, settings, "--routes", routes.toString());
    }

    CommandLineCall ask(String... words) {
        return CommandLineCall.here(settings(), onOurRoutes(words));
    }

    String[] onOurRoutes(String... words) {
        return Stream.concat(Stream.of(words), Stream.of("--routes", routes.toString()))
                .toArray(String[]::new);
    }

    Map<String, String> settings() {
        Map<String, String> all = new HashMap<>(standIn.settings());
        all.putAll(own);
        return all;
    }

    static JsonNode json(CommandLineCall said) throws IOException {
        return new ObjectMapper().readTree(said.out());
    }
}
