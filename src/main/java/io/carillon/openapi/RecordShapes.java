package io.carillon.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;

/**
 * Says of every schema made from a record what the record says: a {@code @Nullable} part may be null, and in an answer every part is
 * there unless the record leaves nulls out. A request's record takes no other key.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class RecordShapes implements OASFilter {
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");

    private final IndexView index;

    /** Called by the build. */
    public RecordShapes(IndexView index) {
        this.index = index;
    }

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Set<String> answers = SchemaReach.ofAnswers(document);
        Set<String> requests = SchemaReach.ofRequests(document);
        document.getComponents()
                .getSchemas()
                .forEach((name, schema) -> record(name, schema)
                        .ifPresent(type -> shape(schema, type, answers.contains(name), requests.contains(name))));
    }

    private static void shape(Schema schema, ClassInfo type, boolean isAnswer, boolean isRequest) {
        Map<String, Schema> parts = new LinkedHashMap<>(schema.getProperties());
        List<String> required = new ArrayList<>();
        boolean leavesNullsOut = leavesNullsOut(type);
        for (RecordComponentInfo part : type.recordComponents()) {
            Schema shown = parts.get(part.name());
            boolean isNullable = part.type().hasAnnotation(NULLABLE);
            parts.put(part.name(), isNullable && !(isAnswer && leavesNullsOut) ? orNull(shown) : shown);
            if (isAnswer && !isRequest && !(isNullable && leavesNullsOut)) {
                required.add(part.name());
            }
        }
        schema.setProperties(parts);
        if (!required.isEmpty()) {
            schema.setRequired(required);
        }
        if (isRequest) {
            schema.setAdditionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        }
    }

    private static Schema orNull(Schema part) {
        if (part.getRef() != null) {
            return OASFactory.createSchema()
                    .description(part.getDescription())
                    .examples(part.getExamples())
                    .anyOf(List.of(
                            OASFactory.createSchema().ref(part.getRef()),
                            OASFactory.createSchema().addType(Schema.SchemaType.NULL)));
        }
        if (part.getType() != null && !part.getType().isEmpty()) {
            part.addType(Schema.SchemaType.NULL);
        }
        return part;
    }

    /**
     * The record a schema was made from: the longest name that the schema's begins with (numbers tell namesakes apart, a page's has
     * the name of its items behind it), with exactly its parts.
     */
    private Optional<ClassInfo> record(String schema, Schema shape) {
        if (shape.getProperties() == null) {
            return Optional.empty();
        }
        Set<String> parts = shape.getProperties().keySet();
        return index.getKnownClasses().stream()
                .filter(ClassInfo::isRecord)
                .filter(type -> schema.startsWith(type.simpleName()))
                .filter(type -> parts.equals(type.recordComponents().stream()
                        .map(RecordComponentInfo::name)
                        .collect(Collectors.toSet())))
                .max(Comparator.comparingInt(type -> type.simpleName().length()));
    }

    private static boolean leavesNullsOut(ClassInfo type) {
        AnnotationInstance include = type.declaredAnnotation(INCLUDE);
        return include != null
                && include.value() != null
                && include.value().asEnum().equals("NON_NULL");
    }
}
