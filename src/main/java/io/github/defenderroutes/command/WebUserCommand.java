package io.github.defenderroutes.command;

import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.web.Role;
import io.github.defenderroutes.web.Users;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code web-user}: who may sign in to the pages with a password. */
@Command(
        name = "web-user",
        description = "Adds, removes and lists the users of the pages, in the file web.users. Counts at once.",
        mixinStandardHelpOptions = true)
final class WebUserCommand implements Callable<Integer> {
    private enum Act {
        ADD,
        REMOVE,
        LIST;

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Mixin
    private Folders folders;

    @Parameters(index = "0", paramLabel = "add|remove|list", description = "What to do.")
    private Act act;

    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", description = "The name to sign in with.")
    private String name;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "viewer looks; responder also approves, releases and hands in again; admin also switches.")
    private Role role;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = folders.settings();
        Path file = settings.path("web.users").orElseThrow();
        Users users = new Users(file);
        PrintWriter out = spec.commandLine().getOut();
        try {
            switch (act) {
                case ADD -> add(users, out);
                case REMOVE -> remove(users, out);
                case LIST -> users.all().forEach(user -> out.printf("%-10s %s%n", user.role(), user.name()));
            }
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            String problem = e instanceof IOException ? "%s: %s".formatted(file, e.getMessage()) : e.getMessage();
            spec.commandLine().getErr().println(problem);
            return 1;
        } finally {
            out.flush();
            spec.commandLine().getErr().flush();
        }
    }

    private void add(Users users, PrintWriter out) throws IOException {
        if (role == null) {
            throw new ParameterException(spec.commandLine(), "Missing: --role viewer, responder or admin");
        }
        users.put(named(), role, password());
        out.printf("%s may sign in as %s.%n", name, role);
    }

    private void remove(Users users, PrintWriter out) throws IOException {
        if (!users.remove(named())) {
            throw new IllegalArgumentException("There is no user " + Printable.line(name) + ".");
        }
        out.printf("%s may no longer sign in.%n", name);
    }

    private String named() {
        if (name == null) {
            throw new ParameterException(spec.commandLine(), "Missing: NAME");
        }
        return name;
    }

    /** Asked for twice at a terminal; else the first line of the standard input. */
    private static String password() throws IOException {
        Console console = System.console();
        if (console == null) {
            var input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
            String line = input.readLine();
            return line == null ? "" : line;
        }
        String first = typed(console, "Password: ");
        if (!first.equals(typed(console, "Again: "))) {
            throw new IllegalArgumentException("The two are not the same. Nothing was changed.");
        }
        return first;
    }

    private static String typed(Console console, String prompt) {
        char[] password = console.readPassword(prompt);
        return password == null ? "" : new String(password);
    }
}
