package io.carillon.segment;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A list to be made. */
@Schema(example = """
        {"name": "秋季名单", "externalIds": ["A1001", "A1002"]}""")
public record ListRequest(
        @Schema(description = "1 to 120 characters, not used by another list", example = "秋季名单") @Nullable
        String name,

        @Schema(description = "The shop's own ids, at most 100,000", example = "[\"A1001\", \"A1002\"]") @Nullable
        List<String> externalIds) {}
