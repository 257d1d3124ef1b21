package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What rows and cells become. */
class ImportTest {
    private final Importer importer = new Importer();

    @Test
    void readsColumnsInAnyOrderByEnglishAndChineseNames() {
        ImportView job = importer.take("""
                城市,手机号,会员号,姓名,phone_2,邮箱,语言,时区,生日,性别,标签,trait_points,trait_level,Remark
                上海市,138 1234 5678,A1,林小梅,+852 9123 4567,Lin@Example.com,zh_CN,Asia/Shanghai,1990年5月31日,女,"member,vip",120,gold,x
                """);
        assertThat(job.state()).isEqualTo("completed");
        assertThat(List.of(job.rowsRead(), job.created(), job.updated(), job.unchanged(), job.rejected()))
                .containsExactly(1L, 1L, 0L, 0L, 0L);
        assertThat(job.notes().toString())
                .contains("{\"code\":\"ignored_columns\",\"columns\":[\"Remark\"]}")
                .contains("{\"code\":\"encoding\",\"encoding\":\"UTF-8\"}");
        assertThat(importer.text("select concat_ws('|', external_id, name, city, locale, time_zone, birthday, gender,"
                        + " traits->>'points', jsonb_typeof(traits->'points'), traits->>'level') from profile"))
                .isEqualTo("A1|林小梅|上海|zh-CN|Asia/Shanghai|1990-05-31|female|120|number|gold");
        assertThat(importer.people.sql.list("select tag from profile_tag order by 1", row -> row.getString(1)))
                .containsExactly("member", "vip");
        assertThat(importer.people.sql.list(
                        "select kind, cipher, region, zone from address order by id",
                        row -> row.getString(1) + " "
                                + importer.people.vault.decrypt(row.getBytes(2), "address") + " " + row.getString(3)
                                + " " + row.getString(4)))
                .as("the first column gets the highest id")
                .containsExactly(
                        "mailbox Lin@example.com null null",
                        "phone +85291234567 HK Asia/Hong_Kong",
                        "phone +8613812345678 CN Asia/Shanghai");
    }

    @Test
    void waitsUntilItsTurnComes() {
        long first = importer.receive("external_id\nA1\n".getBytes(StandardCharsets.UTF_8), Map.of());
        long second = importer.receive("external_id\nA2\n".getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(importer.view(second).state()).isEqualTo("waiting");
        assertThat(importer.view(second).waitsFor()).isEqualTo(first);

        importer.worker().importNext();

        assertThat(importer.view(first).state()).isEqualTo("completed");
        assertThat(importer.view(second).state()).isEqualTo("waiting");
        assertThat(importer.view(second).waitsFor()).isNull();
    }

    @Test
    void aFileWithSemicolonsIsToldHowToImportIt() {
        ImportView job = importer.take("external_id;name\nA1;a\n");
        assertThat(job.error()).isNotNull();
        assertThat(job.error().message()).contains("separator=semicolon");
    }

    @Test
    void addressesAreFoundByTheirHashAndStoredEncrypted() {
        importer.take("external_id,phone\nA1,13812345678\n");
        assertThat(importer.people.number("select count(*) from address where hash = ?", (Object)
                        importer.people.vault.hash("phone", "", "+8613812345678")))
                .isEqualTo(1);
        assertThat(importer.people.number("select count(*) from profile where identity_hash = ?", (Object)
                        importer.people.vault.hash("person", "", "A1")))
                .isEqualTo(1);
        assertThat(importer.people.number(
                        "select count(*) from address where encode(cipher, 'escape') like '%138%5678%'"))
                .isZero();
    }

    @Test
    void badRowsAreListedWithLineColumnAndReasonWhileGoodRowsGoIn() {
        ImportView job = importer.take("""
                external_id,name,phone,email,phone_2,birthday,time_zone,consent_sms
                A1,林,12345,lin@example.com,,,,
                ,无名,13812345670,,,,,
                =A3,x,,,,,,
                A4,"=HYPERLINK(""http://x"")",13812345674,not a mailbox,,,,
                A5,too,few
                A6,+cmd|' /C calc'!A0,,,,1890-01-01,Mars/Base,maybe
                test01,测试,13812345677,,,,,
                A8,"two
                lines",13812345678,,010-62345678,,,
                A9,-,-,,,,,
                A10,x,13812345679,,,,+08:00,
                """);
        assertThat(importer.findings(job))
                .containsExactly(
                        "2 phone warning invalid_phone",
                        "3 external_id rejected missing_external_id",
                        "4 external_id rejected formula",
                        "5 name warning formula",
                        "5 email warning invalid_email",
                        "6 null rejected cell_count",
                        "7 name warning formula",
                        "7 birthday warning invalid_birthday",
                        "7 time_zone warning invalid_time_zone",
                        "7 consent_sms warning invalid_consent",
                        "8 null rejected test_account",
                        "9 phone_2 warning phone_without_texts",
                        "12 time_zone warning invalid_time_zone");
        assertThat(List.of(job.rowsRead(), job.created(), job.rejected())).containsExactly(10L, 6L, 4L);
        assertThat(job.findings()).contains(new ImportView.Count("warning", "formula", 2));
        assertThat(importer.text("select name from profile where external_id = 'A8'"))
                .isEqualTo("two lines");
    }

    @Test
    void aNumberThatIsKeptAsATextIsTold() {
        ImportView job = importer.take("""
                external_id,trait_spent,trait_code
                A1,1200.50,007
                A2,"1,200.50",1-2
                A3,１２００,"1,2"
                A4,¥1200,gold
                A5,"-1,200",
                A6,2024/5/1,2024-05-01
                A7,2024年5月1日,1.2.3
                A8,1e3,50%
                A9,1 000,2024-02-30
                """);
        assertThat(importer.findings(job))
                .containsExactly(
                        "3 trait_spent warning number_as_text",
                        "4 trait_spent warning number_as_text",
                        "5 trait_spent warning number_as_text",
                        "6 trait_spent warning number_as_text",
                        "7 trait_spent warning date_as_text",
                        "8 trait_spent warning date_as_text",
                        "9 trait_spent warning number_as_text",
                        "9 trait_code warning number_as_text",
                        "10 trait_spent warning number_as_text",
                        "10 trait_code warning date_as_text");
        assertThat(importer.text("select traits->>'spent' from profile where external_id = 'A2'"))
                .isEqualTo("1,200.50");
    }

    @Test
    void hintsSpeakTheLanguageAskedFor() {
        ImportView job = importer.take("external_id,phone\nA1,12345\n");
        assertThat(importer.jobs
                        .findings(job.id(), null, 10, java.util.Locale.CHINA)
                        .items())
                .singleElement()
                .satisfies(f -> assertThat(f.message() + f.hint()).contains("手机号", "国家码"));
    }

    @Test
    void aPhoneSharedByTwoPeopleIsAllowedAndBothRowsGetAFinding() {
        ImportView first = importer.take("external_id,phone\nA1,13812345678\nA2,13812345679\nA3,13812345678\n");
        assertThat(first.created()).isEqualTo(3);
        assertThat(importer.findings(first))
                .containsExactly("2 phone warning shared_address", "4 phone warning shared_address");
        ImportView second = importer.take("external_id,phone\nA4,+86 13812345679\n");
        assertThat(importer.findings(second)).containsExactly("2 phone warning shared_address");
    }

    @Test
    void aMailboxIsOneWhateverItsCase() {
        ImportView job = importer.take(
                "external_id,email\nA1,Foo.Bar@Example.COM\nA2,foo.bar@example.com\nA1,foo.BAR@example.com\n");

        assertThat(importer.findings(job)).contains("2 email warning shared_address", "3 email warning shared_address");
        assertThat(importer.people.number("select count(*) from address")).isEqualTo(2);
        assertThat(importer.people.number("select count(distinct hash) from address"))
                .isEqualTo(1);
    }

    @Test
    void twoPeopleNeverMerge() {
        importer.take("external_id,name,phone\nA1,林,13812345678\na1,Lin,13812345678\nA１,x,\n");
        assertThat(importer.people.number("select count(*) from profile")).isEqualTo(3);
    }

    @Test
    void aBlankCellChangesNothingAndLaterRowsWin() {
        importer.take("external_id,name,city,trait_level\nA1,林,上海,gold\n");
        ImportView job = importer.take("external_id,name,city,trait_level,trait_points\nA1,,杭州,,5\nA1,,苏州,,\nA1,,,,\n");
        assertThat(List.of(job.rowsRead(), job.created(), job.updated(), job.unchanged()))
                .containsExactly(3L, 0L, 1L, 2L);
        assertThat(importer.findings(job)).containsExactly("2 null warning repeated_id", "3 null warning repeated_id");
        assertThat(importer.text("select name || city || traits from profile"))
                .isEqualTo("林苏州{\"level\": \"gold\", \"points\": 5}");
    }

    @Test
    void readsGb18030AndUtf8WithAMark() {
        String csv = "会员号,姓名\nA1,林小梅\n";
        ImportView chinese = importer.take(csv.getBytes(Charset.forName("GB18030")), Map.of());
        assertThat(chinese.notes().toString()).contains("GB18030");
        assertThat(importer.text("select name from profile")).isEqualTo("林小梅");
        ImportView marked = importer.take(("\uFEFF" + csv).getBytes(StandardCharsets.UTF_8), Map.of());
        assertThat(marked.unchanged()).isEqualTo(1);
    }

    @Test
    void tokensAndOpenidsBelongToTheScopeSaidOrTheOnlyAccount() {
        importer.people.sql.update("insert into vendor_account (name, vendor, kind, mode, scope, rate_limit)"
                + " values ('shop-service', 'wechat', 'wechat', 'sandbox', 'wx01', 10)");
        importer.take(
                "external_id,fcm_token,apns_token,wechat_openid\nA1,dGVzdA:APA91b,abcdef0123456789,oABC123456\n",
                Map.of("appScope", "shop-app"));
        assertThat(importer.people.sql.list(
                        "select concat_ws(' ', kind, scope, platform) from address order by 1",
                        row -> row.getString(1)))
                .containsExactly("device_token shop-app apns", "device_token shop-app fcm", "openid wx01 ");
        importer.people.sql.update("insert into vendor_account (name, vendor, kind, mode, scope, rate_limit)"
                + " values ('shop-2', 'wechat', 'wechat', 'sandbox', 'wx02', 10)");
        ImportView unsure = importer.take("external_id,wechat_openid\nA2,oABC123457\n");
        assertThat(unsure.state()).isEqualTo("failed");
        assertThat(unsure.error())
                .isNotNull()
                .satisfies(e -> assertThat(e.message()).contains("wx01 | wx02"));
    }

    @Test
    void theMappingNamesColumnsTagsAndRegion() {
        ImportView job = importer.take(
                "卡号;Mobile\n77;(415) 555-2671\n",
                Map.of(
                        "mapping",
                        "{\"columns\":{\"卡号\":\"external_id\",\"mobile\":\"phone\"},\"tags\":[\"us\"],\"region\":\"US\"}",
                        "separator",
                        "semicolon"));
        assertThat(job.created()).isEqualTo(1);
        assertThat(importer.text("select region || zone from address")).isEqualTo("USAmerica/Los_Angeles");
        assertThat(importer.text("select tag from profile_tag")).isEqualTo("us");
    }

    @Test
    void anErasedPersonStaysErased() {
        long id = importer.people.person("A1");
        importer.people.sql.update("update profile set erased_at = now() where id = ?", id);
        ImportView job = importer.take("external_id,name,phone\nA1,林,13812345678\n");
        assertThat(importer.findings(job)).containsExactly("2 null warning erased");
        assertThat(job.unchanged()).isEqualTo(1);
        assertThat(importer.people.number("select count(*) from address")).isZero();
    }

    @Test
    void theReceivedFileIsDeletedWhenItIsThrough() throws Exception {
        importer.take("external_id\nA1\n");
        try (var files = Files.list(importer.folder)) {
            assertThat(files).isEmpty();
        }
    }
}
