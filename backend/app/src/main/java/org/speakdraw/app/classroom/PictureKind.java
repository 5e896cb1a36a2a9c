package org.speakdraw.app.classroom;

/** What the pictures of a binary message are; the numbers are those on the wire. */
enum PictureKind {
    /** Small ones of the wall, for teachers and projectors. */
    THUMBNAILS(1),
    /** One as it went out, for whoever looks at a student, and projectors. */
    LARGE(2),
    /** The one that everybody is to see, for students. */
    SPOTLIGHT(3),
    /** To draw on, from the teacher to a student. */
    UNDERLAY(4),
    /** To be repainted, from the teacher to a student. */
    IMAGE(5),
    /** What the picture that everybody is to see was made from, for projectors. */
    INPUT(6);

    private final byte code;

    PictureKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }
}
