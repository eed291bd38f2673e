package io.github.defenderroutes.osgi;

import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one tenant as long as its bundle is started and a configuration with the PID {@value #PID} is there; a changed
 * configuration restarts it. In Karaf that is the file {@code etc/io.github.defenderroutes.cfg}.
 */
public final class Activator implements BundleActivator, ManagedService {
    static final String PID = "io.github.defenderroutes";

    private static final Logger LOG = LoggerFactory.getLogger(PID);

    /** Longer than a tenant takes for its orderly end. */
    private static final int LONGEST_END_MINUTES = 5;

    /** All that we do is done by one thread of our own, so that nothing of ours stays behind on one of the container's. */
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "defender-bundle");
        thread.setContextClassLoader(Activator.class.getClassLoader());
        return thread;
    });

    private final Tenant tenant = new Tenant();
    private ServiceRegistration<ManagedService> registration;

    @Override
    public void start(BundleContext context) {
        Hashtable<String, Object> properties = new Hashtable<>();
        properties.put(Constants.SERVICE_PID, PID);
        registration = context.registerService(ManagedService.class, this, properties);
    }

    /** Called by Configuration Admin; with {@code null} as long as there is no configuration, or when it was deleted. */
    @Override
    public void updated(Dictionary<String, ?> configuration) {
        if (configuration == null) {
            worker.execute(() -> {
                tenant.stop();
                LOG.info("Waiting for a configuration with the PID {}, in Karaf etc/{}.cfg.", PID, PID);
            });
            return;
        }
        Map<String, String> values = values(configuration);
        worker.execute(() -> {
            tenant.stop();
            tenant.start(values);
        });
    }

    private static Map<String, String> values(Dictionary<String, ?> configuration) {
        Map<String, String> values = new HashMap<>();
        for (Iterator<String> keys = configuration.keys().asIterator(); keys.hasNext(); ) {
            String key = keys.next();
            values.put(key, configuration.get(key).toString());
        }
        return values;
    }

    @Override
    public void stop(BundleContext context) throws InterruptedException {
        registration.unregister();
        worker.execute(tenant::stop);
        worker.shutdown();
        if (!worker.awaitTermination(LONGEST_END_MINUTES, TimeUnit.MINUTES)) {
            LOG.warn("Defender Routes did not end within {} minutes.", LONGEST_END_MINUTES);
        }
    }
}
