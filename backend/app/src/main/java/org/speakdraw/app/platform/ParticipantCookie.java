package org.speakdraw.app.platform;

/** The cookie by which a participant is known again. What is in it is the business of those who give it out. */
public final class ParticipantCookie {

    /** Its name over plain HTTP. */
    public static final String NAME = "speakdraw-participant";
    /** Its name behind HTTPS: so no other host of the domain and no plain HTTP can set it. */
    public static final String SECURE_NAME = "__Host-" + NAME;

    private ParticipantCookie() {}
}
