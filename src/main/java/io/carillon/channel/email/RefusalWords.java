package io.carillon.channel.email;

import java.util.regex.Pattern;

/** Whom a server's own words blame for a refusal, where its codes leave that open. */
enum RefusalWords {
    /** The mailbox is no more. */
    MAILBOX,
    /** Who sends, from where, or what, in words that stand for nothing else. */
    PLAINLY_US,
    /** The same beside words of a mailbox, which may be the sender's, or a remark about us beside it. */
    US_BESIDE_MAILBOX,
    /** Us, in words that are said of a mailbox too. */
    US,
    /** They name nobody. */
    NOBODY;

    // As sendmail, Postfix, Exim, Exchange, Gmail, QQ Mail, NetEase and vpopmail name unknown users. "Mailbox
    // unavailable" and
    // "mailbox name not allowed" are RFC 5321 4.2.3, "Unrouteable address" what Exim says when no router takes an
    // address (its
    // manual, chapter 15).
    private static final Pattern MAILBOX_WORDS =
            Pattern.compile("(?i)\\buser (?:is )?unknown|\\bunknown (?:user|recipient|mailbox|local[ -]part)"
                    + "|\\brecipient unknown|\\bno such (?:user|recipient|mailbox|account|person)|\\bno mailbox|\\buser not found"
                    + "|\\bmailbox (?:unavailable|not found|name not allowed)|\\bunrouteable address"
                    + "|\\binvalid (?:user|mailbox|recipient)\\b|\\bnot a valid (?:user|mailbox|recipient)\\b"
                    + "|\\b(?:account|mailbox|user) (?:is |has been )?(?:disabled|inactive|deactivated|suspended|closed)\\b"
                    + "|(?:\\b(?:account|mailbox|user|address|recipient)\\b[^.;:]{0,60}|@[\\w.-]{1,255}>?:?)"
                    + " (?:does not|doesn't) exist|(?:用户|邮箱|帐号|账号|收件人|地址)不存在");
    /** Nobody speaks so of a mailbox; what Exim and qmail say of a sender or a relay may name users beside. */
    private static final Pattern PLAIN_WORDS = Pattern.compile(
            "(?i)\\bsender:? ?<?@x|\\bsender (?:address )?(?:is )?(?:verif|unknown|rejected|refused|denied|invalid|not )|\\b(?:unknown|invalid|bad) sender\\b|\\bunauthenticated\\b|\\brcpthosts\\b"
                    + "|\\brelay(?:ing)?\\b[^.;]{0,20}\\b(?:not|prohibited|denied)\\b|\\b(?:not|cannot|to) relay\\b"
                    + "|\\bauthentication (?:is )?required|\\bnot authenticated\\b"
                    + "|\\b(?:spf|dkim|dmarc|helo|ehlo|ptr|rbl|dnsbl)\\b|\\bclient host\\b|\\breverse dns\\b|\\bspam"
                    + "|\\bblack-?list|\\bblock[ -]?list|\\breputation\\b|\\bcontent\\b[^.;]{0,20}\\breject");
    /** The words of a missing mailbox may speak of the sender's, and QQ Mail says "unavailable or access denied" of both. */
    private static final Pattern VAGUE_WORDS = Pattern.compile(
            "(?i)\\bsenders?\\b|\\bmail from\\b|\\breturn[ -]path\\b|\\bauthenticat|\\bblocked\\b|\\bdenied\\b");

    /** An address may hold any of these words, and so may a link to a page that explains. */
    private static final Pattern LINK = Pattern.compile("(?i)\\bhttps?://\\S+");

    private static final Pattern ADDRESS = Pattern.compile("(?:\"[^\"]{0,64}\"|[^\\s<>\"]{0,64})@[\\w.-]{1,255}");

    /** What a server says beyond this is not read. */
    private static final int LONGEST = 2_000;

    private static final Pattern SPACES = Pattern.compile("\\s+");

    /** What an answer to a command says. */
    static RefusalWords of(String answer) {
        String line = line(answer);
        boolean isMailbox = MAILBOX_WORDS.matcher(line).find();
        if (PLAIN_WORDS.matcher(line).find()) {
            return isMailbox ? US_BESIDE_MAILBOX : PLAINLY_US;
        } else if (isMailbox) {
            return MAILBOX;
        }
        return VAGUE_WORDS.matcher(line).find() ? US : NOBODY;
    }

    /** Whether a paragraph of a bounce, which tells of many things, blames the mailbox and nothing else. */
    static boolean blameOnlyMailbox(String paragraph) {
        String line = line(paragraph);
        return of(line) == MAILBOX && !VAGUE_WORDS.matcher(line).find();
    }

    /** In one line, without addresses and links, which may hold any words. */
    static String line(String text) {
        String start = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        String plain = ADDRESS.matcher(LINK.matcher(start).replaceAll("")).replaceAll("@x");
        return SPACES.matcher(plain).replaceAll(" ");
    }
}
