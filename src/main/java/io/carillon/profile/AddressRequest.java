package io.carillon.profile;

import io.carillon.channel.AddressKind;
import io.carillon.problem.Finding;
import io.carillon.problem.Language;
import io.carillon.problem.Problem;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One address, as somebody wrote it.
 *
 * @param kind {@code phone}, {@code mailbox}, {@code device_token} or {@code openid}
 * @param scope WeChat appid or push app; empty for phone and mailbox
 * @param region of a phone without a country code; CN where it is not given
 */
@Schema(example = "{\"kind\": \"phone\", \"value\": \"+8613812345678\"}")
public record AddressRequest(
        @NotNull @Pattern(regexp = "phone|mailbox|device_token|openid", message = "{oneOf.addressKind}")
        String kind,

        @NotNull @Size(min = 1, max = 4096) String value,
        @Nullable @Size(max = 128) String scope,

        @Nullable @Pattern(regexp = "[A-Z]{2}", message = "must be two capital letters of ISO 3166")
        String region) {

    /** The kind as a value. */
    AddressKind addressKind() {
        return AddressKind.of(kind);
    }

    /** The scope, empty where there is none. */
    String scopeOrEmpty() {
        return scope == null ? "" : scope;
    }

    /**
     * The address in its one spelling.
     *
     * @param place where it stands in the request
     * @throws RuntimeException a problem that says what to fix
     */
    String normalised(String place) {
        Normalisation made = AddressNormaliser.normalise(
                addressKind(), value, region == null ? AddressNormaliser.DEFAULT_REGION : region);
        if (made instanceof Normalisation.Good good) {
            return good.value();
        }
        DataFault fault = ((Normalisation.Bad) made).fault();
        throw Problem.invalid(
                Finding.error(place, fault.id(), null, fault.hintAlone(Language.here()), fault.text(Language.here())));
    }

    /** Without the address, so that it may be logged. */
    @Override
    public String toString() {
        return "AddressRequest[" + kind + "]";
    }
}
