package io.carillon.message;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A message to keep.
 *
 * @param content what stands under {@code message} in a campaign's definition
 */
@Schema(example = MessageExamples.REQUEST)
public record MessageRequest(
        @Schema(maxLength = 200) @Nullable String name,

        @Schema(
                type = SchemaType.OBJECT,
                description = "defaultLocale, title, text, link, picture, overrides; texts plain or by locale")
        @Nullable
        JsonNode content) {}
