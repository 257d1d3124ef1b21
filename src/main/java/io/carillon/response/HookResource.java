package io.carillon.response;

import io.carillon.channel.Adapters;
import io.carillon.channel.AttemptKey;
import io.carillon.channel.HookAnswer;
import io.carillon.channel.HookRequest;
import io.carillon.channel.VendorAccount;
import io.carillon.channel.VendorAccounts;
import io.carillon.delivery.claim.AttemptLinks;
import io.carillon.problem.Problem;
import io.carillon.problem.Texts;
import io.carillon.vault.Vault;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/**
 * Where vendors call back. The signature or secret is checked by the account's adapter over the raw bytes; what was reported is stored
 * before the answer goes out, so a vendor that heard 200 need never repeat itself.
 */
@Path("/hooks/{vendor}/{account}")
@Tag(name = "Hooks", description = "What vendors report; each call is signed in the vendor's own way")
@APIResponse(
        responseCode = "200",
        description = "Taken; the body is what this vendor expects",
        content = @Content(mediaType = MediaType.WILDCARD))
@APIResponse(responseCode = "400", description = "unreadable-report: the detail says what to fix")
@APIResponse(responseCode = "403", description = "forged-report: the detail says what to check")
public class HookResource {
    private static final Logger LOG = Logger.getLogger(HookResource.class);

    private final VendorAccounts accounts;
    private final Adapters adapters;
    private final ReceiptStore store;
    private final Vault vault;
    private final String publicUrl;

    public HookResource(
            VendorAccounts accounts,
            Adapters adapters,
            ReceiptStore store,
            Vault vault,
            @ConfigProperty(name = "carillon.public-url", defaultValue = "http://127.0.0.1:8080") String publicUrl) {
        this.accounts = accounts;
        this.adapters = adapters;
        this.store = store;
        this.vault = vault;
        this.publicUrl = publicUrl.replaceAll("/+$", "");
    }

    /** A vendor proves that the address is ours, or reports by GET. */
    @GET
    @Path("{suffix: .*}")
    @Operation(summary = "A vendor's check of the address")
    public Response get(
            @PathParam("vendor") String vendor,
            @PathParam("account") String account,
            @PathParam("suffix") String suffix,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return receive(new Call("GET", vendor, account, suffix, new byte[0]), uri, headers);
    }

    /** A vendor reports. */
    @POST
    @Path("{suffix: .*}")
    @Operation(summary = "A vendor's report")
    public Response post(
            @PathParam("vendor") String vendor,
            @PathParam("account") String account,
            @PathParam("suffix") String suffix,
            byte[] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return receive(new Call("POST", vendor, account, suffix, body), uri, headers);
    }

    /** The address without anything behind the account, as most vendors are given it. */
    @GET
    @Operation(summary = "A vendor's check of the address")
    public Response getPlain(
            @PathParam("vendor") String vendor,
            @PathParam("account") String account,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return receive(new Call("GET", vendor, account, "", new byte[0]), uri, headers);
    }

    /** A report to that address. */
    @POST
    @Operation(summary = "A vendor's report")
    public Response postPlain(
            @PathParam("vendor") String vendor,
            @PathParam("account") String account,
            byte[] body,
            @Context UriInfo uri,
            @Context HttpHeaders headers) {
        return receive(new Call("POST", vendor, account, "", body), uri, headers);
    }

    private record Call(String method, String vendor, String account, String suffix, byte[] body) {}

    private Response receive(Call call, UriInfo uri, HttpHeaders headers) {
        VendorAccount account = accounts.heard(call.account())
                .filter(found -> isPlayedBy(found, call.vendor()))
                .orElseThrow(() -> Problem.notFound("vendorAccount", call.account()));
        if (isForgedKey(call.suffix(), uri)) {
            throw refused(HookAnswer.forged(Texts.here("hook.token")));
        }
        HookAnswer answer = adapters.of(account.vendor()).receipts().receive(request(call, uri, headers), account);
        if (answer.isRefused()) {
            LOG.warnf("hook of account %s answered %d", account.name(), answer.status());
        }
        if (!answer.reports().stream().allMatch(store::isReadable)) {
            throw refused(HookAnswer.malformed(Texts.here("hook.nul")));
        }
        store.add(account.name(), answer.reports(), call.body());
        if (answer.isRefused()) {
            throw refused(answer);
        }
        return answer(answer);
    }

    /** The shop's own app reports at {@code /hooks/app/…} for whatever vendor pushes to it. */
    private static boolean isPlayedBy(VendorAccount account, String vendor) {
        return account.vendor().equals(vendor)
                || (vendor.equals("app") && account.kind().id().equals("push"));
    }

    /** An address that names an attempt carries our signature of its key. */
    private boolean isForgedKey(String suffix, UriInfo uri) {
        try {
            AttemptKey.parse(suffix);
        } catch (IllegalArgumentException noKey) {
            return false;
        }
        String token = uri.getQueryParameters().getFirst("t");
        return token == null
                || !vault.verify(token, AttemptLinks.CALLBACK)
                        .map(suffix::equals)
                        .orElse(false);
    }

    private HookRequest request(Call call, UriInfo uri, HttpHeaders headers) {
        Map<String, List<String>> byLowerCase = new HashMap<>();
        headers.getRequestHeaders().forEach((name, values) -> byLowerCase.put(name.toLowerCase(Locale.ROOT), values));
        String query = uri.getRequestUri().getRawQuery();
        String url = publicUrl + uri.getRequestUri().getRawPath() + (query == null ? "" : "?" + query);
        return new HookRequest(
                call.method(), url, call.suffix(), byLowerCase, Map.copyOf(uri.getQueryParameters()), call.body());
    }

    private static HttpProblem refused(HookAnswer answer) {
        return answer.status() == 403
                ? Problem.of(403, "forged-report", "Not signed as it must be", answer.body())
                : Problem.of(400, "unreadable-report", "The report cannot be read", answer.body());
    }

    private static Response answer(HookAnswer answer) {
        return Response.status(answer.status())
                .type(answer.contentType())
                .entity(answer.body())
                .build();
    }
}
