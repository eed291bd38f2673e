package io.github.defenderroutes.defender;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.defender.KameletTable.Row;
import io.github.defenderroutes.standin.AlertBuilder;
import io.github.defenderroutes.standin.Call;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.Records;
import io.github.defenderroutes.standin.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Kamelet against the stand-in, with no more than the permission it names: what it sends, what comes back, what it
 * refuses before any call, and how it tells what the service refuses. See {@link KameletTable}.
 */
class KameletsTest {
    private static final Path KAMELETS = Path.of("src/main/resources/kamelets");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final KameletOnStandIn connector = new KameletOnStandIn();
    private final Tenant tenant = connector.standIn.tenant();

    static List<String> kamelets() throws IOException {
        try (Stream<Path> files = Files.list(KAMELETS)) {
            return files.map(file -> file.getFileName().toString().replace(".kamelet.yaml", ""))
                    .filter(name -> name.endsWith("-action") && !name.equals("defender-call-action"))
                    .sorted()
                    .toList();
        }
    }

    static List<Row> rows() throws IOException {
        return kamelets().stream()
                .flatMap(kamelet -> KameletTable.rows(kamelet).stream())
                .toList();
    }

    /** The usual tenant. */
    @BeforeEach
    void fill() {
        tenant.add(aMachine("1111111122222222333333334444444455555555")
                .name("ws-0042.corp.example")
                .tags("tier-2"));
        tenant.add(aMachine("9999999988888888777777776666666655555555")
                .name("mac-0007.corp.example")
                .os("macOS"));
        connector
                .standIn
                .inventory()
                .users("1111111122222222333333334444444455555555", List.of(Map.of("id", "corp\\j.doe")))
                .software("1111111122222222333333334444444455555555", List.of(Map.of("id", "example-_-editor")))
                .vulnerabilities("1111111122222222333333334444444455555555", List.of(Map.of("id", "CVE-2026-0001")));
        tenant.add(anAlert("da1_-1").severity("High").device("1111111122222222333333334444444455555555"));
    }

    @AfterEach
    void close() {
        connector.close();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void doesWhatItsTableSays(Row row) throws Exception {
        row.map("given").forEach(this::given);
        Object body = "the message before";
        for (Object before : row.before()) {
            Map<?, ?> call = (Map<?, ?>) before;
            body = send("defender-" + call.get("kamelet") + "-action", KameletFile.map(call, "parameters"), body);
        }
        connector.standIn.forgetCalls();
        connector.passed.clear();

        Object message = body;
        Object[] answer = new Object[1];
        Throwable refused = catchThrowable(() -> answer[0] = send(row.kamelet(), row.map("parameters"), message));

        if (row.refused() == null) {
            assertThat(refused).as(row.toString()).isNull();
            KameletTable.assertHolds(answer[0], row.map("answers"), "the answer");
        } else {
            assertThat(refused).as(row.toString()).isNotNull();
            assertThat(refused.getMessage()).startsWith(row.refused());
        }
        assertSent(row);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void hasATableThatShowsASuccessAndARefusal(String kamelet) {
        List<Row> rows = KameletTable.rows(kamelet);

        assertThat(rows)
                .as("%s: rows in %s", kamelet, KameletTable.FOLDER)
                .anyMatch(row -> row.refused() == null)
                .anyMatch(row -> row.refused() != null)
                .anyMatch(row -> row.sends() != null && row.before().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void namesThePermissionThatIsMissing(String kamelet) throws Exception {
        Row row = KameletTable.rows(kamelet).stream()
                .filter(one -> one.sends() != null && one.before().isEmpty())
                .findFirst()
                .orElseThrow();
        connector.start(kamelet, row.map("parameters"));
        connector.standIn.login().roles(List.of());

        Throwable refused = catchThrowable(() -> connector.send(connector.exchange("x")));

        assertThat(refused)
                .isInstanceOf(DefenderRefusedException.class)
                .hasMessageContaining(": 403 Forbidden ")
                .hasMessageEndingWith(". To fix: grant the app %s and give admin consent (README.md, Go live)"
                        .formatted(KameletFile.read(connector.camel(), kamelet).permission()));
    }

    private void given(String what, Object how) {
        switch (what) {
            case "reaction" -> tenant.reactByDefault(reaction(how.toString()));
            case "duplicates" -> tenant.duplicates(Tenant.Duplicates.valueOf(how.toString()));
            case "hunting" ->
                connector.standIn.hunting().finds("", Map.of("DeviceId", "String"), List.of(Map.of("DeviceId", how)));
            case "alert" -> {
                Map<?, ?> fields = (Map<?, ?>) how;
                AlertBuilder alert = anAlert(fields.get("id").toString());
                fields.forEach((field, value) -> alert.set(field.toString(), value));
                tenant.add(alert);
            }
            case "records" ->
                ((Map<?, ?>) how).forEach((kind, rows) -> ((List<?>) rows).forEach(row -> connector
                        .standIn
                        .records()
                        .add(Records.Kind.valueOf(kind.toString()), KameletFile.map(Map.of("row", row), "row"))));
            case "fault" -> {
                Map<?, ?> fault = (Map<?, ?>) how;
                connector
                        .standIn
                        .faults()
                        .next(
                                String.valueOf(fault.get("of")),
                                Fault.status(
                                        (int) fault.get("status"),
                                        String.valueOf(fault.get("code")),
                                        String.valueOf(fault.get("message"))));
            }
            default -> throw new IllegalArgumentException("given." + what + " is none we know");
        }
    }

    private static Reaction reaction(String name) {
        return switch (name) {
            case "at-once" -> Reaction.succeeds().pendingFor(Duration.ZERO).inProgressFor(Duration.ZERO);
            case "stays-pending" -> Reaction.staysPending();
            case "hidden" -> Reaction.succeeds().hiddenFor(Duration.ofMinutes(2));
            case "refuses-platform" -> Reaction.refusesPlatform("WindowsServer2008");
            case "refuses-version" -> Reaction.refusesClientVersion();
            default -> throw new IllegalArgumentException("given.reaction " + name + " is none we know");
        };
    }

    /** With a token that holds the first permission the Kamelet names, and no other. */
    private Map<String, Object> send(String kamelet, Map<String, ?> parameters, Object body) throws Exception {
        connector.start(kamelet, parameters);
        String permission = KameletFile.read(connector.camel(), kamelet).permission();
        connector.standIn.login().roles(List.of(permission.split(" or ")[0]));
        return connector.send(connector.exchange(body));
    }

    private void assertSent(Row row) throws IOException {
        List<Call> calls = connector.calls();
        if (row.sends() == null) {
            assertThat(calls).as("%s sends nothing", row).isEmpty();
            return;
        }
        assertThat(calls).as("%s sends", row).isNotEmpty().allSatisfy(call -> {
            assertThat(call.method() + " " + call.path()).matches(KameletTable.pattern(row.sends()));
            assertThat(call.query()).isEqualTo(row.map("query"));
            assertThat(call.body().isEmpty() ? null : JSON.readValue(call.body(), Object.class))
                    .isEqualTo(row.body());
        });
        KameletFile file = KameletFile.read(connector.camel(), row.kamelet());
        assertThat(connector.passed.stream().map(line -> line.substring(0, line.indexOf(' '))))
                .as("%s passes the gate if it acts", row)
                .isEqualTo(file.acts() ? List.of(file.operation()) : List.of());
        assertThat(connector.permits.noted)
                .as("%s asks the budget", row)
                .anyMatch(line -> line.contains(file.acts() ? " RESPOND " : " REST "));
    }
}
