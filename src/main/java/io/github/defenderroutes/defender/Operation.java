package io.github.defenderroutes.defender;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * The first step of a connector Kamelet: turns its declaration and the caller's values into one request, and asks budget
 * and gate whether it may be sent.
 *
 * <p>Declared as a template bean, so that each use of the Kamelet has its own. Values may be Simple expressions; what they
 * yield is data and never becomes part of an expression, an endpoint or the structure of a URL, a filter or a body. The
 * message's headers are all removed: what a route or Quartz left there must not reach the wire.
 */
public final class Operation implements Processor, CamelContextAware {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CamelContext camelContext;
    private String kamelet;
    private String request;
    private final Map<String, Object> path = new LinkedHashMap<>();
    private final Map<String, Object> query = new LinkedHashMap<>();
    private final Map<String, Object> filter = new LinkedHashMap<>();
    private final Map<String, Object> body = new LinkedHashMap<>();
    private final Map<String, Object> base64 = new LinkedHashMap<>();
    private KameletFile file;
    private Values values;
    private OperationQuota quota;

    @Override
    public void process(Exchange exchange) throws Exception {
        prepare();
        Map<String, String> pathValues = pathValues(exchange);
        String queryText = query(exchange);
        Map<String, Object> bodyValues = values.read("body", body, exchange);
        byte[] bodyBytes = base64.isEmpty() ? json(bodyValues) : encoded(exchange);
        Permit permit = permit(Effect.of(file, request, pathValues, bodyValues), exchange);
        exchange.setProperty(Asked.PROPERTY, new Asked(file, exchange.getMessage(), permit));
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_METHOD, request.substring(0, request.indexOf(' ')));
        message.setHeader(Exchange.HTTP_PATH, path(pathValues));
        message.setHeader("Accept", "application/json");
        message.setHeader(DefenderHttp.PASS, http().admit(permit)); // taken off again before the wire
        if (!queryText.isEmpty()) {
            message.setHeader(Exchange.HTTP_QUERY, queryText);
        }
        if (bodyBytes != null) {
            message.setHeader(
                    Exchange.CONTENT_TYPE, base64.isEmpty() ? "application/json; charset=utf-8" : "text/plain");
        }
        message.setBody(bodyBytes);
    }

    private synchronized void prepare() {
        if (file == null) {
            KameletFile read = KameletFile.read(camelContext, kamelet);
            checkRequest();
            quota = read.isCounted() ? read.quota() : null;
            values = new Values(camelContext, read);
            file = read;
        }
    }

    /** The gate judges by the path; so nothing may stand in it that the service would read in another way. */
    private void checkRequest() {
        boolean plain = request.matches("[A-Z]+ (/[^/?#;\\s]+)+") && !request.matches(".*/\\.{1,2}(/.*)?");
        boolean named = path.keySet().stream().allMatch(name -> request.contains("{" + name + "}"));
        if (!plain || !named) {
            throw new IllegalStateException(
                    "%s cannot be used: its request is '%s' with the path values %s. To fix: method and path only, each value in the path by its name in braces."
                            .formatted(kamelet, request, path.keySet()));
        }
    }

    private Map<String, String> pathValues(Exchange exchange) {
        Map<String, String> result = new LinkedHashMap<>();
        values.read("path", path, exchange).forEach((name, value) -> {
            if (List.of(".", "..").contains(value)) {
                throw file.parameter("path", name).invalid("is '" + value + "'", "give it an id");
            }
            result.put(name, String.valueOf(value));
        });
        return result;
    }

    /** The budget is asked before the gate: what the gate lets pass is noted as sent, so nothing may stop it after. */
    private Permit permit(Effect effect, Exchange exchange) {
        String word = exchange.getVariable("quota", String.class);
        QuotaClass quotaClass = QuotaClass.of(file.operation(), effect.acts(), word);
        Permit permit = quota == null ? Permit.UNCOUNTED : budget().ask(file.operation(), quotaClass, quota);
        try {
            if (effect.acts()) {
                gate().pass(effect.operation(), effect.path());
            }
            note(exchange);
            return permit;
        } catch (RuntimeException closed) {
            permit.unused();
            throw closed;
        }
    }

    private void note(Exchange exchange) {
        CallLog log = exchange.getProperty(CallLog.PROPERTY, CallLog.class);
        if (log != null) {
            log.called(file.operation());
        }
    }

    private Gatekeeper gate() {
        return bean("gate", "defenderGate", Gatekeeper.class);
    }

    private DefenderHttp http() {
        return bean("HTTP client", "defenderHttp", DefenderHttp.class);
    }

    private Permits budget() {
        return bean("budget", "defenderBudget", Permits.class);
    }

    private <T> T bean(String what, String name, Class<T> type) {
        T bean = camelContext.getRegistry().lookupByNameAndType(name, type);
        if (bean == null) {
            throw new IllegalStateException("%s was not sent: there is no %s. To fix: bind the bean %s."
                    .formatted(file.operation(), what, name));
        }
        return bean;
    }

    private String path(Map<String, String> values) {
        String result = request.substring(request.indexOf(' ') + 1);
        for (Map.Entry<String, String> value : values.entrySet()) {
            result = result.replace("{" + value.getKey() + "}", encode(value.getValue()));
        }
        return result;
    }

    private String query(Exchange exchange) {
        StringJoiner result = new StringJoiner("&");
        String condition = condition(exchange);
        if (!condition.isEmpty()) {
            result.add("$filter=" + encode(condition));
        }
        values.read("query", query, exchange)
                .forEach((name, value) -> result.add(name + "=" + encode(value.toString())));
        return result.toString();
    }

    /** The fields of {@code filter} are conditions; {@code $filter} among them is the caller's own OData text. */
    private String condition(Exchange exchange) {
        List<String> conditions = new ArrayList<>();
        values.read("filter", filter, exchange)
                .forEach((field, value) -> conditions.add(
                        field.equals("$filter")
                                ? ODataFilter.own(value.toString())
                                : ODataFilter.condition(field, value)));
        return String.join(" and ", conditions);
    }

    private byte[] json(Map<String, Object> values) throws JsonProcessingException {
        if (values.isEmpty() && !body.isEmpty()) {
            throw new DefenderRefusedException(
                    "%s was not sent: it has nothing to say. To fix: give a value to one of its parameters."
                            .formatted(file.operation()),
                    0,
                    "InvalidParameter");
        }
        return body.isEmpty() ? null : JSON.writeValueAsBytes(values);
    }

    private byte[] encoded(Exchange exchange) {
        String content = String.valueOf(
                values.read("base64", base64, exchange).values().iterator().next());
        return Base64.getEncoder().encode(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The Kamelet's own name; from its file come permission, effect and the rules for the values. */
    public void setKamelet(String kamelet) {
        this.kamelet = kamelet;
    }

    /** Method and path, such as {@code POST /api/machines/{machineId}/isolate}. */
    public void setRequest(String request) {
        this.request = request;
    }

    /** What stands in the path's braces. */
    public Map<String, Object> getPath() {
        return path;
    }

    /** Query parameters; those with an empty value are left out. */
    public Map<String, Object> getQuery() {
        return query;
    }

    /** Conditions of {@code $filter}, joined by {@code and}; see {@link ODataFilter}. */
    public Map<String, Object> getFilter() {
        return filter;
    }

    /** Fields of the JSON body, spelt as the API spells them; none means no body. */
    public Map<String, Object> getBody() {
        return body;
    }

    /** In the place of a JSON body: its one entry, required, is the body in base64 as plain text. */
    public Map<String, Object> getBase64() {
        return base64;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }
}
