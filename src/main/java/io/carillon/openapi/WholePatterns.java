package io.carillon.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** Bean Validation holds a pattern against the whole text, JSON Schema looks for it anywhere: says the former in the latter's way. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class WholePatterns implements OASFilter {
    /** What the scanner writes for {@code @NotBlank}: it is meant to be looked for. */
    private static final String NOT_BLANK = "\\S";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getComponents().getSchemas().values().forEach(schema -> {
            if (schema.getProperties() != null) {
                schema.getProperties().values().forEach(part -> anchor(part, false));
            }
        });
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .map(Operation::getParameters)
                .flatMap(parameters -> parameters == null ? List.<Parameter>of().stream() : parameters.stream())
                .forEach(parameter -> anchor(parameter.getSchema(), parameter.getIn() == Parameter.In.QUERY));
    }

    /** An empty query parameter counts as none, {@code mayBeEmpty}. */
    private static void anchor(@Nullable Schema schema, boolean mayBeEmpty) {
        if (schema == null) {
            return;
        }
        String pattern = schema.getPattern();
        if (pattern != null && !pattern.equals(NOT_BLANK) && !pattern.startsWith("^")) {
            schema.setPattern("^(?:" + pattern + ")" + (mayBeEmpty ? "?$" : "$"));
        }
        anchor(schema.getItems(), mayBeEmpty);
    }
}
