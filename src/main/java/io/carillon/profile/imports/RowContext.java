package io.carillon.profile.imports;

import java.time.Instant;

/**
 * What holds for all rows of a file.
 *
 * @param appScope the push app of token columns
 * @param wechatAppid the WeChat account of openid columns
 * @param receivedAt when the file came
 * @param values what its cells were read as
 * @param consents what its cells of consent were read as
 */
record RowContext(
        Header header,
        ImportOptions options,
        String appScope,
        String wechatAppid,
        Instant receivedAt,
        CellCache<Cell> values,
        CellCache<ConsentCell> consents) {}
