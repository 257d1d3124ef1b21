package io.carillon.channel;

import io.carillon.access.Actor;
import io.carillon.database.Page;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Vendor accounts by REST. */
@Path("/api/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Accounts", description = "Credentials at vendors, with rate, price and what they may be used for")
public class AccountResource {
    private final AccountStore store;
    private final AccountRules rules;
    private final VendorChange vendorChange;
    private final VendorAccounts accounts;
    private final Closures closures;
    private final AccountCheck check;
    private final AccountChanges changes;
    private final Actor actor;
    private final Language language;

    public AccountResource(
            AccountStore store,
            AccountRules rules,
            VendorChange vendorChange,
            VendorAccounts accounts,
            Closures closures,
            AccountCheck check,
            AccountChanges changes,
            Actor actor,
            Language language) {
        this.store = store;
        this.rules = rules;
        this.vendorChange = vendorChange;
        this.accounts = accounts;
        this.closures = closures;
        this.check = check;
        this.changes = changes;
        this.actor = actor;
        this.language = language;
    }

    @GET
    @Operation(summary = "List accounts by name, disabled ones too")
    public Page<AccountView> list(
            @QueryParam("cursor") @Size(max = 200) @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(Page.MOST) int limit) {
        Map<String, Closures.Closure> closed = closures.now();
        List<AccountView> views = store.list(Page.position(cursor, ""), limit + 1).stream()
                .map(entry -> AccountView.of(entry, closed.get(entry.account().name()), language.locale()))
                .toList();
        return Page.of(views, limit, AccountView::name);
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Show an account; secrets only as names of environment variables")
    public AccountView show(@PathParam("name") @Size(max = 64) String name) {
        return view(name);
    }

    @PUT
    @Path("/{name}")
    @Operation(
            summary = "Add an account or put it in place of the one of that name, and enable it",
            description =
                    "One that has sent keeps its vendor, whose reports and opt-outs still come in under its name.")
    @APIResponse(
            responseCode = "200",
            description = "In place of the one before",
            content = @Content(schema = @Schema(implementation = AccountView.class)))
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content = @Content(schema = @Schema(implementation = AccountView.class)))
    public Response put(@PathParam("name") @Size(max = 64) String name, @NotNull AccountRequest request) {
        AccountRules.Checked checked = rules.check(name, request, language.locale());
        VendorAccount account = checked.account();
        if (account == null) {
            throw Problem.invalid(language.text("account.invalid"), checked.findings());
        }
        List<Finding> other = vendorChange.findings(account, language.locale());
        if (!other.isEmpty()) {
            throw Problem.invalid(language.text("account.invalid"), other);
        }
        boolean isNew = QuarkusTransaction.requiringNew().call(() -> {
            boolean isUnknown = store.find(name).isEmpty();
            changes.put(account, request.secrets() == null ? Map.of() : request.secrets(), actor.name());
            return isUnknown;
        });
        accounts.forget();
        return Response.status(isNew ? Response.Status.CREATED : Response.Status.OK)
                .entity(view(name))
                .build();
    }

    @DELETE
    @Path("/{name}")
    @Operation(
            summary = "Disable an account; it stays to be looked at, and PUT enables it again",
            description =
                    "Whoever waits for it goes on by another account, or as the policy of their campaign says. What its vendor"
                            + " still reports of messages that left before is taken as ever.")
    @APIResponse(responseCode = "204", description = "Disabled")
    public Response disable(@PathParam("name") @Size(max = 64) String name) {
        QuarkusTransaction.requiringNew()
                .run(() -> changes.disable(name, entry(name).account().kind(), actor.name()));
        accounts.forget();
        return Response.noContent().build();
    }

    @POST
    @Path("/{name}/open")
    @Operation(
            summary = "Open an account that is closed for a time, before its time",
            description =
                    "For a vendor that asked us to wait too long, or that is known to be back. An account that is changed opens"
                            + " too. One that is open stays as it is, and one that is out of use answers 409.")
    @APIResponseSchema(AccountView.class)
    @APIResponse(responseCode = "409", description = "account-out-of-use: change it first, which puts it back into use")
    public AccountView open(@PathParam("name") @Size(max = 64) String name) {
        QuarkusTransaction.requiringNew().run(() -> {
            AccountEntry entry = entry(name);
            if (!entry.isEnabled()) {
                throw Problem.conflict(
                        "account-out-of-use", "Account out of use", language.text("account.out-of-use", name));
            }
            changes.open(entry.account(), actor.name());
        });
        return view(name);
    }

    @POST
    @Path("/{name}/check")
    @Operation(summary = "Say what keeps the account from sending; calls no vendor")
    public AccountCheckView check(@PathParam("name") @Size(max = 64) String name) {
        return check.of(entry(name), language.locale());
    }

    private AccountView view(String name) {
        return AccountView.of(entry(name), closures.now().get(name), language.locale());
    }

    private AccountEntry entry(String name) {
        return store.find(name).orElseThrow(() -> Problem.notFound("account", name));
    }
}
