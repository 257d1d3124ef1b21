package io.carillon.profile.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.carillon.profile.ConsentState;
import io.carillon.profile.DataFault;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How people, spreadsheets and other programs write yes and no. */
class ConsentCellTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final Instant RECEIVED = Instant.parse("2026-11-21T00:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no",
                "No.",
                "NO;",
                "ｎｏ",
                "\u200bno",
                "\ufeffNO",
                "\"no\"",
                "“否”",
                "否。",
                "不",
                "不同意",
                "拒收",
                "拒绝",
                "取消",
                "取消订阅",
                "已退订",
                "已拒收",
                "已取消",
                "已注销",
                "黑名单",
                "没有同意",
                "未订阅",
                "无",
                "退订",
                "未同意",
                "never",
                "not",
                "0",
                "0.",
                "F",
                "false",
                "opt-out",
                "Opt out",
                "opted_out",
                "OPTOUT",
                "unsubscribed",
                "STOP",
                "TD",
                "R",
                "×",
                "✘"
            })
    void isANo(String cell) {
        assertThat(read(cell)).isEqualTo(new ConsentCell(ConsentState.WITHDRAWN, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "Yes.",
                "Y",
                "1",
                "t",
                "TRUE",
                "是。",
                "同意",
                "已同意",
                "已订阅",
                "opt-in",
                "Opted in",
                "“yes”",
                "✔"
            })
    void isAYes(String cell) {
        assertThat(read(cell)).isEqualTo(new ConsentCell(ConsentState.GRANTED, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no 2026-11-18",
                "no, 2026-11-18",
                "no:2026-11-18",
                "no;2026/11/18",
                "no2026-11-18",
                "否2026-11-18",
                "否：2026年11月18日",
                "no - 2026-11-18",
                "no (2026-11-18)",
                "不同意（2026-11-18）",
                "no,2026-11-18T23:59:59+08:00",
                "0 20261118",
                "opt out 2026-11-18"
            })
    void isANoOfThatDay(String cell) {
        assertThat(read(cell))
                .isEqualTo(new ConsentCell(ConsentState.WITHDRAWN, Instant.parse("2026-11-18T15:59:59Z"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes 2026-11-18",
                "yes: 2026-11-18",
                "是2026-11-18",
                "同意，2026-11-18 00:00:00",
                "1 2026-11-17T16:00:00Z"
            })
    void isAYesOfThatDay(String cell) {
        assertThat(read(cell))
                .isEqualTo(new ConsentCell(ConsentState.GRANTED, Instant.parse("2026-11-17T16:00:00Z"), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no 2999-01-01", "no thanks", "no/yes", "0.5", "否 31.12.2025", "不要再发 谢谢", "N - see note"})
    void isANoWhoseTimeIsNotTaken(String cell) {
        assertThat(read(cell)).isEqualTo(new ConsentCell(ConsentState.WITHDRAWN, null, DataFault.CONSENT_TAKEN_AS_NO));
    }

    @ParameterizedTest
    @CsvSource({
        "N/A, INVALID_CONSENT",
        "n/a, INVALID_CONSENT",
        "NA, INVALID_CONSENT",
        "None, INVALID_CONSENT",
        "null, INVALID_CONSENT",
        "not known, INVALID_CONSENT",
        "未知, INVALID_CONSENT",
        "未填写, INVALID_CONSENT",
        "未设置, INVALID_CONSENT",
        "不详, INVALID_CONSENT",
        "不清楚, INVALID_CONSENT",
        "不知道, INVALID_CONSENT",
        "不确定, INVALID_CONSENT",
        "无所谓, INVALID_CONSENT",
        "无记录, INVALID_CONSENT",
        "没有数据, INVALID_CONSENT",
        "未提供, INVALID_CONSENT",
        "已, INVALID_CONSENT",
        "maybe, INVALID_CONSENT",
        "nobody, INVALID_CONSENT",
        "yesterday, INVALID_CONSENT",
        "yes but no mails, INVALID_CONSENT",
        "10, INVALID_CONSENT",
        "2026-11-18, INVALID_CONSENT",
        "?, INVALID_CONSENT",
        "., INVALID_CONSENT",
        "yes 2999-01-01, CONSENT_IN_FUTURE",
    })
    void changesNothing(String cell, DataFault fault) {
        assertThat(read(cell)).isEqualTo(new ConsentCell(null, null, fault));
    }

    private static ConsentCell read(String cell) {
        return ConsentCell.read(cell, SHANGHAI, RECEIVED);
    }
}
