package io.github.defenderroutes.ledger;

import java.util.Locale;

/**
 * Who does something that is put on record.
 *
 * @param name the OS user, or the name signed in with; of the program itself, what in it acted
 * @param via by what way
 */
public record Actor(String name, Via via) {

    /** The way by which somebody acts. */
    public enum Via {
        COMMAND,
        PAGE,
        PROGRAM;

        /** The word in the audit. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** An OS user at the command line. */
    public static Actor command(String user) {
        return new Actor(user, Via.COMMAND);
    }

    /** Somebody who signed in to the pages. */
    public static Actor page(String user) {
        return new Actor(user, Via.PAGE);
    }

    /** The OS user this process runs as: what the system says, or else what Java was told. */
    public static String osUser() {
        return ProcessHandle.current().info().user().orElseGet(() -> System.getProperty("user.name"));
    }

    /** The program itself. */
    public static Actor program(String part) {
        return new Actor(part, Via.PROGRAM);
    }
}
