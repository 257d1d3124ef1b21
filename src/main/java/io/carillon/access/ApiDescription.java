package io.carillon.access;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Adds to the OpenAPI document which calls need a token, by the rule of {@link TokenFilter}. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {
    /** The parameter of calls that are {@link Idempotent}, to be referred to. */
    public static final String IDEMPOTENCY_KEY = "IdempotencyKey";

    /** The body of calls that are {@link Idempotent} and read none. */
    public static final String BODY_UNREAD =
            "Nothing is read from it and it may be left out; a repeat under the same Idempotency-Key has the same";

    /** If-Match where it may be left out. */
    public static final String VERSION_READ =
            "The version that was read, as ETag and version say it; where somebody has changed it since, nothing is changed."
                    + " May be left out";

    private static final String TOKEN = "token";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        document.getComponents()
                .addSecurityScheme(
                        TOKEN,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description(
                                        "As POST /api/tokens makes one; the first is in the file token of the data folder. Whoever"
                                                + " opens a link to a GET in a browser is asked for a name and a password"
                                                + " (HTTP Basic): the password is the token, the name may be anything or"
                                                + " nothing. Calls that change something take no password"));
        document.getComponents()
                .addParameter(
                        IDEMPOTENCY_KEY,
                        OASFactory.createParameter()
                                .name("Idempotency-Key")
                                .in(Parameter.In.HEADER)
                                .description("Makes a repeat of this call safe: the same key gets the same answer for "
                                        + IdempotentAnswers.KEPT.toDays()
                                        // No example: pages fill one in, and then the next call is taken for a repeat
                                        // of this.
                                        + " days; any word of your own for each thing you do, such as autumn-2026; may be"
                                        + " left out")
                                .schema(OASFactory.createSchema()
                                        .addType(Schema.SchemaType.STRING)
                                        .pattern("^[!-~]{1,255}$")));
        if (document.getPaths() != null && document.getPaths().getPathItems() != null) {
            document.getPaths().getPathItems().forEach(ApiDescription::protect);
        }
    }

    private static void protect(String path, PathItem item) {
        if (TokenFilter.isOpen(path)) {
            return;
        }
        for (Operation operation : item.getOperations().values()) {
            operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(TOKEN));
            operation
                    .getResponses()
                    .addAPIResponse(
                            "401",
                            OASFactory.createAPIResponse()
                                    .description("There is no token that works")
                                    .content(OASFactory.createContent()
                                            .addMediaType(
                                                    "application/problem+json",
                                                    OASFactory.createMediaType()
                                                            .schema(OASFactory.createSchema()
                                                                    .ref("#/components/schemas/Problem")))));
        }
    }
}
