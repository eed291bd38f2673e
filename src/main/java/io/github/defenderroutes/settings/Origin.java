package io.github.defenderroutes.settings;

import java.nio.file.Path;

/**
 * Where something was written, in the words of the person who wrote it.
 *
 * @param title the heading under which its problems are listed
 * @param line the line in a file, 0 where there are no lines
 */
record Origin(Source source, String title, int line) {
    static final String FILE = "application.properties";
    static final String SECRETS_FILE = "secrets.properties";

    static final Origin AZURE_ENVIRONMENT =
            new Origin(Source.AZURE_ENVIRONMENT, "environment of the workload identity", 0);
    static final Origin ENVIRONMENT = new Origin(Source.ENVIRONMENT, "environment", 0);
    static final Origin COMMAND_LINE = new Origin(Source.COMMAND_LINE, "command line", 0);
    static final Origin HOST = new Origin(Source.HOST, "settings", 0);

    static Origin file(Path configFolder) {
        return new Origin(Source.FILE, configFolder.resolve(FILE).toString(), 0);
    }

    static Origin secretsFile(Path configFolder) {
        return new Origin(
                Source.SECRETS_FILE, configFolder.resolve(SECRETS_FILE).toString(), 0);
    }

    Origin atLine(int number) {
        return new Origin(source, title, number);
    }
}
