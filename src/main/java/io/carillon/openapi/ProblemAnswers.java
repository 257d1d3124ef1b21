package io.carillon.openapi;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/**
 * Adds the problems that any call of its kind may answer: 400 where something is given, 404 where the path names something, 406, 413
 * and 415 by the bodies, 503 while the database is away. What only some calls answer (409, 412, 422, 428) their resource says
 * itself; what nobody says, such as 500, is not part of the contract.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemAnswers implements OASFilter {
    private static final String PROBLEM = "Problem";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String ANY = "*/*";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    private static final String SCHEMAS = "#/components/schemas/";
    /** Libraries' own descriptions of problems: ours has one shape. */
    private static final List<String> FOREIGN = List.of("HttpProblem", "HttpValidationProblem", "Violation");

    private static final Set<String> FOREIGN_REFS =
            FOREIGN.stream().map(name -> SCHEMAS + name).collect(Collectors.toSet());

    private static final Map<String, String> TITLES = Map.of(
            "400", "What was sent needs mending; findings name the places",
            "404", "There is no such thing",
            "406", "Not to be had in the form that was asked for",
            "413", "The body is too large",
            "415", "The body's media type is not taken here",
            "409", "The first request of this Idempotency-Key is still at work",
            "422", "This Idempotency-Key was used for another request",
            "503", "The database is away or busy; nothing was changed, Retry-After says when to come back");

    @Override
    public void filterOpenAPI(OpenAPI document) {
        Map<String, Schema> schemas = new TreeMap<>(document.getComponents().getSchemas());
        FOREIGN.forEach(schemas::remove);
        schemas.put(PROBLEM, problem());
        document.getComponents().setSchemas(schemas);
        for (PathItem item : document.getPaths().getPathItems().values()) {
            item.getOperations().values().forEach(ProblemAnswers::complete);
        }
    }

    private static void complete(Operation operation) {
        boolean hasPath = has(operation, Parameter.In.PATH);
        boolean hasBody = operation.getRequestBody() != null;
        add(operation, "400", hasBody || !parameters(operation).isEmpty());
        add(operation, "404", hasPath);
        add(operation, "406", true);
        add(operation, "413", hasBody);
        add(operation, "409", takesKey(operation));
        add(operation, "422", takesKey(operation));
        addTooLong(operation);
        add(
                operation,
                "415",
                hasBody && !operation.getRequestBody().getContent().hasMediaType(ANY));
        add(operation, "503", true);
        operation.getResponses().getAPIResponses().forEach((status, response) -> {
            if (isProblem(status) && !status.equals("414") && isUnsaid(response)) {
                response.setContent(content());
            }
        });
    }

    /** The server itself refuses a line over 4 kB, before anything of ours is asked. */
    private static void addTooLong(Operation operation) {
        if (!parameters(operation).isEmpty()) {
            operation
                    .getResponses()
                    .addAPIResponse("414", OASFactory.createAPIResponse().description("The address is too long"));
        }
    }

    private static void add(Operation operation, String status, boolean isPossible) {
        APIResponse said = operation.getResponses().getAPIResponse(status);
        // A bare "Bad Request" is what the scanner puts there by itself.
        if (isPossible && (said == null || isUnsaid(said))) {
            // What the resource says stands first.
            String own = said == null || status.equals("400") ? "" : said.getDescription() + ". ";
            operation
                    .getResponses()
                    .addAPIResponse(
                            status,
                            OASFactory.createAPIResponse()
                                    .description(own + TITLES.get(status))
                                    .content(content()));
        }
    }

    /** Whether nobody has said what the body is, or only a library that does not know. */
    private static boolean isUnsaid(APIResponse response) {
        Content content = response.getContent();
        return content == null
                || content.getMediaTypes().values().stream()
                        .map(type -> type.getSchema())
                        .anyMatch(schema -> schema != null && FOREIGN_REFS.contains(String.valueOf(schema.getRef())));
    }

    private static boolean isProblem(String status) {
        return status.startsWith("4") || status.startsWith("5");
    }

    private static boolean takesKey(Operation operation) {
        return parameters(operation).stream()
                .anyMatch(parameter -> IDEMPOTENCY_KEY.equals(parameter.getName())
                        || String.valueOf(parameter.getRef()).endsWith("/IdempotencyKey"));
    }

    private static boolean has(Operation operation, Parameter.In where) {
        return parameters(operation).stream().anyMatch(parameter -> parameter.getIn() == where);
    }

    private static List<Parameter> parameters(Operation operation) {
        return operation.getParameters() == null ? List.of() : operation.getParameters();
    }

    private static Content content() {
        return OASFactory.createContent()
                .addMediaType(
                        PROBLEM_JSON,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref(SCHEMAS + PROBLEM)));
    }

    /** RFC 9457, as {@link io.carillon.problem.Problem} writes it. */
    private static Schema problem() {
        Schema findings = OASFactory.createSchema()
                .addType(Schema.SchemaType.ARRAY)
                .items(OASFactory.createSchema().ref(SCHEMAS + "Finding"));
        return OASFactory.createSchema()
                .addType(Schema.SchemaType.OBJECT)
                .description(
                        "A no, by RFC 9457. type is stable: urn:carillon:problem: and a word of the README's table")
                .addProperty("type", text().pattern("^urn:carillon:problem:[a-z-]+$"))
                .addProperty("title", text())
                .addProperty("status", OASFactory.createSchema().addType(Schema.SchemaType.INTEGER))
                .addProperty("detail", text())
                .addProperty("instance", text())
                .addProperty("findings", findings)
                .addProperty("errorId", text())
                .required(List.of("type", "title", "status", "detail"));
    }

    private static Schema text() {
        return OASFactory.createSchema().addType(Schema.SchemaType.STRING);
    }
}
