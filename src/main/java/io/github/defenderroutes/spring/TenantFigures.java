package io.github.defenderroutes.spring;

import io.github.defenderroutes.DefenderRoutes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.springframework.context.SmartLifecycle;

/**
 * Our figures as meters of the application, each series we have: {@code defender.routes.alerts} with the tags severity and
 * outcome, and so on.
 */
final class TenantFigures implements SmartLifecycle {
    private static final String SECONDS = "_seconds";

    /** One export reads many meters; the database is asked once for them. */
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final DefenderRoutes app;
    private final Supplier<MeterRegistry> registry;
    private MetricSnapshots last;
    private long lastAt;
    private volatile boolean bound;

    /** @param registry may give {@code null} */
    TenantFigures(DefenderRoutes app, Supplier<MeterRegistry> registry) {
        this.app = app;
        this.registry = registry;
    }

    /** Once the tenant has started, when each series is there. */
    @Override
    public void start() {
        MeterRegistry meters = registry.get();
        if (meters != null && !bound) {
            for (MetricSnapshot metric : now()) {
                metric.getDataPoints().forEach(series -> bind(meters, metric.getMetadata(), series));
            }
        }
        bound = true;
    }

    private void bind(MeterRegistry meters, MetricMetadata metric, DataPointSnapshot series) {
        String name = metric.getPrometheusName();
        Labels labels = series.getLabels();
        if (series instanceof CounterDataPointSnapshot) {
            FunctionCounter.builder(dotted(name), this, figure(name, labels, TenantFigures::value))
                    .description(metric.getHelp())
                    .tags(tags(labels))
                    .register(meters);
        } else if (series instanceof HistogramDataPointSnapshot) {
            FunctionTimer.builder(
                            dotted(name.substring(0, name.length() - SECONDS.length())),
                            this,
                            figures -> (long)
                                    figure(name, labels, TenantFigures::count).applyAsDouble(figures),
                            figure(name, labels, TenantFigures::value),
                            TimeUnit.SECONDS)
                    .description(metric.getHelp())
                    .tags(tags(labels))
                    .register(meters);
        } else {
            Gauge.builder(dotted(name), this, figure(name, labels, TenantFigures::value))
                    .description(metric.getHelp())
                    .tags(tags(labels))
                    .register(meters);
        }
    }

    private static ToDoubleFunction<TenantFigures> figure(
            String name, Labels labels, ToDoubleFunction<DataPointSnapshot> read) {
        return figures -> figures.now().stream()
                .filter(metric -> metric.getMetadata().getPrometheusName().equals(name))
                .flatMap(metric -> metric.getDataPoints().stream())
                .filter(series -> series.getLabels().equals(labels))
                .mapToDouble(read)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static double value(DataPointSnapshot series) {
        if (series instanceof CounterDataPointSnapshot counter) {
            return counter.getValue();
        }
        return series instanceof HistogramDataPointSnapshot histogram
                ? histogram.getSum()
                : ((GaugeDataPointSnapshot) series).getValue();
    }

    private static double count(DataPointSnapshot series) {
        return ((HistogramDataPointSnapshot) series).getCount();
    }

    private static String dotted(String name) {
        return name.replace('_', '.');
    }

    private static Tags tags(Labels labels) {
        return Tags.of(labels.stream()
                .map(label -> Tag.of(label.getName(), label.getValue()))
                .toList());
    }

    private synchronized MetricSnapshots now() {
        if (last == null || System.nanoTime() - lastAt > FRESH_NANOS) {
            last = app.desk().metrics().snapshots();
            lastAt = System.nanoTime();
        }
        return last;
    }

    @Override
    public void stop() {
        bound = false;
    }

    @Override
    public boolean isRunning() {
        return bound;
    }

    @Override
    public int getPhase() {
        return Running.PHASE + 1;
    }
}
