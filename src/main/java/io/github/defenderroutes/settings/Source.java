package io.github.defenderroutes.settings;

import java.util.Locale;

/** The places a value can come from, weakest first. */
enum Source {
    AZURE_ENVIRONMENT,
    FILE,
    SECRETS_FILE,
    ENVIRONMENT,
    COMMAND_LINE,
    HOST;

    /** The key as it is written in this place. */
    String spell(String key) {
        return switch (this) {
            case AZURE_ENVIRONMENT -> AzureEnvironment.variable(key);
            case ENVIRONMENT -> key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
            case COMMAND_LINE -> "-D" + key;
            case FILE, SECRETS_FILE, HOST -> key;
        };
    }
}
