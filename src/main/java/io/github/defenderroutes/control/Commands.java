package io.github.defenderroutes.control;

import java.util.List;

/** Does what the control port is asked to do. */
@FunctionalInterface
public interface Commands {
    /**
     * @param user the OS user who asks, as the asking process says
     * @param words the command and its arguments, as on the command line
     */
    Reply perform(String user, List<String> words);
}
