/** Signing in with accounts of a school, at a provider made for the tests and, if asked for, at a real Keycloak. */
@NullMarked
package org.speakdraw.acceptance.account;

import org.jspecify.annotations.NullMarked;
