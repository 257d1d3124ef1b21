package io.carillon.campaign;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How a copy is called. */
public record CopyRequest(
        @Schema(description = "Left out: as the original", example = "中秋会员礼 第二波") @Nullable
        String name) {}
