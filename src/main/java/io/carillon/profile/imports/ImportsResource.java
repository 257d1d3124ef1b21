package io.carillon.profile.imports;

import io.carillon.access.Actor;
import io.carillon.access.IdempotentAnswers;
import io.carillon.database.Page;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Import of people from CSV. Stateless. */
@Path("/api/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "People")
public class ImportsResource {
    private static final int LONGEST_NAME = 200;
    private static final String EXAMPLE = """
            会员号,姓名,手机号,邮箱,城市,标签,同意短信
            A1001,林小梅,13812345678,lin@example.com,上海,member,是 2025-05-31
            """;

    private final Spool spool;
    private final ImportJobs jobs;
    private final ImportWorker worker;
    private final IdempotentAnswers answers;
    private final Actor actor;
    private final Language language;

    public ImportsResource(
            Spool spool,
            ImportJobs jobs,
            ImportWorker worker,
            IdempotentAnswers answers,
            Actor actor,
            Language language) {
        this.spool = spool;
        this.jobs = jobs;
        this.worker = worker;
        this.answers = answers;
        this.actor = actor;
        this.language = language;
    }

    /** Takes a file in and answers with the place to watch. */
    @POST
    @Consumes({"text/csv", "application/csv", "text/plain", MediaType.APPLICATION_OCTET_STREAM})
    @Operation(
            summary = "Import people from a CSV file",
            description = "The body streams and may be large. Columns by their English or Chinese names in any order;"
                    + " _2 to _9 for further addresses. Options as query parameters, or together as JSON in mapping.")
    @Parameter(
            name = "mapping",
            in = ParameterIn.QUERY,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ImportOptionsRequest.class)),
            description = "All options as one JSON object, URL-encoded")
    @Parameter(
            name = "fileName",
            in = ParameterIn.QUERY,
            description = "Shown in the list",
            example = "members.csv",
            schema = @Schema(type = SchemaType.STRING, maxLength = LONGEST_NAME))
    @Parameter(
            name = "tags",
            in = ParameterIn.QUERY,
            description = "Added to everybody",
            example = "member,autumn",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "region",
            in = ParameterIn.QUERY,
            description = "Of phones without a country code",
            example = "CN",
            schema = @Schema(type = SchemaType.STRING, pattern = "[A-Za-z]{2}"))
    @Parameter(
            name = "appScope",
            in = ParameterIn.QUERY,
            description = "Push app of token columns",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "wechatAppid",
            in = ParameterIn.QUERY,
            description = "WeChat account of openid columns",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "encoding",
            in = ParameterIn.QUERY,
            description = "utf-8 or gb18030; found out if not said",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "separator",
            in = ParameterIn.QUERY,
            description = "comma, semicolon or tab",
            example = "comma",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "zone",
            in = ParameterIn.QUERY,
            description = "Of times without one",
            example = "Asia/Shanghai",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "keepTestAccounts",
            in = ParameterIn.QUERY,
            description = "Take rows that look like test accounts",
            schema = @Schema(type = SchemaType.BOOLEAN))
    @Parameter(
            name = "consent.channels",
            in = ParameterIn.QUERY,
            description = "Channels everybody agreed to",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "consent.purpose",
            in = ParameterIn.QUERY,
            description = "marketing or service",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "consent.time",
            in = ParameterIn.QUERY,
            description = "When they agreed",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "consent.source",
            in = ParameterIn.QUERY,
            description = "Where they agreed",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "consent.wording",
            in = ParameterIn.QUERY,
            description = "What they were shown",
            schema = @Schema(type = SchemaType.STRING))
    @RequestBody(
            content =
                    @Content(
                            mediaType = "text/csv",
                            schema = @Schema(type = SchemaType.STRING),
                            examples = @ExampleObject(name = "people", value = EXAMPLE)))
    @APIResponse(
            responseCode = "202",
            description = "The file is on disk; Location is the place to watch",
            content = @Content(schema = @Schema(implementation = ImportView.class)))
    public Response start(
            InputStream body,
            @Context UriInfo uri,
            @Parameter(description = "Makes a repeat of this call safe; may be left out", example = "members-2026-11")
                    @HeaderParam("Idempotency-Key")
                    @Nullable
                    String key) {
        String fileName = uri.getQueryParameters().getFirst("fileName");
        if (fileName != null && fileName.length() > LONGEST_NAME) {
            throw Problem.invalid(Finding.error(
                    "fileName", "too_long", null, Texts.here("expected.fileName"), Texts.here("import.fileName")));
        }
        ImportOptionsRequest request = OptionsReader.read(uri.getQueryParameters());
        OptionsCheck.of(request, Instant.now());
        ImportFile file = spool.receive(body);
        boolean isNeeded = true;
        try {
            Response response = answers.answer(
                    actor.name(),
                    "POST",
                    "/api/imports",
                    key,
                    told(fileName, request, file),
                    () -> accepted(jobs.add(actor.name(), fileName, request, file)));
            // What was asked before under the same key has its file already.
            isNeeded = response.getHeaderString(IdempotentAnswers.REPLAYED) == null;
            worker.wake();
            return response;
        } catch (HttpProblem refused) {
            isNeeded = false;
            throw refused;
        } finally {
            // Where the database did not answer, the import may have been added all the same.
            if (!isNeeded) {
                spool.delete(file.spool());
            }
        }
    }

    private Response accepted(long id) {
        return Response.accepted(jobs.find(id, language.locale()).orElseThrow())
                .location(URI.create("/api/imports/" + id))
                .build();
    }

    private static String told(@Nullable String fileName, ImportOptionsRequest request, ImportFile file) {
        return fileName + "\n" + OptionsReader.JSON.valueToTree(request) + "\n" + file.sha256();
    }

    /** One import. */
    @GET
    @Path("/{id}")
    @Operation(summary = "How far an import is, and what came of it")
    public ImportView get(@PathParam("id") long id) {
        return jobs.find(id, language.locale()).orElseThrow(() -> Problem.notFound("import", id));
    }

    /** All imports. */
    @GET
    @Operation(summary = "List imports, the latest first")
    public Page<ImportView> list(
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(Page.MOST) int limit) {
        return jobs.list(cursor, limit, language.locale());
    }

    /** What is to mend. */
    @GET
    @Path("/{id}/findings")
    @Operation(summary = "List what is to mend in the file, by line")
    public Page<ImportFindingView> findings(
            @PathParam("id") long id,
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MOST) int limit) {
        get(id);
        return jobs.findings(id, cursor, limit, language.locale());
    }
}
