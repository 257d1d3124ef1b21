package io.carillon.access;

import io.carillon.database.Page;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Bearer tokens by REST. */
@Path("/api/tokens")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tokens", description = "Who may call, and under which name changes are written down")
public class TokenResource {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@ -]{0,63}");
    /** Names that stand for Carillon itself wherever an actor is stored. */
    private static final Set<String> RESERVED = Set.of("system", "anonymous", "accounts-file");

    private final Tokens tokens;
    private final Audit audit;
    private final Actor actor;
    private final Language language;

    public TokenResource(Tokens tokens, Audit audit, Actor actor, Language language) {
        this.tokens = tokens;
        this.audit = audit;
        this.actor = actor;
        this.language = language;
    }

    @POST
    // Else a record of one text would be read from text/plain too.
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make a token; its text is shown this once, its id is what revokes it")
    @APIResponseSchema(value = NewTokenView.class, responseCode = "201")
    @APIResponse(responseCode = "409", description = "name-taken")
    public Response create(@NotNull TokenRequest request) {
        String name = checked(request.name());
        Tokens.Made token = QuarkusTransaction.requiringNew().call(() -> {
            Tokens.Made made = tokens.make(name)
                    .orElseThrow(() -> Problem.conflict("name-taken", "Name taken", language.text("tokens.taken")));
            audit.record(actor.name(), "create", "token:" + name, Map.of());
            return made;
        });
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(new NewTokenView(token.entry().id(), name, token.entry().createdAt(), token.text()))
                .build();
    }

    @GET
    @Operation(summary = "List tokens, without their texts")
    public Page<TokenView> list(
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MOST) int limit) {
        List<TokenView> views = tokens.list(Page.positionNumber(cursor), limit + 1).stream()
                .map(entry -> new TokenView(entry.id(), entry.name(), entry.createdAt(), entry.revokedAt()))
                .toList();
        return Page.of(views, limit, view -> String.valueOf(view.id()));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Revoke a token; other processes believe it for 5 seconds more")
    @APIResponse(responseCode = "204", description = "Revoked")
    public Response revoke(@PathParam("id") long id) {
        QuarkusTransaction.requiringNew().run(() -> {
            String name = tokens.revoke(id).orElseThrow(() -> Problem.notFound("token", id));
            audit.record(actor.name(), "revoke", "token:" + name, Map.of("id", id));
        });
        tokens.forget();
        return Response.noContent().build();
    }

    private String checked(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw Problem.invalid(Finding.error("/name", "invalid_name", name, null, language.text("tokens.name")));
        }
        if (RESERVED.contains(name)) {
            throw Problem.invalid(
                    Finding.error("/name", "reserved_name", name, null, language.text("tokens.reserved", name)));
        }
        return name;
    }
}
