package io.github.defenderroutes.spring;

import io.github.defenderroutes.DefenderRoutes;
import org.springframework.context.SmartLifecycle;

/** Starts with the application, before its own Camel routes, which may need us, and stops after them. */
final class Running implements SmartLifecycle {
    /** That of the application's own CamelContext is Integer.MAX_VALUE - 101. */
    static final int PHASE = Integer.MAX_VALUE - 200;

    private final DefenderRoutes app;
    private final boolean auto;
    private volatile boolean running;

    Running(DefenderRoutes app, boolean auto) {
        this.app = app;
        this.auto = auto;
    }

    @Override
    public void start() {
        app.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        app.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isAutoStartup() {
        return auto;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}
