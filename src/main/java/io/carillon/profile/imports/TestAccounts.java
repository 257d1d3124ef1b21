package io.carillon.profile.imports;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which rows are nobody: what people who try out a shop leave behind. Strict, so that no customer is taken for one. */
final class TestAccounts {
    private static final Pattern ID = Pattern.compile("(?i)(?:test|demo|测试)(?:account|user|用户|账号)?[-_ ]?\\d*");
    private static final Pattern NAME = Pattern.compile("(?i)(?:test|测试)[-_ ]?(?:account|user|用户|账号)?[-_ ]?\\d*");

    private TestAccounts() {}

    static boolean isTestAccount(String externalId, @Nullable String name) {
        return ID.matcher(externalId).matches()
                || (name != null && NAME.matcher(name).matches());
    }
}
