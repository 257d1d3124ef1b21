package io.carillon.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carillon.channel.ChannelKind;
import io.carillon.channel.Purpose;
import io.carillon.database.Sql;
import io.carillon.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentRulesTest {
    private static final String ALL = """
            marketing.sms=opt_in
            marketing.sms.US=none
            marketing.sms.CA=opt_in
            marketing.email=opt_in
            marketing.push=address
            marketing.wechat=grant
            service.sms=none
            service.email=none
            service.push=none
            service.wechat=grant
            """;

    @TempDir
    Path folder;

    @Test
    void shipsOptInForMarketingBySmsAndEmailOnly() {
        ConsentRules rules = ConsentRules.shipped();
        assertThat(rules.isOptIn(ChannelKind.SMS, Purpose.MARKETING, "CN")).isTrue();
        assertThat(rules.isOptIn(ChannelKind.EMAIL, Purpose.MARKETING, null)).isTrue();
        assertThat(rules.basis(ChannelKind.PUSH, Purpose.MARKETING, null)).isEqualTo(ConsentRules.Basis.ADDRESS);
        assertThat(rules.basis(ChannelKind.WECHAT, Purpose.MARKETING, null)).isEqualTo(ConsentRules.Basis.GRANT);
        for (ChannelKind channel : ChannelKind.values()) {
            assertThat(rules.isOptIn(channel, Purpose.SERVICE, "CN")).isFalse();
        }
        assertThat(rules.optInSql(ChannelKind.SMS, Purpose.MARKETING, "a.region"))
                .isEqualTo("true");
    }

    @Test
    void aCountryMayDifferAndSqlSaysTheSame() throws IOException {
        ConsentRules rules = rules(ALL);
        Sql sql = TestDatabase.freshSql();
        String expression = rules.optInSql(ChannelKind.SMS, Purpose.MARKETING, "r.region");
        for (String region : new String[] {"US", "CA", "CN", null}) {
            boolean inDatabase = sql.one(
                    "select " + expression + " as needed from (select ?::text as region) r",
                    row -> row.getBoolean("needed"),
                    region);
            assertThat(inDatabase)
                    .as(String.valueOf(region))
                    .isEqualTo(rules.isOptIn(ChannelKind.SMS, Purpose.MARKETING, region))
                    .isEqualTo(!"US".equals(region));
        }
    }

    @Test
    void refusesATableWithAGapOrAMisspeltLine() {
        assertThatThrownBy(() -> rules(ALL.replace("service.push=none\n", ""))).hasMessageContaining("service.push");
        assertThatThrownBy(() -> rules(ALL + "marketing.fax=none\n")).hasMessageContaining("fax");
        assertThatThrownBy(() -> rules(ALL + "marketing.sms.USA=none\n")).hasMessageContaining("marketing.sms.USA");
        assertThatThrownBy(() -> rules(ALL + "marketing.sms.GB=maybe\n")).hasMessageContaining("maybe");
    }

    private ConsentRules rules(String text) throws IOException {
        return new ConsentRules(Optional.of(Files.writeString(folder.resolve("rules.properties"), text)));
    }
}
