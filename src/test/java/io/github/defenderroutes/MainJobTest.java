package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.standin.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The main job: a new High alert isolates its device, and a mail says so. */
class MainJobTest {
    private static final String DEVICE = "1111111122222222333333334444444455555555";

    private final StandIn standIn = StandIn.start();

    @AfterEach
    void stop() {
        standIn.close();
    }

    @Test
    void aHighAlertIsolatesItsDeviceAndAMailSaysSo() throws Exception {
        standIn.tenant().add(aMachine(DEVICE).name("ws-0042.corp.example").os("Windows11"));
        standIn.tenant().add(anAlert("da1_-1").severity("High").device(DEVICE, "ws-0042.corp.example"));

        try (DefenderRoutes app = Application.on(standIn, Application.memory("main-job"))) {
            app.runOnce();
        }

        standIn.calls()
                .forEach(c -> System.out.println(c.method() + " " + c.path() + " " + c.query() + " " + c.status() + " "
                        + c.body() + " " + c.headers()));
        standIn.mails().all().forEach(m -> System.out.println(m.subject() + "\n" + m.text()));
        assertThat(standIn.calls("isolate")).hasSize(1);
        assertThat(standIn.mails().all()).hasSize(1);
    }
}
