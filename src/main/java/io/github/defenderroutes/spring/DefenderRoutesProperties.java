package io.github.defenderroutes.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What an application says of the tenant in it. */
@ConfigurationProperties("defender-routes")
public final class DefenderRoutesProperties {
    /** Whether there is a tenant in this application. */
    private boolean enabled = true;

    /** The folder of routes, or one on the class path; the shipped ones by default. */
    private String routes;

    /** The folder of guardrails, mail texts and hunting queries, or one on the class path; the shipped ones by default. */
    private String config;

    /** Whether the routes begin to work with the application. */
    private boolean autoStartup = true;

    /** Whether what happens is kept until defender-routes:events has told it. */
    private boolean keepEvents;

    /** Whether our Kamelets and endpoints are offered to the application's own CamelContext. */
    private boolean offer = true;

    /** The name of the bean with the database, if there are several; that of the application by default. */
    private String dataSource;

    /** Every setting of Defender Routes by its key, such as settings.isolation.mode. */
    private Map<String, String> settings = new LinkedHashMap<>();

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public String getRoutes() {
        return routes;
    }

    public void setRoutes(String routes) {
        this.routes = routes;
    }

    public String getConfig() {
        return config;
    }

    public void setConfig(String config) {
        this.config = config;
    }

    public boolean isAutoStartup() {
        return autoStartup;
    }

    public void setAutoStartup(boolean autoStartup) {
        this.autoStartup = autoStartup;
    }

    public boolean isKeepEvents() {
        return keepEvents;
    }

    public void setKeepEvents(boolean keepEvents) {
        this.keepEvents = keepEvents;
    }

    public boolean isOffer() {
        return offer;
    }

    public void setOffer(boolean offer) {
        this.offer = offer;
    }

    public String getDataSource() {
        return dataSource;
    }

    public void setDataSource(String dataSource) {
        this.dataSource = dataSource;
    }

    public Map<String, String> getSettings() {
        return settings;
    }

    public void setSettings(Map<String, String> settings) {
        this.settings = settings;
    }
}
