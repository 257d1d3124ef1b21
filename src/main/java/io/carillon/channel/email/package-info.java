/**
 * Email over SMTP.
 *
 * <p>Start at {@link io.carillon.channel.email.SmtpAdapter}. It opens an {@link io.carillon.channel.email.SmtpSender}:
 * {@link io.carillon.channel.email.MailComposer} makes a person's mail as ready bytes,
 * {@link io.carillon.channel.email.SmtpPool} keeps connections open, {@link io.carillon.channel.email.SmtpErrors} sorts
 * what a server answers. {@link io.carillon.channel.email.SmtpReceipts} reads bounces and complaints, which find their way
 * back through the signed addresses of {@link io.carillon.channel.email.ReturnPath};
 * {@link io.carillon.channel.email.Bounce} says which of them close a mailbox.
 *
 * <p>Knows nothing of campaigns, people or the database; Jakarta Mail is imported nowhere else among the channels.
 */
@NullMarked
package io.carillon.channel.email;

import org.jspecify.annotations.NullMarked;
