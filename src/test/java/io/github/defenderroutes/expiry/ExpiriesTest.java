package io.github.defenderroutes.expiry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.defenderroutes.MovableClock;
import io.github.defenderroutes.defender.Retirement;
import io.github.defenderroutes.settings.Settings;
import io.github.defenderroutes.signin.TestKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known to run out, and from when on we say so. */
class ExpiriesTest {
    private final MovableClock clock = new MovableClock();

    @Test
    void aSecretWhoseDayIsNotToldIsNotKnown() {
        assertThat(of().known(clock)).isEmpty();
    }

    @Test
    void aSecretIsToldFromThirtyDaysAheadUntilTheSettingsSayAnotherDay() {
        Expiries expiries = of("defender.client-secret.expires", inDays(31).toString());
        assertThat(expiries.known(clock)).hasSize(1);
        assertThat(expiries.ahead(clock)).isEmpty();

        clock.advance(Duration.ofDays(1));
        assertThat(expiries.ahead(clock)).singleElement().satisfies(expiry -> {
            assertThat(expiry.kind()).isEqualTo("secret-expires");
            assertThat(expiry.headline(clock)).isEqualTo("The client secret expires: %s, in 30 days", expiry.date());
            assertThat(expiry.text()).contains("we get no token");
            assertThat(expiry.fix()).contains("DEFENDER_CLIENT_SECRET", "defender.client-secret.expires");
        });

        clock.advance(Duration.ofDays(29));
        assertThat(expiries.ahead(clock).get(0).headline(clock)).endsWith(", tomorrow");
        clock.advance(Duration.ofDays(1));
        assertThat(expiries.ahead(clock).get(0).headline(clock)).endsWith(", today");
        clock.advance(Duration.ofDays(3));
        assertThat(expiries.ahead(clock).get(0).headline(clock)).endsWith(", 3 days ago");
    }

    @Test
    void howEarlyIsASetting() {
        String day = inDays(40).toString();

        assertThat(of("defender.client-secret.expires", day, "defender.credential.warn-before", "40d")
                        .ahead(clock))
                .hasSize(1);
    }

    @Test
    void aCertificatesDayIsReadFromItsFileAndARenewedOneIsSeen(@TempDir Path folder) throws Exception {
        TestKey old = TestKey.make(folder);
        Path file = Files.copy(old.pkcs12(), folder.resolve("app.p12"));
        Expiries expiries = of(old.settings(file));

        assertThat(expiries.ahead(clock)).singleElement().satisfies(expiry -> {
            assertThat(expiry.kind()).isEqualTo("certificate-expires");
            assertThat(expiry.date())
                    .isEqualTo(
                            LocalDate.ofInstant(old.certificate().getNotAfter().toInstant(), ZoneOffset.UTC));
            assertThat(expiry.fix()).contains(file.toString(), "A restart is not needed");
        });

        Files.delete(file);
        assertThat(expiries.ahead(clock))
                .as("that it cannot be read is told by the sign-in")
                .isEmpty();
        Files.copy(TestKey.make(folder, "-keyalg", "RSA", "-validity", "400").pkcs12(), file);
        assertThat(expiries.ahead(clock)).isEmpty();
    }

    @Test
    void anOperationThatIsSwitchedOffIsToldToWhoeverCallsIt() {
        clock.advance(Duration.between(
                clock.instant(),
                Retirement.ADVANCED_HUNTING.date().minusDays(90).atStartOfDay(ZoneOffset.UTC)));

        Expiries inUse = new Expiries(settings(), () -> List.of(Retirement.ADVANCED_HUNTING));

        assertThat(inUse.ahead(clock)).singleElement().satisfies(expiry -> {
            assertThat(expiry.headline(clock))
                    .isEqualTo("Microsoft switches off /api/advancedqueries/run: 2027-02-01, in 90 days");
            assertThat(expiry.fix()).contains("Microsoft Graph");
        });
        assertThat(of().ahead(clock)).isEmpty();
    }

    private LocalDate inDays(int days) {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(days);
    }

    private static Expiries of(String... changes) {
        return new Expiries(settings(changes), List::of);
    }

    private static Settings settings(String... changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "defender.tenant-id", "tenant-1",
                "defender.client-id", "app-1",
                "defender.client-secret", "secret",
                "mail.host", "localhost",
                "mail.from", "a@example.org",
                "mail.to", "b@example.org"));
        for (int i = 0; i < changes.length; i += 2) {
            values.put(changes[i], changes[i + 1]);
        }
        return Settings.of(values);
    }
}
