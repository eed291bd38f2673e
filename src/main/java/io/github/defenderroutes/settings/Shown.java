package io.github.defenderroutes.settings;

import java.util.regex.Pattern;

/** Values as they may be printed. */
final class Shown {
    private static final int LONGEST = 60;

    /** A password inside an address, or what looks like a client secret of Entra, pasted into the wrong setting. */
    private static final Pattern SECRET = Pattern.compile("(?i)(password|secret|token)\\s*=|//[^/]*@|\\dQ~");

    private Shown() {}

    static String assignment(Origin origin, String key, String value) {
        String between = origin.source() == Source.COMMAND_LINE ? "=" : " = ";
        return origin.source().spell(key) + between + value(value);
    }

    private static String value(String value) {
        if (SECRET.matcher(value).find()) {
            return "(not shown)";
        }
        String oneLine = value.replaceAll("\\p{Cntrl}", "?");
        return oneLine.length() > LONGEST ? oneLine.substring(0, LONGEST - 3) + "..." : oneLine;
    }
}
