package io.github.defenderroutes.command;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;

import io.github.defenderroutes.standin.AlertBuilder;
import io.github.defenderroutes.standin.Evidence;
import io.github.defenderroutes.standin.Reaction;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What happens in the demo's tenant: alerts of every sort that the routes must tell apart. */
final class DemoScenario {
    private static final String WORKSTATION = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334";
    private static final String LAPTOP = "b2c3d4e5f60718293a4b5c6d7e8f900112233445";
    private static final String SERVER = "c3d4e5f60718293a4b5c6d7e8f90011223344556";
    private static final String OLD_PC = "d4e5f60718293a4b5c6d7e8f9001122334455667";
    private static final String EXECUTIVE = "e5f60718293a4b5c6d7e8f900112233445566778";
    private static final String MAC = "f60718293a4b5c6d7e8f90011223344556677889";

    private final Tenant tenant;
    private final Instant now = Instant.now();
    private int extra;

    DemoScenario(StandIn standIn) {
        this.tenant = standIn.tenant();
        tenant.add(aMachine(WORKSTATION)
                        .name("ws-0042.corp.example")
                        .os("Windows11")
                        .tags("tier-2"))
                .add(aMachine(LAPTOP).name("lt-0077.corp.example").os("Windows10"))
                .add(aMachine(SERVER).name("srv-db-01.corp.example").os("WindowsServer2022"))
                .add(aMachine(OLD_PC).name("kiosk-03.corp.example").os("Windows10"))
                .add(aMachine(EXECUTIVE)
                        .name("lt-ceo.corp.example")
                        .os("Windows11")
                        .tags("no-isolation"))
                .add(aMachine(MAC).name("mac-0017.corp.example").os("macOS"))
                .react(OLD_PC, Reaction.refusesClientVersion());
    }

    /** What is there when the poll begins. */
    List<String> first() {
        add(alert("lsass", "High", WORKSTATION, "ws-0042.corp.example", "Suspicious access to LSASS service")
                .loggedOn("j.doe", "CORP")
                .evidence(Evidence.process("tool.exe", "tool.exe -dump lsass.exe out.dmp"))
                .evidence(
                        Evidence.file("out.dmp", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")));
        add(alert("second", "High", WORKSTATION, "ws-0042.corp.example", "Credential dumping tool was seen")
                .loggedOn("j.doe", "CORP"));
        add(alert("macro", "Medium", LAPTOP, "lt-0077.corp.example", "Office document started a script"));
        add(alert("port-scan", "Low", LAPTOP, "lt-0077.corp.example", "Unusual number of connections"));
        add(alert("info", "Informational", LAPTOP, "lt-0077.corp.example", "A new device was seen"));
        add(alert("server", "High", SERVER, "srv-db-01.corp.example", "Web shell was found"));
        add(alert("refuses", "High", OLD_PC, "kiosk-03.corp.example", "Ransomware behaviour was blocked"));
        add(alert("excluded", "High", EXECUTIVE, "lt-ceo.corp.example", "Password spray from this device"));
        add(alert("odd-severity", "Apocalyptic", LAPTOP, "lt-0077.corp.example", "A severity nobody has heard of"));
        add(
                alert(
                        "hostile",
                        "Medium",
                        LAPTOP,
                        "lt-0077.corp.example",
                        "invoice.exe\",\"IsolationType\":\"Full\r\nBcc: everyone@corp.example\r\n<script>alert(1)</script> ${body}"));
        return List.of(
                "ten alerts wait in the tenant: High, Medium, Low and Informational ones; among them a server, a device that",
                "refuses, one tagged no-isolation, a severity that does not exist, and a title that attacks mail and JSON");
    }

    /** What comes afterwards, each with the words that announce it. */
    List<Step> later() {
        return List.of(
                new Step(
                        "a High alert becomes visible ten minutes late",
                        () -> add(alert("late", "High", MAC, "mac-0017.corp.example", "Backdoor was installed")
                                .createdAt(now.minus(Duration.ofMinutes(10)))
                                .updatedAt(now.minus(Duration.ofMinutes(10))))),
                new Step(
                        "an analyst comments on an alert that we have handled; Defender lists it again",
                        () -> tenant.comment(id("lsass"), "triage started")),
                new Step("Defender raises a Medium alert to High", () -> tenant.raiseSeverity(id("macro"), "High")));
    }

    /** One more alert, for a demo that stays. */
    String another() {
        extra++;
        String severity = List.of("Low", "Medium", "High").get(extra % 3);
        add(alert("more-" + extra, severity, MAC, "mac-0017.corp.example", "Activity number " + extra)
                .createdAt(Instant.now())
                .updatedAt(Instant.now()));
        return severity;
    }

    /** Something that happens in the tenant. */
    record Step(String words, Runnable happens) {}

    private AlertBuilder alert(String name, String severity, String device, String computer, String title) {
        return anAlert(id(name)).severity(severity).device(device, computer).title(title);
    }

    private void add(AlertBuilder alert) {
        tenant.add(alert);
    }

    private static String id(String name) {
        return "da-" + name + "_-1";
    }
}
