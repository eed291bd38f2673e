package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.IdentityEndpoint;
import io.github.defenderroutes.standin.StandIn;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program as it runs on Azure: the environment of its process says where its machine's identity endpoint is. */
class AzureHostTest {
    private static final String IDENTITY = "66666666-7777-8888-9999-000000000000";

    @TempDir
    private Path folder;

    private final StandIn standIn = StandIn.start();
    private final IdentityEndpoint endpoint = new IdentityEndpoint(standIn);

    @BeforeEach
    void addAnAlert() {
        standIn.tenant().add(anAlert("da1_-1").severity("Medium"));
    }

    @AfterEach
    void close() {
        endpoint.close();
        standIn.close();
    }

    @Test
    void onAVirtualMachineItSignsInAsTheMachine() {
        CommandLineCall run = CommandLineCall.of(
                settings(), Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", endpoint.url()), "run", "--once");

        assertHandled(run);
        assertThat(endpoint.asked())
                .singleElement()
                .asString()
                .contains("api-version=2018-02-01")
                .doesNotContain("client_id");
    }

    @Test
    void inAppServiceItSignsInAsAUserAssignedIdentity() {
        Map<String, String> settings = settings();
        settings.put("defender.managed-identity.client-id", IDENTITY);

        CommandLineCall run = CommandLineCall.of(
                settings,
                Map.of(
                        "IDENTITY_ENDPOINT",
                        endpoint.url() + "/msi/token",
                        "IDENTITY_HEADER",
                        IdentityEndpoint.HEADER_VALUE),
                "run",
                "--once");

        assertHandled(run);
        assertThat(endpoint.asked()).singleElement().asString().contains("client_id=" + IDENTITY);
        assertThat(run.out()).doesNotContain(IdentityEndpoint.HEADER_VALUE);
    }

    @Test
    void theMachineGetsATokenForMailToo() {
        standIn.login().grant("SMTP.SendAsApp");
        standIn.mails().requireToken("defender-routes@corp.example");
        Map<String, String> settings = settings();
        settings.put("mail.auth", "oauth");

        CommandLineCall run = CommandLineCall.of(
                settings, Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", endpoint.url()), "run", "--once");

        assertHandled(run);
        assertThat(endpoint.asked()).hasSize(2).anyMatch(asked -> asked.contains("resource="));
    }

    private void assertHandled(CommandLineCall run) {
        assertThat(run.exitCode()).as(run.out() + run.problems()).isZero();
        assertThat(standIn.calls("token")).isEmpty();
        assertThat(standIn.mails().all()).hasSize(1);
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(standIn.settings());
        settings.put("defender.credential", "managed-identity");
        settings.put("defender.client-id", "");
        settings.put("defender.client-secret", "");
        settings.put("state.url", "jdbc:h2:file:" + folder.resolve("state"));
        return settings;
    }
}
