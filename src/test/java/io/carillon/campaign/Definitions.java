package io.carillon.campaign;

import io.carillon.campaign.DefinitionReader.Read;
import io.carillon.campaign.DefinitionReader.Syntax;
import io.carillon.database.Sql;
import io.carillon.message.MessageReader;
import io.carillon.problem.Language;
import io.carillon.profile.ConsentRules;
import io.carillon.segment.SavedNames;
import io.carillon.segment.Segments;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import java.time.Duration;
import java.util.Locale;

/** A good definition, and the parts that read it, wired without a container. */
final class Definitions {
    static final String GOOD = """
            # a comment
            kind: campaign
            name: 中秋会员礼 Mid-autumn gift
            purpose: marketing
            segment: { all: [ { trait: city, in: [上海, 杭州, 苏州] }, { tag: member } ] }
            message:
              defaultLocale: zh
              title: { zh: 中秋好礼, en: A mid-autumn gift }
              text: { zh: "${name!'会员'}，满300减50，三天有效", en: "${name!'Dear member'}, 50 off 300, three days only" }
              link: https://shop.example/mid-autumn
            channels:
              order: [push, wechat, sms, email]
              waitFor: { sms: { state: delivered, within: 2h } }
              on: { no_address: next, not_confirmed: stop, unknown: leave }
            schedule:
              start: 2027-09-13T10:00
              zone: Asia/Shanghai
              window: 09:00-20:30
              end: 2027-09-17T20:30
            """;

    private Definitions() {}

    static Segments segments(Sql sql) {
        return new Segments(
                sql,
                new SavedNames(sql),
                ConsentRules.shipped(),
                () -> Duration.ofSeconds(15),
                new Language(new CurrentVertxRequest()));
    }

    static DefinitionReader reader(Sql sql) {
        return new DefinitionReader(new DefinitionCheck(new DefinitionSchema(), segments(sql), new MessageReader()));
    }

    static Read read(Sql sql, String yaml) {
        return reader(sql).read(yaml, Syntax.YAML, Locale.ENGLISH);
    }
}
