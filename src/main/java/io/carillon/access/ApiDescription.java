package io.carillon.access;

import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** What the OpenAPI document says of the whole API; title and version come from the settings. */
@OpenAPIDefinition(info = @Info(title = "Carillon", version = ""), security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        securitySchemeName = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description = "A token as POST /api/tokens makes one; the first is in the file token of the data folder")
interface ApiDescription {}
