package io.carillon.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Numbers in paths are our ids, which begin at 1; what else comes is refused for every call alike. Each part has an example, so that a
 * page that sends calls needs only a click where the first of everything is there.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class PathParts implements OASFilter {
    private static final Map<String, String> EXAMPLES = Map.of(
            "id", "9f86d081884c7d659a2feaa0c55ad015",
            "name", "aliyun-marketing",
            "tag", "member",
            "vendor", "twilio",
            "account", "twilio-marketing",
            "token", "the-token-of-a-link");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .map(Operation::getParameters)
                .flatMap(parameters -> parameters == null ? List.<Parameter>of().stream() : parameters.stream())
                .filter(parameter -> parameter.getIn() == Parameter.In.PATH)
                .forEach(PathParts::describe);
    }

    private static void describe(Parameter parameter) {
        if (isNumber(parameter.getSchema())) {
            parameter.getSchema().setMinimum(BigDecimal.ONE);
            parameter.setExample(1);
        } else if (parameter.getExample() == null && EXAMPLES.containsKey(parameter.getName())) {
            parameter.setExample(EXAMPLES.get(parameter.getName()));
        }
    }

    private static boolean isNumber(Schema schema) {
        return schema != null && schema.getType() != null && schema.getType().contains(Schema.SchemaType.INTEGER);
    }
}
