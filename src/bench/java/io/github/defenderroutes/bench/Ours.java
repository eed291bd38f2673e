package io.github.defenderroutes.bench;

import io.github.defenderroutes.DefenderRoutes;
import io.github.defenderroutes.ledger.Ledger;
import io.github.defenderroutes.settings.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Child process: the shipped routes with durable commits; says when every alert is handled and every mail sent. */
final class Ours {
    private Ours() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider"); // as run
        Settings settings = Settings.load(Path.of("config"), System.getenv(), Map.of());
        try (DefenderRoutes app = new DefenderRoutes(settings, Path.of("routes"), Clock.systemUTC())) {
            app.start();
            Ledger ledger = app.ledger();
            Orders.obey((alerts, last) -> {
                while (ledger.claims().state(last).isEmpty()) { // the poll that finds it is seconds away
                    Thread.sleep(50);
                }
                while (!ledger.claims().state(last).equals(Optional.of("done"))) { // among the last, and cheap to ask
                    Thread.sleep(10);
                }
                while (!ledger.claims().open().isEmpty()) {
                    Thread.sleep(10);
                }
                Say.it("handled");
                while (!ledger.mails().waiting(1).isEmpty() || ledger.mails().unsealed()) {
                    Thread.sleep(25);
                }
                Say.it("mailed");
            });
        }
    }
}
