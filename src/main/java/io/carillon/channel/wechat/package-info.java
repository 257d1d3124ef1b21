/**
 * WeChat subscribe messages of an official account. Start at {@link io.carillon.channel.wechat.WechatSubscribeAdapter}.
 *
 * <p>One message for each grant that a person gave; the ledger uses the grant up when it claims and gives it back for what
 * certainly was not sent. What people do at the account (follow, grant, leave, write) comes as encrypted events, read by
 * {@link io.carillon.channel.wechat.WechatReceipts}. Knows nothing of campaigns, people or deliveries; WxJava is imported
 * nowhere else.
 */
@NullMarked
package io.carillon.channel.wechat;

import org.jspecify.annotations.NullMarked;
