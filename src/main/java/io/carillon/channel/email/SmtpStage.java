package io.carillon.channel.email;

/** How far a conversation had come when the server answered. */
enum SmtpStage {
    /** Greeting, EHLO, STARTTLS. */
    CONNECT,
    /** AUTH. */
    AUTH,
    /** MAIL FROM. */
    SENDER,
    /** RCPT TO. */
    RECIPIENT,
    /** DATA, and the text up to its final dot. */
    CONTENT,
    /** The final dot has left: from here on the server may have taken the mail. */
    HANDED_OVER
}
