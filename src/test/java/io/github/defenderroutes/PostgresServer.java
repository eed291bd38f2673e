package io.github.defenderroutes;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A real PostgreSQL server, one for all tests of a JVM; started by the first that has a parameter of this type. */
public final class PostgresServer {
    private static PostgresServer ofThisJvm;

    private final EmbeddedPostgres server;

    private PostgresServer() throws IOException {
        server = EmbeddedPostgres.builder()
                .setServerConfig("fsync", "off") // we kill our processes, not the machine
                .start();
    }

    /** The address of a new and empty database, with user and password. */
    public String newDatabase() throws SQLException {
        String name = "t" + UUID.randomUUID().toString().replace("-", "");
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return server.getJdbcUrl("postgres", name);
    }

    private static synchronized PostgresServer ofThisJvm() {
        if (ofThisJvm == null) {
            try {
                ofThisJvm = new PostgresServer(); // ends with the JVM
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }
        return ofThisJvm;
    }

    /** Gives the server to tests. */
    public static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PostgresServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return ofThisJvm();
        }
    }
}
