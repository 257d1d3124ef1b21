package io.carillon.profile.imports;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one file is to be read.
 *
 * @param columns the file's own column names to ours
 * @param appScope the push app of token columns; null where the one there is will do
 * @param wechatAppid the WeChat account of openid columns; null where the one there is will do
 * @param tags added to everybody
 * @param region of phones without a country code
 * @param encoding {@code UTF-8} or {@code GB18030}; null where it is to be found out
 * @param zone of times without one
 * @param keepTestAccounts whether rows that look like test accounts are taken
 * @param consent for all rows; null where there is none
 */
record ImportOptions(
        Map<String, String> columns,
        @Nullable String appScope,
        @Nullable String wechatAppid,
        List<String> tags,
        String region,
        @Nullable String encoding,
        char separator,
        ZoneId zone,
        boolean keepTestAccounts,
        @Nullable ConsentStatement consent) {}
