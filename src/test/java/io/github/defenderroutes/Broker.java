package io.github.defenderroutes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** An ActiveMQ Artemis in this JVM, which others reach over TCP as they would any broker. */
final class Broker implements AutoCloseable {
    static final String QUEUE = "defender-alerts";

    private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
    private final int port = Ports.unused();

    Broker(Path folder) {
        try {
            Configuration configuration = new ConfigurationImpl()
                    .setSecurityEnabled(false)
                    .setBindingsDirectory(folder.resolve("bindings").toString())
                    .setJournalDirectory(folder.resolve("journal").toString())
                    .setLargeMessagesDirectory(folder.resolve("large").toString())
                    .setPagingDirectory(folder.resolve("paging").toString())
                    .addAcceptorConfiguration("tcp", url());
            server.setConfiguration(configuration);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    Broker start() {
        try {
            server.start();
            return this;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What an installation that uses it sets. */
    Map<String, String> settings() {
        return Map.of(
                "alerts.hand-over",
                "jms:queue:" + QUEUE + "?connectionFactory=#broker&disableReplyTo=true&concurrentConsumers=2",
                "broker.url",
                url(),
                "broker.username",
                "defender",
                "broker.password",
                "not-asked-for");
    }

    /** The shipped routes with the example of a broker beside them, its settings filled in. */
    Path routes(Path folder) {
        try {
            Path target = Files.createDirectories(folder.resolve("routes"));
            try (Stream<Path> shipped = Files.list(Application.ROUTES)) {
                for (Path file : shipped.toList()) {
                    Files.copy(file, target.resolve(file.getFileName()));
                }
            }
            String example = Files.readString(Path.of("src/docs/examples/broker.camel.yaml"));
            Files.writeString(
                    target.resolve("broker.camel.yaml"),
                    example.replace("{{broker.url}}", url())
                            .replace("{{broker.username}}", "defender")
                            .replace("{{broker.password}}", "not-asked-for"));
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        stop();
    }
}
