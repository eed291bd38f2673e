package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.report.Report;
import io.github.defenderroutes.standin.Fault;
import io.github.defenderroutes.standin.ReceivedMail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says after a dry run: whom we would have isolated, and what really happened. */
class ReportTest {
    private final Installation our = new Installation().with("isolation.mode", "dry-run");

    @AfterEach
    void stop() {
        our.close();
    }

    @Test
    void itNamesTheDevicesByRuleAndHowTheirAlertsWereClosed() {
        our.alertOn("d1");
        our.alertOn("d2");
        our.tenant().add(anAlert("second").device("d1")).add(anAlert("m1").severity("Medium"));
        our.tick();
        our.tenant().set("alert-d1", "classification", "TruePositive");
        our.tenant().set("second", "classification", "FalsePositive");
        our.tenant().resolve("second");

        Report report = report();

        assertThat(report.mode()).isEqualTo("dry-run");
        assertThat(report.devices()).isEqualTo(2);
        assertThat(report.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.devices()).extracting(Report.Device::id).containsExactlyInAnyOrder("d1", "d2");
            assertThat(rule.devices())
                    .filteredOn(device -> device.id().equals("d1"))
                    .singleElement()
                    .returns(2, Report.Device::alerts)
                    .returns("d1.corp.example", Report.Device::name)
                    .returns(List.of("open, true positive", "resolved, false positive"), Report.Device::verdicts);
        });
        assertThat(report.closed())
                .containsEntry("open, true positive", 1)
                .containsEntry("resolved, false positive", 1)
                .containsEntry("open, not classified", 1);
        assertThat(report.notLookedUp()).isZero();
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void whatAPersonWouldHaveBeenAskedAboutStandsApartUnderTheRuleThatAsks(@TempDir Path folder) throws IOException {
        Path rules = Files.writeString(folder.resolve("guardrails.yaml"), """
                rules:
                  - rule: ask-about-d2
                    outcome: approve
                    device: { name: d2* }
                  - rule: all-others
                    outcome: isolate
                """);
        our.with("guardrails.file", rules.toString());
        our.alertOn("d1");
        our.alertOn("d2");
        our.tick();

        assertThat(report().rules())
                .extracting(Report.Rule::rule)
                .anySatisfy(rule -> assertThat(rule).matches("all-others, .*guardrails.yaml line 5"))
                .anySatisfy(rule ->
                        assertThat(rule).matches("ask-about-d2, .*guardrails.yaml line 2, after a person approves"));
    }

    @Test
    void itNamesWhomOthersIsolatedAndWhetherWeWouldHave() {
        our.alertOn("d1");
        our.device("d2");
        our.tick();
        our.tenant().startAction("Isolate", "d1", "analyst@corp.example", "by hand");
        our.tenant().startAction("Isolate", "d2", "flow@corp.example", "by a flow");
        our.tenant().startAction("Unisolate", "d2", "flow@corp.example", "by a flow");

        assertThat(report().others())
                .hasSize(2)
                .anySatisfy(other -> {
                    assertThat(other.deviceId()).isEqualTo("d1");
                    assertThat(other.by()).isEqualTo("analyst@corp.example");
                    assertThat(other.foreseen()).isTrue();
                })
                .anySatisfy(other -> {
                    assertThat(other.deviceId()).isEqualTo("d2");
                    assertThat(other.foreseen()).isFalse();
                });
    }

    @Test
    void whatWeIsolatedOurselvesIsNotTakenForSomebodyElses() {
        our.with("isolation.mode", "enforce").alertOn("d1");
        our.tick();

        Report report = report();

        assertThat(report.ours()).isOne();
        assertThat(report.others()).isEmpty();
        assertThat(report.devices()).isZero();
    }

    @Test
    void itSaysHowTheCapsWouldHaveHeld() {
        our.with("isolation.cap.per-hour", "3").with("isolation.cap.per-day", "4");
        IntStream.range(0, 5).forEach(i -> our.alertOn("d" + i));
        our.tick();

        assertThat(report().caps())
                .containsExactly(
                        new Report.Cap("isolation.cap.per-hour", 3, 5, 2),
                        new Report.Cap("isolation.cap.per-day", 4, 5, 1));
    }

    @Test
    void whatIsOlderThanTheTimeAskedForIsNotInIt() {
        our.alertOn("d1");
        our.tick();
        our.clock.advance(Duration.ofDays(3));

        assertThat(our.app()
                        .report(our.clock.instant().minus(Duration.ofDays(2)))
                        .devices())
                .isZero();
        assertThat(our.app().report(null).devices()).isOne();
    }

    @Test
    void whatDefenderDoesNotAnswerIsANoteInIt() {
        our.alertOn("d1");
        our.tick();
        our.faults().next("list-alerts", Fault.status(503));
        our.faults().next("list-machine-actions", Fault.status(403));

        Report report = report();

        assertThat(report.devices()).isOne();
        assertThat(report.notLookedUp()).isOne();
        assertThat(report.notes())
                .hasSize(2)
                .anySatisfy(note -> assertThat(note).startsWith("How the alerts were closed is not known in full: "))
                .anySatisfy(note -> assertThat(note).startsWith("Whom others isolated is not known in full: "));
    }

    @Test
    void itIsMailedWhileTheModeIsDryRunOnceADay() {
        our.alertOn("d1");
        our.tick();

        our.fire("send-report");
        our.fire("send-report");
        our.tick();

        assertThat(reports()).singleElement().satisfies(mail -> {
            assertThat(mail.subject()).isEqualTo("Report: 1 device would have been isolated");
            assertThat(mail.text()).contains("d1.corp.example", "open, not classified", "isolation.cap.per-hour");
            assertThat(mail.html()).contains("d1.corp.example");
        });
    }

    @Test
    void anAlertThatNamesItsDeviceHostilelyIsHarmlessInTheMail() {
        our.tenant().add(aMachine("d1").name("<b>x</b>\u202Ehttps://evil.example"));
        our.tenant().add(anAlert("a1").device("d1"));
        our.tick();

        our.fire("send-report");
        our.tick();

        assertThat(reports()).singleElement().satisfies(mail -> {
            assertThat(mail.html()).doesNotContain("<b>x</b>").doesNotContain("https://evil.example");
            assertThat(mail.text()).doesNotContain("https://evil.example").doesNotContain("\u202E");
        });
    }

    private List<ReceivedMail> reports() {
        return our.standIn.mails().all().stream()
                .filter(mail -> mail.headers("X-Defender-Routes-Kind").contains("report"))
                .toList();
    }

    private Report report() {
        return our.app().report(null);
    }
}
