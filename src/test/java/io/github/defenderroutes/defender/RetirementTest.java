package io.github.defenderroutes.defender;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import java.util.Map;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.junit.jupiter.api.Test;

/** Calls to what Microsoft will switch off are noticed where every call passes. */
class RetirementTest {
    @Test
    void aCallToItIsNoticedWhateverRouteMadeIt() throws Exception {
        try (StandIn standIn = StandIn.start()) {
            Settings settings = Settings.of(standIn.settings());
            DefenderHttp http = new DefenderHttp(settings, Map.of());
            HttpClientBuilder builder = HttpClientBuilder.create()
                    .setConnectionManager(
                            DefenderHttp.connections(settings, Tls.trusting(settings.path("defender.ca-certificate"))));
            http.configureHttpClient(builder);
            try (CloseableHttpClient client = builder.build()) {
                call(client, standIn.url() + "/api/alerts");
                assertThat(http.retiringInUse()).isEmpty();

                call(client, standIn.url() + "/api/v1.0/advancedqueries/run?x=1");
                assertThat(http.retiringInUse()).containsExactly(Retirement.ADVANCED_HUNTING);
            }
        }
    }

    private static void call(CloseableHttpClient client, String url) throws Exception {
        client.execute(ClassicRequestBuilder.post(url).build(), answer -> answer.getCode());
    }
}
