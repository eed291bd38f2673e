package io.github.defenderroutes.settings;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Types whose values say where or who something is. */
final class AddressTypes {
    private static final String IDENTITY = "(?!(common|organizations|consumers)$)[0-9A-Za-z.-]+";
    private static final String LOOPBACK = "localhost|127(\\.\\d{1,3}){3}|\\[?::1]?";
    private static final String HOST = "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|(?=.*:.*:)[0-9A-Fa-f:.]+";
    private static final String IP_ADDRESS = "(\\d{1,3}\\.){3}\\d{1,3}|(?=.*:.*:)[0-9A-Fa-f:.]+";
    private static final String MAIL_ADDRESS =
            "[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?";
    private static final Pattern JDBC_PASSWORD = Pattern.compile("(?i)[;?&]\\s*[a-z]*password\\s*=");

    private AddressTypes() {}

    static ValueType tenant() {
        return matching(IDENTITY, "is not a tenant", "the GUID of the tenant or a domain it owns");
    }

    static ValueType application() {
        return matching(IDENTITY, "is not an application ID", "the GUID under Application (client) ID");
    }

    static ValueType scope() {
        return matching("\\S+/\\.default", "is not a scope for an application", "end it with /.default");
    }

    static ValueType host() {
        return matching(HOST, "is not a host name", "the name alone, without a scheme or a port");
    }

    /** IP addresses, without names that would have to be looked up. */
    static ValueType ipAddresses() {
        return TextTypes.list(written -> {
            if (!written.matches(IP_ADDRESS)) {
                throw new InvalidValue("is not an IP address", "numbers such as 10.0.0.5, comma between several");
            }
            return written;
        });
    }

    static ValueType mailAddress() {
        return new ValueType(Shape.TEXT, AddressTypes::checkedMailAddress);
    }

    static ValueType mailAddresses() {
        return TextTypes.list(AddressTypes::checkedMailAddress);
    }

    static ValueType https() {
        return url(url -> false, "use https");
    }

    /** An address reached by https, or by http on this machine. */
    static ValueType httpsOrLoopback() {
        return url(
                url -> url.getScheme().equals("http") && isLoopback(url.getHost()), "use https; http is for localhost");
    }

    static ValueType proxy() {
        return new ValueType(Shape.URL, written -> {
            URI url = parsed(written);
            boolean plain = "http".equals(url.getScheme())
                    && url.getPort() > 0
                    && url.getRawPath().isEmpty();
            if (!plain || hasMoreThanAPlace(url)) {
                throw new InvalidValue(
                        "is not a proxy we can use",
                        "write http://host:port and nothing more; a user goes into defender.proxy.username");
            }
            return written;
        });
    }

    static ValueType database() {
        return new ValueType(Shape.TEXT, written -> {
            if (!written.startsWith("jdbc:h2:") && !written.startsWith("jdbc:postgresql:")) {
                throw new InvalidValue("is not a database we know", "start it with jdbc:h2: or jdbc:postgresql:");
            }
            if (JDBC_PASSWORD.matcher(written).find()) {
                throw new InvalidValue("holds a password", "put the password in STATE_PASSWORD");
            }
            return written;
        });
    }

    static ValueType pemFile() {
        return new ValueType(Shape.FILE, written -> {
            try {
                String text = Files.readString(Path.of(written), StandardCharsets.ISO_8859_1);
                if (!text.contains("-----BEGIN CERTIFICATE-----")) {
                    throw new InvalidValue("holds no certificate", "name a PEM file with BEGIN CERTIFICATE in it");
                }
                return written;
            } catch (IOException | InvalidPathException e) {
                throw new InvalidValue("cannot be read", "name a PEM file that this process may read");
            }
        });
    }

    /** A file that must be there and readable when the settings are read. */
    static ValueType readableFile() {
        return new ValueType(Shape.FILE, written -> {
            try {
                Path file = Path.of(written);
                if (Files.isRegularFile(file) && Files.isReadable(file)) {
                    return written;
                }
            } catch (InvalidPathException e) {
                // told below
            }
            throw new InvalidValue("cannot be read", "name a file that this process may read");
        });
    }

    /** A file that may come later, or be replaced while we run. */
    static ValueType file() {
        return new ValueType(Shape.FILE, written -> {
            try {
                return Path.of(written).toString();
            } catch (InvalidPathException e) {
                throw new InvalidValue("is not the name of a file", "write a path");
            }
        });
    }

    static boolean isLoopback(String host) {
        return host.matches(LOOPBACK);
    }

    private static ValueType matching(String pattern, String problem, String remedy) {
        return new ValueType(Shape.TEXT, written -> {
            if (!written.matches(pattern)) {
                throw new InvalidValue(problem, remedy);
            }
            return written;
        });
    }

    private static String checkedMailAddress(String written) {
        if (!written.matches(MAIL_ADDRESS)) {
            throw new InvalidValue("is not a mail address", "name@domain, comma between several");
        }
        return written;
    }

    private static ValueType url(Predicate<URI> exemption, String remedy) {
        return new ValueType(Shape.URL, written -> {
            URI url = parsed(written);
            if (hasMoreThanAPlace(url)) {
                throw new InvalidValue("is more than an address", "leave out user, password, ? and #");
            }
            if (!"https".equals(url.getScheme()) && !exemption.test(url)) {
                throw new InvalidValue("is not safe", remedy);
            }
            return written.replaceFirst("/+$", "");
        });
    }

    private static URI parsed(String written) {
        try {
            URI url = new URI(written);
            if (url.getScheme() != null && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // told below, in our words
        }
        throw new InvalidValue("is not an address", "write it like https://host");
    }

    private static boolean hasMoreThanAPlace(URI url) {
        return url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null;
    }
}
