package io.carillon.segment;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A segment to be saved. */
@Schema(example = """
        {"name": "华东会员", "rule": {"all": [{"trait": "city", "in": ["上海", "杭州", "苏州"]}, {"tag": "member"}]}}""")
public record SegmentRequest(
        @Schema(description = "1 to 120 characters, not used by another segment", example = "华东会员") @Nullable
        String name,

        @Schema(
                description = "The rule tree",
                type = SchemaType.OBJECT,
                example = "{\"all\": [{\"trait\": \"city\", \"in\": [\"上海\", \"杭州\", \"苏州\"]}, {\"tag\": \"member\"}]}")
        @Nullable
        JsonNode rule) {}
