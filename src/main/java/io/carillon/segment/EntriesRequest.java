package io.carillon.segment;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** People to be added to a list. */
@Schema(example = """
        {"externalIds": ["A1001", "A1002"]}""")
public record EntriesRequest(
        @Schema(description = "The shop's own ids, at most 100,000", example = "[\"A1001\", \"A1002\"]") @Nullable
        List<String> externalIds) {}
