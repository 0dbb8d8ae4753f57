/**
 * The errors of calls. All of them are unchecked and extend {@link io.github.sailpat.error.SailPointException}, which
 * has the operation, the number of attempts, the elapsed time and the phase.
 *
 * <ul>
 *   <li>The response has an error status: {@link io.github.sailpat.error.ResponseException} and its subtypes, one for
 *       each status that callers handle differently.
 *   <li>The tenant refused the credentials themselves: {@link io.github.sailpat.error.AuthenticationException}.
 *   <li>There was no complete response: {@link io.github.sailpat.error.TransportException} and
 *       {@link io.github.sailpat.error.DeadlineExceededException}.
 *   <li>The response could not be read: {@link io.github.sailpat.error.MalformedResponseException}.
 *   <li>It is not known whether a token was created: {@link io.github.sailpat.error.OutcomeUnknownException}; it was
 *       created and its secret was lost: {@link io.github.sailpat.error.SecretLostException}.
 *   <li>A rotation failed: {@link io.github.sailpat.error.RotationFailedException}.
 * </ul>
 *
 * <p>An argument that breaks a rule is an {@link java.lang.IllegalArgumentException}, and nothing is sent. No message
 * contains a secret.
 */
@NullMarked
package io.github.sailpat.error;

import org.jspecify.annotations.NullMarked;
