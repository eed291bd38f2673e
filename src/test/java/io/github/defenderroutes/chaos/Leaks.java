package io.github.defenderroutes.chaos;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What must stand in no mail and no log: secrets, and the traces of a bug. */
final class Leaks {
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w-]{8,}\\.[\\w-]+\\.|[Bb]earer [\\w-]{8,}");
    private static final Pattern BUG = Pattern.compile(
            "NullPointer|ClassCast|IndexOutOfBounds|IllegalState|IllegalArgument|ConcurrentModification|NoSuchElement"
                    + "|UnsupportedOperation|StackOverflow|OutOfMemory|NoClassDef|NumberFormat|Deadlock");

    private Leaks() {}

    static Stream<String> secrets(Ledger ledger) {
        return Stream.concat(ledger.log().stream(), ledger.mails().stream().map(mail -> mail.raw()
                        .replace("=\r\n", "")))
                .filter(text ->
                        text.contains(ledger.secret()) || TOKEN.matcher(text).find());
    }

    static Stream<String> bugs(Ledger ledger) {
        return ledger.log().stream().filter(line -> BUG.matcher(line).find());
    }
}
