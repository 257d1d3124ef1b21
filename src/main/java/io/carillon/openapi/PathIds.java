package io.carillon.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.math.BigDecimal;
import java.util.List;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** Numbers in paths are our ids, which begin at 1; what else comes is refused for every call alike. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class PathIds implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI document) {
        document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .map(Operation::getParameters)
                .flatMap(parameters -> parameters == null ? List.<Parameter>of().stream() : parameters.stream())
                .filter(parameter -> parameter.getIn() == Parameter.In.PATH && isNumber(parameter.getSchema()))
                .forEach(parameter -> parameter.getSchema().setMinimum(BigDecimal.ONE));
    }

    private static boolean isNumber(Schema schema) {
        return schema != null && schema.getType() != null && schema.getType().contains(Schema.SchemaType.INTEGER);
    }
}
