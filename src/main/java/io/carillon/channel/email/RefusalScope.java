package io.carillon.channel.email;

import java.util.regex.Pattern;

/** Whether a server's own words about a mail's text are about this one, or about all that an account sends. */
enum RefusalScope {
    /** They leave it open. */
    OPEN,
    /** They name what all mails of an account share. */
    ALL,
    /** As many as this account may send have left; said where a mail is submitted, whatever its status reads like. */
    SUBMISSION_QUOTA,
    /** This account may not send so; said where a mail is submitted, whatever its status reads like. */
    SUBMISSION_SENDER;

    // As Microsoft 365 says with 5.2.0 and 5.2.252, which speak of a mailbox, and Zoho with 5.4.6, which speaks of a
    // loop.
    private static final Pattern QUOTA_WORDS =
            Pattern.compile("(?i)submissionquota|outboundspam|\\bmail rate exceeded|\\bunusual sending activity"
                    + "|\\b(?:sending|outgoing|outbound|submission)\\b[^;]{0,30}(?:limit|quota)");
    private static final Pattern SENDER_WORDS =
            Pattern.compile("(?i)sendasdenied|storedrv\\.submission|not allowed to send as");

    /** Of one mail or one recipient, in words that else speak of all. */
    private static final Pattern OWN_WORDS =
            Pattern.compile("(?i)\\b(?:spam )?score\\b[^;]{0,40}\\b(?:exceed|limit|threshold)\\w*"
                    + "|\\b(?:url|link|uri|attachment)s?\\b[^;]{0,80}\\b(?:black-?|block-?)?list(?:ed)?\\b(?: domains?)?"
                    + "|\\b(?:black|block)-?listed (?:url|link|uri|domain)s?\\b|\\bdomains?\\b[^;]{0,40}\\blisted in\\b"
                    + "|\\bcontents?\\b[^.;]{0,30}\\bnot (?:permitted|allowed)"
                    + "|\\btoo many\\b[^.;]{0,40}\\b(?:for|to) this (?:recipient|user|mailbox)"
                    + "|\\b(?:mailbox|recipient)\\b[^.;]{0,40}\\b(?:exceed\\w*|over|reached)\\b[^.;]{0,40}\\b(?:limit|quota|size)"
                    + "|(?:doesn't|does not) have an?\\b[^;]{0,40}\\baccount|\\bno such account\\b"
                    // amavis tells of the server behind it
                    + "|\\bnext-hop mta\\b|\\bon relaying\\b|\\bfrom mta\\([^)]{0,200}\\)");

    /** With which QQ Mail tells whom it talks to. */
    private static final Pattern TAG = Pattern.compile("(?i)\\[[^\\]]{0,80}\\bip:[^\\]]{0,40}\\]");

    /** Beside them nothing is one mail's. */
    private static final Pattern SENT_WORDS = Pattern.compile(
            "(?i)\\b(?:send(?:s|ing|ers?)?|sent|outgoing|outbound|hourly|daily|your (?:organi[sz]ation|account|ip|domain|server))\\b"
                    + "|\\bip\\b");

    /**
     * What every mail of an account has in common: how many leave, what is paid for them, who sends them and from where. NetEase says so
     * with "MI", "RP", "HL", "WM", "IP" and "DT:SUM".
     */
    private static final Pattern SHARED_WORDS = Pattern.compile(
            "(?i)quota|\\brate\\b|limit|exceed|too (?:many|much|fast|often)|frequen|throttl|daily|hourly|per (?:day|hour|minute)"
                    + "|\\b(?:users?|outgoing|sending|you)\\b[^.;]{0,40}\\b(?:restricted|banned|locked)\\b|\\bunusual (?:activity|rate)"
                    + "|suspend|\\bpaus|disabled|\\bclosed\\b|\\bblock(?:ed|ing) using\\b|deactivat|inactive|expired|verif"
                    + "|authori[sz]|authenticat|permi(?:t|ssion)|not allowed|access denied|behaviou?r|account|subscri|sandbox"
                    + "|\\btest\\b|\\btrial|\\bplan\\b|credit|balance|payment|billing|\\bsenders?\\b|send(?:ing)? as\\b|on behalf"
                    + "|\\bfrom\\b|return[ -]path|\\bdomain|\\bhost\\b|\\brelay|\\bconnect|configuration set|bounce attack"
                    + "|\\bip\\b|\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b|\\[?\\b[0-9a-f]{1,4}:(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}"
                    + "|\\b(?:spf|dkim|dmarc|helo|ehlo|ptr|rbl|dnsbl|dns)\\b|black-?list|block[ -]?list|listed\\b|reputation"
                    + "|service unavailable|\\bdt:sum\\b|\\b(?:mi|rp|hl|wm|ip):"
                    + "|频率|频次|上限|限制|限额|超过|超出|过多|余额|欠费|账号|帐号|账户|帐户|发件|发信|域名|冻结|停用|禁用|封禁|未验证|未认证|权限|黑名单|信誉");

    boolean isSubmission() {
        return this == SUBMISSION_QUOTA || this == SUBMISSION_SENDER;
    }

    /** What an answer says. */
    static RefusalScope of(String answer) {
        String line = TAG.matcher(RefusalWords.line(answer)).replaceAll(" ");
        if (QUOTA_WORDS.matcher(line).find()) {
            return SUBMISSION_QUOTA;
        } else if (SENDER_WORDS.matcher(line).find()) {
            return SUBMISSION_SENDER;
        }
        String rest =
                SENT_WORDS.matcher(line).find() ? line : OWN_WORDS.matcher(line).replaceAll(" ");
        return SHARED_WORDS.matcher(rest).find() ? ALL : OPEN;
    }
}
