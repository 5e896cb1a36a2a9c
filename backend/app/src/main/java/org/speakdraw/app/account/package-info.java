/**
 * Signing in with a school's accounts, by OpenID Connect, and launches from learning platforms (LTI 1.3): who has signed in
 * is a {@link org.speakdraw.app.participant.Account} in a cookie, and nothing of it is stored. Everything works without.
 * Depends on participant, settings, fairness and platform.
 */
@NullMarked
package org.speakdraw.app.account;

import org.jspecify.annotations.NullMarked;
