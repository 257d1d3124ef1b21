package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rule to be counted. */
@Schema(example = """
        {"rule": {"all": [{"trait": "city", "in": ["上海", "杭州", "苏州"]}, {"tag": "member"}]}, "purpose": "marketing"}""")
public record PreviewRequest(
        @Schema(
                description = "The rule tree, or the name of a saved segment",
                type = SchemaType.OBJECT,
                example = "{\"all\": [{\"trait\": \"city\", \"in\": [\"上海\", \"杭州\", \"苏州\"]}, {\"tag\": \"member\"}]}")
        @Nullable
        JsonNode rule,

        @Schema(description = "marketing (default) or service", example = "marketing") @Nullable
        String purpose) {}
