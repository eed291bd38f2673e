package io.github.defenderroutes.defender;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The reference page says what the Kamelets say, and leaves out nothing that Power Automate's connector can do. */
class ConnectorPageTest {
    private static final Path PAGE = Path.of("src/docs/connector.md");
    private static final Path WRITTEN = Path.of("target/connector.md");

    /** The 30 actions and both triggers of the connector Microsoft Defender ATP. */
    private static final List<String> POWER_AUTOMATE = List.of(
            "AdvancedHunting",
            "CancelSingleMachineAction",
            "CollectInvestigationPackage",
            "CreateAlertByReference",
            "GetAlerts",
            "GetDomainStats",
            "GetFileStats",
            "GetInvestigationPackageUri",
            "GetInvestigations",
            "GetIpStats",
            "GetLiveResponseDownloadLink",
            "GetMachineActions",
            "GetMachines",
            "GetRemediationActivities",
            "GetRemediationActivityMachineList",
            "GetSingleAlert",
            "GetSingleInvestigation",
            "GetSingleMachine",
            "GetSingleMachineAction",
            "GetSingleRemediationActivity",
            "InitiateInvestigation",
            "IsolateMachine",
            "MachineTag",
            "OnNewRemediationActivity",
            "PatchAlert",
            "RestrictAppExecution",
            "RunAntivirusScan",
            "RunLiveResponse",
            "StartInvestigation",
            "UnisolateMachine",
            "UnrestrictAppExecution",
            "WebHooks_CreateWebHook");

    @Test
    void thePageIsCurrent() throws IOException {
        String text = new ConnectorPage().text();
        Files.writeString(WRITTEN, text);

        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("%s is not what the Kamelets say now. To fix: cp %s %s", PAGE, WRITTEN, PAGE)
                .isEqualTo(text);
    }

    @Test
    void everyOperationOfPowerAutomateHasOneKamelet() throws IOException {
        assertThat(new ConnectorPage().powerAutomate()).containsExactlyElementsOf(POWER_AUTOMATE);
    }
}
