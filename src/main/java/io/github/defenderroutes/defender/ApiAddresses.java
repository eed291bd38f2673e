package io.github.defenderroutes.defender;

import io.github.defenderroutes.settings.Settings;

/**
 * Where the APIs are and how long to wait for them, as the Kamelets name it: <code>{{bean:defenderApi.graphUrl}}</code>. A bean
 * and no property, so that a context that uses the Kamelets needs no property of ours.
 */
public final class ApiAddresses {
    private final Settings settings;

    public ApiAddresses(Settings settings) {
        this.settings = settings;
    }

    public String defenderUrl() {
        return settings.text("defender.api-url");
    }

    public String graphUrl() {
        return settings.text("defender.graph-url");
    }

    /** In milliseconds, like the others. */
    public long connectTimeout() {
        return millis("defender.connect-timeout");
    }

    public long responseTimeout() {
        return millis("defender.response-timeout");
    }

    public long huntingTimeout() {
        return millis("hunting.response-timeout");
    }

    private long millis(String key) {
        return settings.duration(key).toMillis();
    }
}
