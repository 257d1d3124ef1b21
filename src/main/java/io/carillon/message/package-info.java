/**
 * One message becomes a form per channel and locale, and a form becomes what one person gets.
 *
 * <p>Start at {@link io.carillon.message.Splitter}: it takes a {@link io.carillon.message.MessageContent} (read by
 * {@link io.carillon.message.MessageReader}) and makes {@link io.carillon.message.Forms}, which a run pins as JSON.
 * {@link io.carillon.message.FormRenderer} fills a form in for a {@link io.carillon.message.Person}. What marketers write
 * is data in the small allow-listed language of the dialect; it never reaches FreeMarker as it
 * came.
 *
 * <p>This package must not know segments, campaigns, runs or vendors.
 */
@NullMarked
package io.carillon.message;

import org.jspecify.annotations.NullMarked;
