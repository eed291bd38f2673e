package io.github.defenderroutes.spring;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.Embedding;
import io.github.defenderroutes.StartException;
import io.github.defenderroutes.embedding.HostContext;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * One tenant in a Spring Boot application: its database, its beans for our routes, our Kamelets for its own CamelContext if it
 * has one.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.apache.camel.spring.boot.CamelAutoConfiguration"
        })
@ConditionalOnProperty(prefix = "defender-routes", name = "enabled", matchIfMissing = true)
@EnableConfigurationProperties(DefenderRoutesProperties.class)
public class DefenderRoutesAutoConfiguration {

    /** Closed by {@link Running}, while the application's database is still there. */
    @Bean
    @ConditionalOnMissingBean
    DefenderRoutes defenderRoutes(
            DefenderRoutesProperties properties, ObjectProvider<DataSource> databases, BeanFactory application) {
        Embedding embedding = DefenderRoutes.embedded(properties.getSettings())
                .beans(name -> application.containsBean(name) ? application.getBean(name) : null);
        Optional.ofNullable(properties.getRoutes()).ifPresent(embedding::routes);
        Optional.ofNullable(properties.getConfig()).ifPresent(embedding::config);
        if (properties.isKeepEvents()) {
            embedding.keepEvents();
        }
        database(properties, databases, application).ifPresent(embedding::database);
        return embedding.build();
    }

    private static Optional<DataSource> database(
            DefenderRoutesProperties properties, ObjectProvider<DataSource> databases, BeanFactory application) {
        if (properties.getDataSource() != null) {
            return Optional.of(application.getBean(properties.getDataSource(), DataSource.class));
        }
        if (properties.getSettings().containsKey("state.url")) {
            return Optional.empty();
        }
        DataSource only = databases.getIfUnique();
        if (only == null && databases.stream().findAny().isPresent()) {
            throw new StartException(
                    "The application has several DataSources. To fix: name one with defender-routes.data-source, or set defender-routes.settings.state.url.",
                    null);
        }
        return Optional.ofNullable(only);
    }

    @Bean
    Running defenderRoutesRunning(DefenderRoutes app, DefenderRoutesProperties properties) {
        return new Running(app, properties.isAutoStartup());
    }

    @Bean
    @ConditionalOnBean(CamelContext.class)
    @ConditionalOnProperty(prefix = "defender-routes", name = "offer", matchIfMissing = true)
    HostContext defenderRoutesOffered(DefenderRoutes app, CamelContext host) {
        return HostContext.offer(app, host);
    }
}
