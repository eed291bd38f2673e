package io.github.defenderroutes;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.ledger.Runs;
import org.apache.camel.component.bean.BeanComponent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Far more alerts than a page holds: what we keep in memory of them is a page, however many there are. */
class FloodTest {
    private static final int DEVICES = 40;

    private final Installation our = new Installation()
            .with("alerts.page-size", "10")
            .with("isolation.mode", "enforce")
            .with("isolation.cap.per-hour", "off")
            .with("isolation.cap.per-day", "off")
            .with("defender.quota.per-minute", "100000")
            .with("defender.quota.per-hour", "100000");

    private int alerts;

    @AfterEach
    void stop() {
        our.close();
    }

    /**
     * Camel remembers how to call an object of ours that an expression names, for some classes object by object, and then
     * keeps the object and all that hangs on it.
     */
    @Test
    void camelRemembersOurClassesAndNotTheObjectsThatHoldAlerts() {
        flood(50);
        our.tick();
        int before = remembered();

        flood(300);
        our.tick();

        assertThat(our.app().ledger().runs().since(0))
                .extracting(Runs.Ended::alertId)
                .hasSize(alerts)
                .doesNotHaveDuplicates();
        assertThat(remembered()).isEqualTo(before);
    }

    private int remembered() {
        return our.app().camel().getComponent("bean", BeanComponent.class).getCurrentBeanCacheSize();
    }

    private void flood(int many) {
        for (int i = 0; i < DEVICES; i++) {
            our.device("d" + i);
        }
        for (int i = 0; i < many; i++) {
            our.tenant()
                    .add(anAlert("a" + alerts)
                            .severity(i % 3 == 0 ? "High" : "Low")
                            .device("d" + alerts % DEVICES));
            alerts++;
        }
    }
}
