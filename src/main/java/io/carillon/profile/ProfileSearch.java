package io.carillon.profile;

import io.carillon.database.Page;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jspecify.annotations.Nullable;

/** The query parameters of a search of people; filled by the container, one for each request. */
public class ProfileSearch {
    @QueryParam("externalId")
    @Size(max = ExternalId.LONGEST)
    @Parameter(description = "The shop's own id", example = "A1001")
    @Nullable
    String externalId;

    @QueryParam("city")
    @Size(max = 200)
    @Parameter(example = "上海")
    @Nullable
    String city;

    @QueryParam("tag")
    @Size(max = TagNames.LONGEST)
    @Parameter(example = "member")
    @Nullable
    String tag;

    @QueryParam("phone")
    @Size(max = 40)
    @Parameter(description = "In any spelling", example = "+8613812345678")
    @Nullable
    String phone;

    @QueryParam("email")
    @Size(max = 254)
    @Parameter(example = "lin@example.com")
    @Nullable
    String email;

    @QueryParam("region")
    @Pattern(regexp = "[A-Z]{2}", message = "must be two capital letters of ISO 3166")
    @Parameter(description = "Of a phone without a country code; CN if not said", example = "CN")
    @Nullable
    String region;

    @QueryParam("cursor")
    @Size(max = 200)
    @Parameter(description = "The value of next of the page before")
    @Nullable
    String cursor;

    @QueryParam("limit")
    @DefaultValue("50")
    @Min(1)
    @Max(Page.MOST)
    int limit;

    ProfileQuery query() {
        return new ProfileQuery(externalId, city, tag, phone, email, region);
    }
}
