package io.carillon.openapi;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jspecify.annotations.Nullable;

/** The names of the schemas that answers, or requests, are made of. For one thread. */
final class SchemaReach {
    private static final String HERE = "#/components/schemas/";

    private final OpenAPI document;
    private final Set<String> names = new TreeSet<>();

    private SchemaReach(OpenAPI document) {
        this.document = document;
    }

    /** What answers are made of. */
    static Set<String> ofAnswers(OpenAPI document) {
        SchemaReach reach = new SchemaReach(document);
        operations(document)
                .forEach(operation -> operation
                        .getResponses()
                        .getAPIResponses()
                        .values()
                        .forEach(response -> reach.follow(response.getContent())));
        return reach.names;
    }

    /** What bodies and parameters are made of. */
    static Set<String> ofRequests(OpenAPI document) {
        SchemaReach reach = new SchemaReach(document);
        operations(document).forEach(operation -> {
            if (operation.getRequestBody() != null) {
                reach.follow(operation.getRequestBody().getContent());
            }
            if (operation.getParameters() != null) {
                operation.getParameters().forEach(parameter -> reach.follow(parameter.getSchema()));
            }
        });
        return reach.names;
    }

    private static Collection<Operation> operations(OpenAPI document) {
        return document.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .toList();
    }

    private void follow(@Nullable Content content) {
        if (content != null && content.getMediaTypes() != null) {
            content.getMediaTypes().values().forEach(type -> follow(type.getSchema()));
        }
    }

    private void follow(@Nullable Schema schema) {
        if (schema == null) {
            return;
        }
        String ref = schema.getRef();
        if (ref != null && ref.startsWith(HERE)) {
            String name = ref.substring(HERE.length());
            if (names.add(name)) {
                follow(document.getComponents().getSchemas().get(name));
            }
        }
        follow(schema.getItems());
        follow(schema.getAdditionalPropertiesSchema());
        if (schema.getProperties() != null) {
            schema.getProperties().values().forEach(this::follow);
        }
        if (schema.getAnyOf() != null) {
            schema.getAnyOf().forEach(this::follow);
        }
    }
}
