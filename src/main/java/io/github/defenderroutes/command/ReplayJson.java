package io.github.defenderroutes.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.defenderroutes.alert.Alerts;
import io.github.defenderroutes.replay.Replay.Difference;
import io.github.defenderroutes.replay.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A replay as JSON, written as it goes on, however many alerts differ. */
final class ReplayJson implements ReplayOutput {
    private final PrintWriter out;
    private final JsonGenerator json;

    ReplayJson(PrintWriter out) {
        this.out = out;
        try {
            json = new ObjectMapper()
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeArrayFieldStart("differences");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void difference(Difference different) {
        Map<String, Object> one = new LinkedHashMap<>();
        Map<String, Object> alert = different.alert().alert();
        one.put("alert", different.alert().id());
        one.put("from", different.alert().from());
        one.put("at", different.alert().at().toString());
        one.put("severity", Alerts.severity(alert).toString());
        one.put("title", Alerts.text(alert, "title").orElse(null));
        one.put("device", Alerts.text(alert, "machineId").orElse(null));
        one.put("deviceName", Alerts.text(alert, "computerDnsName").orElse(null));
        one.put("today", different.today());
        one.put("edited", different.edited());
        try {
            json.writePOJO(one);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end(Tally tally, Duration took) {
        try {
            json.writeEndArray();
            json.writeNumberField("alerts", tally.alerts());
            json.writeNumberField("differing", tally.differing());
            json.writeNumberField("differingOnlyInRule", tally.onlyByRule());
            json.writeNumberField("withoutDevice", tally.withoutDevice());
            json.writeNumberField("resolved", tally.resolved());
            json.writePOJOField("today", new TreeMap<>(tally.today()));
            json.writePOJOField("edited", new TreeMap<>(tally.edited()));
            json.writeNumberField("toldToday", tally.toldToday());
            json.writeNumberField("toldEdited", tally.toldEdited());
            json.writeNumberField("millis", took.toMillis());
            json.writeEndObject();
            json.flush();
            out.println();
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
