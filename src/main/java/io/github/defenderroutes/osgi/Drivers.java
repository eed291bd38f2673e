package io.github.defenderroutes.osgi;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * The database drivers in our bundle. Java looks for drivers once, long before us, so they are registered by hand; and taken
 * away again, or they would keep the bundle's classes in memory.
 */
final class Drivers {
    private Drivers() {}

    static void register() {
        try {
            for (Driver driver : List.of(new org.h2.Driver(), postgresql())) {
                DriverManager.registerDriver(driver);
            }
        } catch (SQLException | ReflectiveOperationException e) {
            throw new IllegalStateException("The bundle is incomplete: its database drivers cannot be used", e);
        }
    }

    /** By name, as nothing of ours is compiled against it. */
    private static Driver postgresql() throws ReflectiveOperationException {
        return (Driver)
                Class.forName("org.postgresql.Driver").getDeclaredConstructor().newInstance();
    }

    /** Only those that our class loader has brought can be seen, and therefore taken away, from here. */
    static void deregister() {
        DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == Drivers.class.getClassLoader())
                .forEach(Drivers::deregister);
    }

    private static void deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            throw new IllegalStateException("A driver of ours could not be taken away", e);
        }
    }
}
