package io.carillon.profile.imports;

import java.time.Instant;

/**
 * What holds for all rows of a file.
 *
 * @param appScope the push app of token columns
 * @param wechatAppid the WeChat account of openid columns
 * @param receivedAt when the file came
 */
record RowContext(Header header, ImportOptions options, String appScope, String wechatAppid, Instant receivedAt) {}
