package io.github.defenderroutes.lint;

import java.util.Set;

/** What somebody outside has written becomes part of an address. */
final class DataInAddressRule implements Rule {
    private static final Set<String> ADDRESSES =
            Set.of("CamelHttpUri", "CamelHttpPath", "CamelHttpQuery", "CamelHttpRawQuery");

    private static final String FIX =
            "give it as a parameter of a Kamelet, or encoded in the header CamelHttpQuery as src/docs/examples/enrich-from-cmdb.camel.yaml does";

    @Override
    public String name() {
        return "data-in-address";
    }

    @Override
    public String about() {
        return "Data of a message becomes part of an address, where it can add options or leave the path; or an address"
                + " holds ${…} where it is not worked out";
    }

    @Override
    public void look(Routes routes, Findings findings) {
        for (Endpoint endpoint : routes.endpoints()) {
            if (!endpoint.uri().contains("${") || endpoint.input() && !endpoint.isDynamic()) {
                continue;
            }
            if (endpoint.isDynamic()) {
                if (Data.isWithin(endpoint.written()) && !isInside(endpoint)) {
                    findings.warning(
                            endpoint.path(),
                            endpoint.at(),
                            "data of the message becomes part of the address %s".formatted(endpoint.shown()),
                            FIX);
                }
            } else if (endpoint.is("kamelet")) {
                findings.warning(
                        endpoint.path(),
                        endpoint.at(),
                        "data of the message stands in an address, where it can add options",
                        "move what stands behind the question mark under parameters:");
            } else {
                findings.error(
                        endpoint.path(),
                        endpoint.at(),
                        "to takes %s as it stands; ${…} in it is not worked out".formatted(endpoint.shown()),
                        FIX);
            }
        }
        headers(routes, findings);
    }

    /** The worst that can come of it is a route that does not exist. */
    private static boolean isInside(Endpoint endpoint) {
        return endpoint.is("direct") || endpoint.is("seda");
    }

    private static void headers(Routes routes, Findings findings) {
        routes.all("SetHeaderDefinition")
                .filter(header ->
                        header.text("name").filter(ADDRESSES::contains).isPresent())
                .forEach(header -> Expression.held(header)
                        .filter(held -> held.language().equals("simple") && Data.isWithin(held.text()))
                        .ifPresent(held -> findings.warning(
                                header.path(),
                                held.at(),
                                "data of the message becomes part of an address unencoded",
                                "encode it: ${bean:type:java.net.URLEncoder?method=encode(…, 'UTF-8')}")));
    }
}
