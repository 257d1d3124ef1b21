package io.carillon.channel;

import java.math.BigDecimal;

/**
 * An amount in a currency, to a millionth of its unit.
 *
 * @param amount at most 12 digits before and 6 after the point
 * @param currency ISO 4217 code, such as {@code CNY}
 */
public record Money(BigDecimal amount, String currency) {}
