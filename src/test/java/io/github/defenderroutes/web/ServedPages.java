package io.github.defenderroutes.web;

import static io.github.defenderroutes.standin.AlertBuilder.anAlert;
import static io.github.defenderroutes.standin.MachineBuilder.aMachine;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.HandClock;
import io.github.defenderroutes.defender.Tls;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.standin.StandIn;
import io.github.defenderroutes.standin.StandInOptions;
import io.github.defenderroutes.standin.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;

/** The pages of a whole application against the stand-in, on a free port, with three users of different roles. */
final class ServedPages implements AutoCloseable {
    static final String WORKSTATION = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334";
    static final String SERVER = "c3d4e5f60718293a4b5c6d7e8f90011223344556";
    static final String LAPTOP = "b2c3d4e5f60718293a4b5c6d7e8f900112233445";
    static final String PASSWORD = "correct horse battery";

    /** Hashed in few rounds, for the tests' sake. */
    private static final List<String> USERS = Arrays.stream(Role.values())
            .map(role -> role + " " + role + " " + PasswordHash.of(PASSWORD, 1_000))
            .toList();

    final StandIn standIn;
    final HandClock clock = new HandClock();

    private final Path folder;
    private final Map<String, String> own = new HashMap<>();
    private DefenderRoutes app;
    private Pages pages;
    private URI address;

    ServedPages() {
        standIn = StandIn.start(StandInOptions.defaults().withClock(clock));
        try {
            folder = Files.createTempDirectory("pages");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        own.put("state.url", "jdbc:h2:mem:" + UUID.randomUUID());
        own.put("isolation.mode", "enforce");
        own.put("isolation.settle", "1s");
        own.put("web.enabled", "true");
        own.put("web.port", "0");
        own.put("web.users", folder.resolve("users").toString());
    }

    ServedPages with(String key, String value) {
        own.put(key, value);
        return this;
    }

    Path folder() {
        return folder;
    }

    Users users() {
        return new Users(folder.resolve("users"));
    }

    Settings settings() {
        Map<String, String> values = new HashMap<>(standIn.settings());
        values.putAll(own);
        return Settings.load(Path.of("config"), Map.of(), values);
    }

    /** Starts it; the first request finds it ready. */
    ServedPages start() {
        try {
            Files.write(folder.resolve("users"), USERS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Settings settings = settings();
        app = new DefenderRoutes(settings, Path.of("routes"), clock);
        app.openLedger();
        pages = new Pages(app, settings, clock);
        address = pages.start().orElseThrow();
        return this;
    }

    /** The same with an outbreak: of three devices one is isolated, which is the limit, and one waits for a person. */
    static ServedPages withAnOutbreak() {
        ServedPages pages = new ServedPages()
                .with("isolation.cap.per-hour", "1")
                .with("isolation.cap.per-day", "1")
                .start();
        Tenant tenant = pages.standIn.tenant();
        tenant.add(aMachine(WORKSTATION)
                        .name("ws-0042.corp.example")
                        .os("Windows11")
                        .tags("tier-2"))
                .add(aMachine(SERVER).name("srv-db-01.corp.example").os("WindowsServer2022"))
                .add(aMachine(LAPTOP).name("lt-0077.corp.example").os("Windows10"))
                .add(anAlert("da-lsass").device(WORKSTATION).title("Suspicious access to LSASS service"));
        pages.tick();
        tenant.add(anAlert("da-webshell").device(SERVER).title("Web shell was found"))
                .add(anAlert("da-backdoor").device(LAPTOP).title("Backdoor was installed"))
                .add(anAlert("da-macro").severity("Medium").device(LAPTOP).title("Office document started a script"))
                .add(anAlert("da-scan").severity("Low").device(LAPTOP).title("Unusual number of connections"));
        return pages.tick();
    }

    DefenderRoutes app() {
        return app;
    }

    /** Handles what is in the tenant, and follows it to its end. */
    ServedPages tick() {
        try {
            app.runOnce();
            clock.pass(Duration.ofMinutes(1));
            app.runOnce();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return this;
    }

    URI address() {
        return address;
    }

    String url(String path) {
        return address + path;
    }

    /** Trusts the stand-in's certificate. */
    SSLContext trust() {
        return Tls.trusting(Optional.of(Path.of(standIn.settings().get("defender.ca-certificate"))));
    }

    Browser browser() {
        return new Browser(address);
    }

    /** Somebody of that role, signed in. */
    Browser signedIn(Role role) {
        Browser browser = browser();
        browser.signIn(role.toString(), PASSWORD);
        return browser;
    }

    @Override
    public void close() {
        if (pages != null) {
            pages.close();
        }
        if (app != null) {
            app.close();
        }
        standIn.close();
    }
}
