package io.github.defenderroutes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import org.apache.camel.Exchange;
import org.apache.camel.component.seda.SedaEndpoint;
import org.junit.jupiter.api.AfterEach;

/** Between poll and pipeline alerts pass a queue that may lose, double, mix up and delay messages. */
abstract class ThroughAQueue {
    final Installation our = new Installation()
            .with("alerts.hand-over", "seda:alerts?pollTimeout=10")
            .with("mail.digest.by", "off")
            .with("shutdown.timeout", "3s"); // a seda with something left in it waits for so long

    @AfterEach
    void stop() {
        our.close();
    }

    void bring(Object body) {
        if (our.app().camel() == null) {
            our.tick();
        }
        our.app().camel().createProducerTemplate().send(endpoint(), exchange -> exchange.getMessage()
                .setBody(body));
    }

    SedaEndpoint endpoint() {
        return our.app().camel().getEndpoints().stream()
                .filter(SedaEndpoint.class::isInstance)
                .map(SedaEndpoint.class::cast)
                .filter(endpoint -> endpoint.getEndpointUri().startsWith("seda://alerts"))
                .findFirst()
                .orElseThrow();
    }

    BlockingQueue<Exchange> queue() {
        return endpoint().getQueue();
    }

    void awaitEmpty() {
        await().until(() ->
                queue().isEmpty() && our.app().camel().getInflightRepository().size("take-alerts") == 0);
    }

    void awaitHandled(String... alertIds) {
        for (String id : alertIds) {
            awaitState(id, "done");
        }
    }

    void awaitState(String alertId, String state) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(state(alertId)).isEqualTo(state));
    }

    String state(String alertId) {
        return our.app().ledger().claims().state(alertId).orElse("unseen");
    }

    void assertIsolatedAndMailedOnce(String device) {
        our.fire("send-mail");
        assertThat(our.acceptedIsolationsOf(device))
                .as("isolations of " + device)
                .isOne();
        assertThat(our.requestsToIsolate())
                .filteredOn(call -> call.path().contains("/" + device + "/"))
                .hasSize(1);
        our.mailAbout("alert-" + device);
    }
}
