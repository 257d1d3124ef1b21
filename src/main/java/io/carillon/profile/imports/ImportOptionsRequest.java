package io.carillon.profile.imports;

import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How to read a file, as the query says it: each field by itself, or all of them as JSON in {@code mapping}.
 *
 * @param columns the file's column names to those of Carillon
 * @param consent what everybody in the file agreed to
 */
@Schema(example = """
        {"columns": {"卡号": "external_id", "备用手机": "phone_2"}, "appScope": "shop-app", "wechatAppid": "wx0123456789abcdef",
         "tags": ["member"], "region": "CN", "zone": "Asia/Shanghai",
         "consent": {"channels": ["sms", "email"], "purpose": "marketing", "time": "2025-05-31T10:00:00+08:00",
                     "source": "membership form", "wording": "I agree to offers by text and email"}}""")
public record ImportOptionsRequest(
        @Nullable Map<String, String> columns,
        @Nullable String appScope,
        @Nullable String wechatAppid,
        @Nullable List<String> tags,
        @Nullable String region,
        @Nullable String encoding,
        @Nullable String separator,
        @Nullable String zone,
        @Nullable Boolean keepTestAccounts,
        @Nullable Consent consent) {

    /**
     * One consent statement for all rows.
     *
     * @param channels such as {@code sms}
     * @param purpose {@code marketing} (default) or {@code service}
     * @param time when they agreed, ISO 8601; without it the time the file was first received counts
     * @param source where they agreed
     * @param wording what they were shown
     */
    public record Consent(
            @Nullable List<String> channels,
            @Nullable String purpose,
            @Nullable String time,
            @Nullable String source,
            @Nullable String wording) {}
}
