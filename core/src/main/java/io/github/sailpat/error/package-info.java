/**
 * Everything that can go wrong with a call, as types. All of them are unchecked and extend
 * {@link io.github.sailpat.error.SailPointException}, which says to which operation it happened, after how many
 * attempts and how long, and in which phase.
 *
 * <ul>
 *   <li>The tenant answered, and refused: {@link io.github.sailpat.error.ResponseException} and its subtypes, one for
 *       each status that a caller may want to tell apart.
 *   <li>The tenant refused the credentials themselves: {@link io.github.sailpat.error.AuthenticationException}.
 *   <li>There was no answer: {@link io.github.sailpat.error.TransportException} and
 *       {@link io.github.sailpat.error.DeadlineExceededException}.
 *   <li>The answer made no sense: {@link io.github.sailpat.error.MalformedResponseException}.
 *   <li>A create whose end cannot be told: {@link io.github.sailpat.error.OutcomeUnknownException}; or that is known to
 *       have made a token whose secret was lost on the way: {@link io.github.sailpat.error.SecretLostException}.
 *   <li>A rotation that did not come to its end: {@link io.github.sailpat.error.RotationFailedException}.
 * </ul>
 *
 * <p>What is invalid before it is sent is an {@link java.lang.IllegalArgumentException}. No message holds a secret.
 */
@NullMarked
package io.github.sailpat.error;

import org.jspecify.annotations.NullMarked;
