package io.github.defenderroutes.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.github.defenderroutes.defender.DefenderHttp;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.signin.SignIn;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.camel.main.Main;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;

/**
 * Child process: the same job as a minimal Camel route would do it, without checks or verified facts. Which alerts
 * it has handled it remembers in {@code memory}, or in a {@code database} with Camel's own repository. It borrows our HTTP client, so that all
 * sign in alike.
 */
final class Yardstick {
    /** With which we open H2: what is committed is in the file, and not half a second later. */
    private static final String OPTIONS_OF_OURS =
            ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=64";

    private Yardstick() {}

    public static void main(String[] arguments) throws Exception {
        Settings settings = Settings.load(Path.of("config"), System.getenv(), Map.of());
        var tls = Tls.trusting(settings.path("defender.ca-certificate"));
        var tokens = new SignIn(settings, tls, Clock.systemUTC()).tokens(settings.text("defender.api-scope"));
        var handled = new AtomicInteger();
        Main main = new Main();
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure()
                .withRoutesIncludePattern("classpath:yardstick.camel.yaml")
                .withAutoConfigurationLogSummary(false)
                .withJmxEnabled(false);
        Properties properties = new Properties();
        properties.putAll(settings.placeholders());
        properties.put("camel.variable.since", "2000-01-01T00:00:00Z");
        main.setInitialProperties(properties);
        main.bind("http", (HttpClientConfigurer) client -> client.disableAutomaticRetries()
                .addRequestInterceptorFirst((request, entity, context) ->
                        request.setHeader("Authorization", "Bearer " + tokens.get())));
        main.bind("connections", DefenderHttp.connections(settings, tls));
        main.bind("seenAlerts", alerts(arguments[0].equals("database"), settings));
        main.bind("seenDevices", MemoryIdempotentRepository.memoryIdempotentRepository());
        main.bind("count", (Processor) (Exchange exchange) -> handled.incrementAndGet());
        main.start();
        var expected = new AtomicInteger();
        Orders.obey((alerts, last) -> {
            expected.addAndGet(alerts);
            while (handled.get() < expected.get()) {
                Thread.sleep(10);
            }
            Say.it("handled");
            Say.it("mailed");
        });
        main.stop();
    }

    private static IdempotentRepository alerts(boolean durable, Settings settings) {
        if (!durable) {
            return MemoryIdempotentRepository.memoryIdempotentRepository(1_000_000);
        }
        HikariDataSource database = new HikariDataSource();
        database.setJdbcUrl(settings.text("state.url") + OPTIONS_OF_OURS);
        return new JdbcMessageIdRepository(database, "alerts");
    }
}
