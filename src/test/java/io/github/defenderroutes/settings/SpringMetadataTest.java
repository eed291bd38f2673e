package io.github.defenderroutes.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SpringMetadataTest {
    @Test
    void editorsOfAnApplicationYmlOfferEverySetting() throws IOException {
        JsonNode metadata = new ObjectMapper()
                .readTree(Path.of("src/main/resources/META-INF/spring-configuration-metadata.json")
                        .toFile());

        assertThat(metadata.at("/hints/0/values").findValuesAsText("value"))
                .as("one line per setting in spring-configuration-metadata.json, in the order of Declarations")
                .containsExactlyElementsOf(
                        Declarations.ALL.stream().map(Declaration::key).toList());
    }
}
