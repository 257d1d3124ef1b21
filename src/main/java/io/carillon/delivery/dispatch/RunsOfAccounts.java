package io.carillon.delivery.dispatch;

import io.carillon.channel.AccountUse;
import io.carillon.channel.Reason;
import io.carillon.database.Sql;
import io.carillon.problem.Finding;
import io.carillon.problem.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** What runs know of accounts: at which they are stopped, as by credentials that the vendor does not take, and which have sent. Stateless. */
@ApplicationScoped
public class RunsOfAccounts implements AccountUse {
    /** The rest says the same. */
    private static final int MOST = 20;

    private final Sql sql;

    public RunsOfAccounts(Sql sql) {
        this.sql = sql;
    }

    @Override
    public boolean hasSent(String account) {
        return sql.one(
                "select coalesce(sum(attempts), 0) > 0 from attempt_count"
                        + " where account = ? and state not in ('in_flight', 'blocked', 'not_sent')",
                row -> row.getBoolean(1),
                account);
    }

    @Override
    public List<Finding> trouble(String account, Locale language) {
        return sql.list(
                """
                select b.run_id, b.reason, b.vendor_code from run_block b join run r on r.id = b.run_id and r.closed_at is null
                 where b.account = ? order by b.run_id desc limit ?""",
                row -> {
                    Reason reason = Reason.of(row.getString("reason"));
                    String code = row.getString("vendor_code");
                    String said = reason.text(language) + (code.isEmpty() ? "" : " (" + code + ")");
                    return Finding.warning(
                            "",
                            "stopped",
                            Texts.text(
                                    language, "account.stopped", row.getString("run_id"), said, reason.fix(language)));
                },
                account,
                MOST);
    }
}
